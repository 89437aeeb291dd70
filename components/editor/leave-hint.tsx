import { useSyncExternalStore } from 'react';
import { WORDS } from './labels';
import classes from './leave-hint.module.css';
import type { Leaving } from './leaving';

/** Says, after Escape, that Tab leaves the text now. */
export function LeaveHint({ leaving }: { leaving: Leaving }) {
  const leaves = useSyncExternalStore(leaving.subscribe, leaving.get, leaving.get);
  return (
    <output className={classes.hint} data-empty={!leaves || undefined}>
      {leaves ? WORDS.tabLeaves : ''}
    </output>
  );
}
