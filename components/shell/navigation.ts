import {
  IconBooks,
  IconFileImport,
  IconHeartbeat,
  IconHome,
  IconInbox,
  IconMailForward,
  IconSearch,
  IconSettings,
  IconTrash,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Viewer } from '@/components/ui/viewer';

export type NavEntry = {
  label: string;
  href: string;
  icon: TablerIcon;
  /** After `G`, jumps here. */
  key?: string;
  /** Other words that ⌘K finds it by. */
  words?: string;
  /** Absent: everybody. */
  shown?: (viewer: Viewer) => boolean;
};

export type NavGroup = { label: string | null; entries: readonly NavEntry[] };

const operates = (viewer: Viewer) => viewer.can.operate;

/** The left bar, top to bottom. A new domain adds its lines here; ⌘K, `G` and the drawer follow. */
export const NAVIGATION: readonly NavGroup[] = [
  {
    label: null,
    entries: [
      { label: 'Home', href: '/', icon: IconHome, key: 'h', words: 'start waiting changed' },
      { label: 'Inbox', href: '/inbox', icon: IconInbox, key: 'i', words: 'notifications unread' },
      { label: 'Search', href: '/search', icon: IconSearch, key: 's', words: 'find' },
    ],
  },
  {
    label: 'Know',
    entries: [
      { label: 'Library', href: '/library', icon: IconBooks, key: 'l', words: 'items knowledge pages documents' },
      {
        label: 'Import',
        href: '/library/import',
        icon: IconFileImport,
        key: 'm',
        words: 'markdown zip upload folder',
      },
      { label: 'Trash', href: '/trash', icon: IconTrash, key: 't', words: 'deleted restore bin' },
    ],
  },
];

/** What stands at the foot of the bar, above the person. */
export const FOOT: readonly NavEntry[] = [
  {
    label: 'Outgoing mail',
    href: '/settings/mail',
    icon: IconMailForward,
    words: 'smtp sent operator',
    shown: operates,
  },
  {
    label: 'System',
    href: '/settings/system',
    icon: IconHeartbeat,
    words: 'health jobs queues operator status',
    shown: operates,
  },
  { label: 'People', href: '/people', icon: IconUsers, key: 'p', words: 'colleagues teams directory' },
  {
    label: 'Settings',
    href: '/settings',
    icon: IconSettings,
    key: ',',
    words: 'profile password tokens sessions notifications',
  },
];

/** The groups without what this person may not use. */
export function navigationFor(viewer: Viewer): NavGroup[] {
  return NAVIGATION.map((group) => ({ ...group, entries: entriesFor(group.entries, viewer) })).filter(
    (group) => group.entries.length > 0,
  );
}

/** The entries without what this person may not use. */
export function entriesFor(entries: readonly NavEntry[], viewer: Viewer): NavEntry[] {
  return entries.filter((entry) => entry.shown?.(viewer) ?? true);
}

/** Every page that this person may go to, in the bar's order. */
export function allEntriesFor(viewer: Viewer): NavEntry[] {
  return [...navigationFor(viewer).flatMap((group) => group.entries), ...entriesFor(FOOT, viewer)];
}

/** The entry whose page, or a page below it, stands at this path: the longest that fits. */
export function currentEntry(entries: readonly NavEntry[], pathname: string): NavEntry | undefined {
  return entries
    .filter((entry) => pathname === entry.href || (entry.href !== '/' && pathname.startsWith(`${entry.href}/`)))
    .sort((a, b) => b.href.length - a.href.length)[0];
}
