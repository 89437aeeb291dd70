'use client';

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type Ref, useId } from 'react';
import { ICON } from '@/components/ui/theme';
import type { Viewer } from '@/components/ui/viewer';
import { allEntriesFor, currentEntry, entriesFor, FOOT, type NavEntry, navigationFor } from './navigation';
import classes from './navigation-bar.module.css';
import { PersonMenu } from './person-menu';

type Props = {
  viewer: Viewer;
  onSignOut: () => void;
  onToggle?: () => void;
  toggleRef?: Ref<HTMLButtonElement>;
  onKeys?: () => void;
  /** Called when an entry is followed, also to the page one is on. */
  onFollow?: () => void;
};

/** The left bar; in the drawer on small screens, where `onToggle` is left out. */
export function NavigationBar({ viewer, onToggle, toggleRef, onKeys, onFollow, onSignOut }: Props) {
  const pathname = usePathname();
  const current = currentEntry(allEntriesFor(viewer), pathname);
  const id = useId();
  return (
    <nav aria-label="Main" className={classes.nav} data-drawer={onToggle ? undefined : true}>
      {onToggle ? (
        <div className={classes.top}>
          <Link href="/" className={classes.product}>
            Kenning
          </Link>
          <Tooltip label="Hide the bar  [">
            <ActionIcon ref={toggleRef} aria-label="Hide the bar" onClick={onToggle}>
              <IconLayoutSidebarLeftCollapse {...ICON} />
            </ActionIcon>
          </Tooltip>
        </div>
      ) : null}
      <div className={classes.groups}>
        {navigationFor(viewer).map((group, index) => (
          <div key={group.label ?? 'home'} className={classes.group}>
            {group.label ? (
              <p id={`${id}-${index}`} className={classes.label}>
                {group.label}
              </p>
            ) : null}
            <EntryList
              entries={group.entries}
              current={current}
              labelledBy={group.label ? `${id}-${index}` : undefined}
              onFollow={onFollow}
            />
          </div>
        ))}
      </div>
      <div className={classes.foot}>
        <EntryList entries={entriesFor(FOOT, viewer)} current={current} onFollow={onFollow} />
        {onToggle ? <PersonMenu viewer={viewer} onKeys={onKeys} onSignOut={onSignOut} /> : null}
      </div>
    </nav>
  );
}

type ListProps = {
  entries: readonly NavEntry[];
  current: NavEntry | undefined;
  labelledBy?: string;
  onFollow: (() => void) | undefined;
};

function EntryList({ entries, current, labelledBy, onFollow }: ListProps) {
  return (
    <ul className={classes.list} aria-labelledby={labelledBy}>
      {entries.map((entry) => (
        <li key={entry.href}>
          <Link
            href={entry.href}
            className={classes.entry}
            onClick={onFollow}
            aria-current={entry === current ? 'page' : undefined}
          >
            <entry.icon {...ICON} />
            <span>{entry.label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
