import type { ReactNode } from 'react';
import classes from './page.module.css';

type Width = 'wide' | 'reading' | 'writing';

/**
 * The room a page's content has: `wide` for lists and dashboards, `reading` for texts and forms (about 720 px, where
 * lists begin), `writing` for the same width in the middle, with nothing beside it.
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
