import { ErrorState } from '@/components/ui/error-state';
import { LinkAnchor } from '@/components/ui/links';
import { OuterPage } from '@/components/ui/outer-page';

/** An address outside the workspace that leads nowhere. */
export default function NotFound() {
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
