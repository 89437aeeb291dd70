import { z } from 'zod';
import { id, timestamp } from '@/server/platform/scalars.schema';
import type { CalloutKind } from '../document.schema';
import { abilitiesOutput, personRef } from '../rest.schema';
import { PAGE_ROWS_MAX } from '../schema';

/** Sessions on a page. */
const SESSIONS_A_PAGE = 50;
/** Unchanged lines that are shown before and after a change. */
export const LINES_AROUND = 2;
/** Of a session that changed more lines than this, the first so many are shown. */
export const CHANGED_LINES_MAX = 4_000;

/** The name of a session, and of a version within one: the number of its first update. */
export const sessionName = z.string().regex(/^\d{1,18}$/);

export const listSessionsInput = z.object({
  id,
  cursor: sessionName.nullish(),
  limit: z.coerce.number().int().min(1).max(PAGE_ROWS_MAX).default(SESSIONS_A_PAGE),
});
export type ListSessionsInput = z.infer<typeof listSessionsInput>;

export const sessionInput = z.object({ id, session: sessionName });
export type SessionInput = z.infer<typeof sessionInput>;

/** `version`: of those the session holds; left out, the session's end. */
export const versionInput = sessionInput.extend({ version: sessionName.optional() });
export type VersionInput = z.infer<typeof versionInput>;

/** `etag`: the state of the item that whoever restores has seen; a script sends it as If-Match. */
export const restoreSessionInput = versionInput.extend({ etag: z.string().max(200).optional() });
export type RestoreSessionInput = z.infer<typeof restoreSessionInput>;

/** `person` is null where nobody can be named: who wrote is gone for good, or it was no person. */
const contributorOutput = z.object({
  person: personRef.nullable(),
  nobody: z.enum(['gone', 'product']).nullable(),
  firstAt: timestamp,
  lastAt: timestamp,
  /** Characters; null while the session is too young to have been counted. */
  charsAdded: z.number().int().nullable(),
  charsRemoved: z.number().int().nullable(),
});
export type ContributorOutput = z.infer<typeof contributorOutput>;

const sessionOutput = z.object({
  session: sessionName,
  startedAt: timestamp,
  endedAt: timestamp,
  /** Whoever writes now still writes in this session. */
  goesOn: z.boolean(),
  /** Nothing was written after it. */
  isLast: z.boolean(),
  /** It began by bringing back what the item said when this session ended. */
  restored: sessionName.nullable(),
  /** How many versions it holds, its end among them. */
  versions: z.number().int(),
  contributors: z.array(contributorOutput),
});
export type SessionOutput = z.infer<typeof sessionOutput>;

/** What an item said within a session, where those who wrote had paused or some minutes had gone by. */
const versionOutput = z.object({
  version: sessionName,
  startedAt: timestamp,
  endedAt: timestamp,
  /** It is what the session ended with. */
  isEnd: z.boolean(),
  /** Nothing was written after it. */
  isLast: z.boolean(),
  contributors: z.array(contributorOutput.pick({ person: true, nobody: true })),
});
export type VersionOutput = z.infer<typeof versionOutput>;

/** The newest first. */
export const versionsOutput = z.object({ versions: z.array(versionOutput) });

export const sessionsOutput = z.object({
  item: z.object({ id, title: z.string(), etag: z.string(), trashedAt: timestamp.nullable(), can: abilitiesOutput }),
  sessions: z.array(sessionOutput),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
});
export type SessionsOutput = z.infer<typeof sessionsOutput>;

export const sessionTextOutput = sessionOutput.extend({
  title: z.string(),
  markdown: z.string(),
  version: versionOutput.nullable(),
});

/** `changed`: the item said something else before. `before`: the session that ended with that. */
export const restoredOutput = z.object({ etag: z.string(), changed: z.boolean(), before: sessionName });

export type BlockMarker = 'bullet' | 'number' | 'open' | 'done';

/**
 * Whom or what a line names: its words are the reader's own, so the line holds a token that no word is made of. Somebody
 * may write the beginning of many such tokens: behind each no more is looked at than an id can have.
 */
const MENTION = /\u{F0000}([pi])(\w{0,64})\u{F0001}/u;

/** @param kind a person or an item */
export const mentionToken = (kind: 'person' | 'item', id: string): string =>
  `\u{F0000}${kind === 'person' ? 'p' : 'i'}${id}\u{F0001}`;

export type LinePart = { text: string } | { kind: 'person' | 'item'; id: string };

/** A text of a line, cut where it names somebody or something. */
export function partsOfLine(text: string): LinePart[] {
  const parts: LinePart[] = [];
  let rest = text;
  for (let found = MENTION.exec(rest); found; found = MENTION.exec(rest)) {
    if (found.index > 0) parts.push({ text: rest.slice(0, found.index) });
    parts.push({ kind: found[1] === 'p' ? 'person' : 'item', id: found[2] ?? '' });
    rest = rest.slice(found.index + found[0].length);
  }
  if (rest !== '') parts.push({ text: rest });
  return parts;
}

/** What kind of line it is: the document's own name of its block, and where it stands. */
export type BlockShape = {
  type: string;
  level: number | null;
  /** In how many lists. */
  depth: number;
  marker: BlockMarker | null;
  /** The number before it, where its marker is one. */
  ordinal: number | null;
  /** The quote, callout or folded part around it. */
  frame: string | null;
  /** Of which kind that is, and how it is headed, where it is a callout. */
  callout: { kind: CalloutKind; title: string } | null;
};

/**
 * A stretch of a line. `by` is who wrote it, or took it away, where the document can tell; `earlier`: they had written it
 * before, and somebody moved it or brought it back.
 */
export type Segment = { text: string; change: 'same' | 'added' | 'removed'; by: string | null; earlier: boolean };

/** A line as a session left it. `formatted`: its words are the same, not how they look or where they lead. */
export type ChangedLine = BlockShape & {
  change: 'same' | 'added' | 'removed' | 'changed' | 'formatted';
  segments: Segment[];
};
/** So many lines stand there as before. */
export type Unchanged = { unchanged: number };

export type SessionChanges = {
  lines: (ChangedLine | Unchanged)[];
  /** Changed lines that are not shown. */
  left: number;
};
