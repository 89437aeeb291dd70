import { Page } from '@/components/ui/page';
import { ListPageSkeleton } from '@/components/ui/skeletons';

export default function Loading() {
  return (
    <Page>
      <ListPageSkeleton columns={6} />
    </Page>
  );
}
