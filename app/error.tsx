'use client';

import { OuterPage } from '@/components/ui/outer-page';
import { PageError } from '@/components/ui/page-error';

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <OuterPage>
      <PageError error={error} retry={reset} />
    </OuterPage>
  );
}
