import type { ReactNode } from 'react';
import classes from './outer-page.module.css';

/** A page outside the workspace: sign-in, set-up, an invitation, a failure of everything. One narrow column. */
export function OuterPage({ children }: { children: ReactNode }) {
  return (
    <main id="text" tabIndex={-1} className={classes.page}>
      <p className={classes.product}>Kenning</p>
      {children}
    </main>
  );
}
