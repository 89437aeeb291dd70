import type { ReactNode } from 'react';
import classes from './page.module.css';

/** The room a page's content has: `wide` for lists and dashboards, `reading` for texts and forms (about 720 px). */
export function Page({ width = 'wide', children }: { width?: 'wide' | 'reading'; children: ReactNode }) {
  return (
    <div className={classes.page} data-width={width}>
      {children}
    </div>
  );
}

/** The thing in the middle and its panel beside it; below each other on small screens. */
export function WithPanel({ children, panel }: { children: ReactNode; panel: ReactNode }) {
  return (
    <div className={classes.split}>
      <div className={classes.main}>{children}</div>
      {panel}
    </div>
  );
}
