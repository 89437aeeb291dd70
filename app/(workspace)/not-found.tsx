import type { Metadata } from 'next';
import { LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';

export const metadata: Metadata = { title: 'Not found' };

/** The same for what does not exist and for what one may not see. */
export default function NotFound() {
  return (
    <Page width="reading">
      <PageHeader title="There is nothing here, or nothing that you may see" />
      <p>
        The address may be mistyped, what stood here may have been removed, or it may not be open to you. If a colleague
        sent you here, ask them for the address once more.
      </p>
      <LinkButton href="/" variant="default">
        Go to Home
      </LinkButton>
    </Page>
  );
}
