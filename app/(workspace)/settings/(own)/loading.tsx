import { TextSkeleton } from '@/components/ui/skeletons';

export default function Loading() {
  return <TextSkeleton lines={6} />;
}
