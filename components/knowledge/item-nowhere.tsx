import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { AskForAccess } from './ask-for-access';

/** The same for what does not exist and for what one may not see. */
export function ItemNowhere() {
  return (
    <Page width="reading">
      <PageHeader
        breadcrumbs={[{ label: 'Library', href: '/library' }]}
        title="There is nothing here, or nothing that you may see"
      />
      <p>
        The address may be mistyped, the item may have been removed, or its keepers may not have opened it to you. If a
        colleague sent you here, ask for access: the request reaches whoever keeps it, if there is something to keep.
      </p>
      <AskForAccess />
    </Page>
  );
}
