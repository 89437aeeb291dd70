import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { ErrorState } from '@/components/ui/error-state';
import { OuterPage } from '@/components/ui/outer-page';

/** An address outside the workspace that leads nowhere. */
export default function NotFound() {
  return (
    <OuterPage>
      <ErrorState
        order={1}
        title="There is nothing at this address"
        todo="Check the address, or begin at the start."
        action={
          <Anchor component={Link} href="/">
            Go to the start
          </Anchor>
        }
      />
    </OuterPage>
  );
}
