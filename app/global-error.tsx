'use client';

import './globals.css';
import classes from './global-error.module.css';

/** When even the layout failed: no theme, no providers, only words. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body className={classes.body}>
        <main className={classes.main}>
          <h1>Kenning could not be shown</h1>
          <p>Nothing that was saved is lost.</p>
          <p>Try again. If it happens once more, tell an administrator the reference.</p>
          <p>
            Reference <code>{error.digest ?? 'none: it happened in this browser'}</code>
          </p>
          <button type="button" className={classes.button} onClick={reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
