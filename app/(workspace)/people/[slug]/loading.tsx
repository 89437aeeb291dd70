import { ThingPageSkeleton } from '@/components/ui/skeletons';

export default function Loading() {
  return <ThingPageSkeleton />;
}
