import type { ReactNode } from 'react';
import classes from './page.module.css';

type Width = 'wide' | 'reading';

/**
 * The room a page's content has: `wide` for lists, dashboards, and texts with something beside them, `reading` for
 * texts and forms alone (about 720 px, where lists begin).
 */
export function Page({ width = 'wide', children }: { width?: Width; children: ReactNode }) {
  return (
    <div className={classes.page} data-width={width}>
      {children}
    </div>
  );
}

/** The thing in the middle and its panel beside it; on small screens the panel folds above the thing. */
export function WithPanel({ children, panel }: { children: ReactNode; panel: ReactNode }) {
  return (
    <div className={classes.split}>
      {panel}
      <div className={classes.main}>{children}</div>
    </div>
  );
}
