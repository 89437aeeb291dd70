import { ListPageSkeleton } from '@/components/ui/skeletons';

export default function Loading() {
  return <ListPageSkeleton columns={6} />;
}
