import { ErrorState } from '@/components/ui/error-state';
import { LinkAnchor, LinkButton } from '@/components/ui/links';
import { OuterPage } from '@/components/ui/outer-page';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';

/** Within the workspace: the same for what does not exist and for what one may not see. */
export function Nowhere() {
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

/** An address outside the workspace that leads nowhere. */
export function OuterNowhere() {
  return (
    <OuterPage>
      <ErrorState
        order={1}
        title="There is nothing at this address"
        todo="Check the address, or begin at the start."
        action={<LinkAnchor href="/">Go to the start</LinkAnchor>}
      />
    </OuterPage>
  );
}
