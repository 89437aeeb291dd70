'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { startTransition, useEffect, useRef } from 'react';
import { ErrorState } from './error-state';
import classes from './states.module.css';

/** Stands where the server gave no number, so that whoever asks for help can say so. */
const NO_REFERENCE = 'none: it happened in this browser';

/** What every `error.tsx` shows: what happened, what was kept, what to do, and the number that stands in the log. */
export function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const router = useRouter();
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const again = () =>
    startTransition(() => {
      // The answer that failed came from the server: it has to be asked again before the page is tried again.
      router.refresh();
      retry();
    });
  return (
    <div ref={heading} tabIndex={-1} className={classes.whole}>
      <ErrorState
        order={1}
        title="This page could not be shown"
        kept="Nothing that was saved is lost: what stood in an open document was kept as you typed it."
        todo="Try again. If it happens once more, tell an administrator the reference."
        reference={error.digest ?? NO_REFERENCE}
        action={
          <>
            <Button onClick={again}>Try again</Button>
            <Button component="a" href="/" variant="default">
              Go to Home
            </Button>
          </>
        }
      />
    </div>
  );
}
