import { itemPath } from '@/server/domains/knowledge/rules';

/** What the words of a notification are made from: the server's record, as far as words need it. */
export type Notice = {
  kind: string;
  actor: { name: string } | null;
  thing: { id: string; title: string } | null;
  hidden: boolean;
  data: Record<string, unknown>;
};

type Words = {
  /** How the kind is called where one chooses what to be told of. */
  label: string;
  sentence: (actor: string, thing: string, notice: Notice) => string;
  /** Where it leads, when not to the thing itself. */
  path?: string | ((data: Notice['data']) => string);
};

const REQUESTS_PATH = '/#waits';
const INBOX_PATH = '/inbox';

/** By the kind's name. A domain that names a new kind adds its words here. */
const WORDS: Record<string, Words> = {
  'knowledge.access_requested': {
    label: 'Somebody asks to read what I keep',
    sentence: (actor, thing) => `${actor} asks to read ${thing}`,
    path: REQUESTS_PATH,
  },
  'knowledge.access_granted': {
    label: 'I was let in where I asked',
    sentence: (actor, thing) => `${actor} lets you read ${thing}`,
  },
  'knowledge.made_maintainer': {
    label: 'I was made a maintainer',
    sentence: (actor, thing) => `${actor} made you a maintainer of ${thing}`,
  },
  'knowledge.mentioned': {
    label: 'I am named in a text',
    sentence: (actor, thing) => (actor === 'Somebody' ? `You are named in ${thing}` : `${actor} named you in ${thing}`),
  },
  'knowledge.import_done': {
    label: 'An import that I began is done',
    sentence: (_actor, _thing, { data }) => importWords(data),
    path: ({ runId }) => (typeof runId === 'string' ? `/library/import?run=${encodeURIComponent(runId)}` : '/library'),
  },
  'knowledge.handed_over': {
    label: 'Items of a colleague who left come to me',
    sentence: (actor, _, { data }) =>
      `${itemsIn(data)} that ${actor === 'Somebody' ? 'a colleague' : actor} kept came to you`,
    path: '/library?mine=true',
  },
};

function itemsIn({ items }: Record<string, unknown>): string {
  if (typeof items !== 'number') return 'Items';
  return items === 1 ? 'One item' : `${items} items`;
}

/** "Your import of “handbook” is done: 12 created, 1 failed" */
export function importWords({ source, state, created, updated, conflicts, failed }: Notice['data']): string {
  const name = typeof source === 'string' ? `Your import of “${source}”` : 'Your import';
  if (state === 'failed') return `${name} ended early`;
  const counted = Object.entries({ created, updated, 'left as they were': conflicts, failed })
    .filter(([, count]) => typeof count === 'number' && count > 0)
    .map(([words, count]) => `${count} ${words}`);
  return `${name} is done: ${counted.length > 0 ? counted.join(', ') : 'nothing had changed'}`;
}

/** "Zoe asks to read “Rotate the signing keys”". What may no longer be read is not named. */
export function noticeSentence(notice: Notice): string {
  if (notice.hidden) return 'About something that you may not read any more';
  const thing = notice.thing ? `“${notice.thing.title}”` : 'something';
  return WORDS[notice.kind]?.sentence(notice.actor?.name ?? 'Somebody', thing, notice) ?? `News about ${thing}`;
}

/** Where a notification leads; null when there is nothing to see. */
export function noticePath({ kind, thing, hidden, data }: Notice): string | null {
  if (hidden) return null;
  const path = WORDS[kind]?.path;
  if (path !== undefined) return typeof path === 'string' ? path : path(data);
  return thing ? itemPath(thing) : null;
}

/** How a kind is called in the preferences. */
export function kindLabel(kind: string): string {
  return WORDS[kind]?.label ?? kind;
}

/** "3 unread", with the bell's limit. @param max beyond it, "99+" */
export function unreadWords(count: number, max: number): string {
  return count > max ? `${max}+` : String(count);
}

export const INBOX_WORDS = {
  title: 'Inbox',
  all: 'All',
  unread: 'Unread',
  emptyTitle: 'Nothing here yet',
  empty: 'What concerns you is told here: requests to read what you keep, answers to yours, work that comes to you.',
  emptyUnreadTitle: 'All read',
  emptyUnread: 'New things appear here by themselves.',
  markAll: 'Mark all as read',
  inboxPath: INBOX_PATH,
} as const;
