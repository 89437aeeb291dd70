import { clockTime, clockTimeToSecond, dateFieldOf, longDay } from '@/components/ui/time';
import type {
  ContributorOutput,
  SessionOutput,
  VersionOutput,
} from '@/server/domains/knowledge/history/history.schema';

const NAMES_SHOWN_MAX = 3;
const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

const figures = new Intl.NumberFormat('en');

/** What stands on a document's history. */
export const HISTORY_WORDS = {
  readVersion: 'Read this version',
  restore: 'Restore this version',
  restoreAnyway: 'Restore all the same',
  writtenMeanwhile:
    'Somebody has written since you opened this page, so nothing was restored yet. What they wrote stays in the history as well: look at it first, or restore all the same.',
  whoeverHasItOpen: 'Whoever has it open sees it at once, and can go on writing.',
  areTold: 'They see it at once, are told that it was you, and can go on writing.',
  takenBack: 'Taken back: the text says what it said before you restored',
  notTakenBack:
    'Somebody has written since, so nothing was taken back. The version that stood there before is in this list, to be restored.',
  onlyKeepers: 'Only its author and maintainers can restore a version.',
  inTrash: 'It is in the trash: nobody can restore a version before it is out.',
  isNow: 'This is what it says now.',
  sinceBefore: 'What was changed since the version before it:',
} as const;

/** How each line of a comparison is read aloud, and what stands before it. */
export const CHANGE_WORDS = {
  same: { mark: '', word: '' },
  added: { mark: '+', word: 'Added: ' },
  removed: { mark: '−', word: 'Removed: ' },
  changed: { mark: '±', word: 'Changed: ' },
  formatted: { mark: '¶', word: 'Only formatted: ' },
} as const;

/** What a line without words of its own is. */
export const BLOCK_WORDS: Readonly<Record<string, string>> = {
  image: 'Image',
  figure: 'Image',
  horizontalRule: 'Divider',
  blockMath: 'Formula',
  codeBlock: 'Code',
  tableRow: 'Table',
  detailsSummary: 'Folded part',
};

/** Whoever wrote, by name; who is gone for good, and the product itself, have none. */
export function contributorName({ person, nobody }: Pick<ContributorOutput, 'person' | 'nobody'>): string {
  if (person) return person.name;
  return nobody === 'product' ? 'Kenning' : 'Somebody who is gone';
}

/** "Ana Souza, Noah Brooks and 2 others" */
export function namesLabel(contributors: readonly Pick<ContributorOutput, 'person' | 'nobody'>[]): string {
  const names = contributors.map(contributorName);
  const others = names.length - NAMES_SHOWN_MAX;
  if (others > 1) return `${names.slice(0, NAMES_SHOWN_MAX).join(', ')} and ${others} others`;
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

type Span = Pick<SessionOutput, 'startedAt' | 'endedAt'>;

/** "14:05", "14:05–14:32", and the other day where it began on one. */
export function spanLabel({ startedAt, endedAt }: Span, timeZone: string): string {
  const [from, to] = [clockTime(startedAt, timeZone), clockTime(endedAt, timeZone)];
  const isOneDay = dateFieldOf(startedAt, timeZone) === dateFieldOf(endedAt, timeZone);
  if (!isOneDay) return `${longDay(startedAt, timeZone)} ${from} – ${to}`;
  return from === to ? from : `${from}–${to}`;
}

/** "27 minutes", "1 hour 5 minutes"; null where it was over in a moment. */
export function lengthLabel({ startedAt, endedAt }: Span): string | null {
  const minutes = Math.round((endedAt.getTime() - startedAt.getTime()) / MINUTE_MS);
  const [hours, rest] = [Math.floor(minutes / HOUR_MINUTES), minutes % HOUR_MINUTES];
  const words = [count(hours, 'hour'), count(rest, 'minute')].filter((word) => word !== null);
  return words.length > 0 ? words.join(' ') : null;
}

const count = (many: number, noun: string): string | null =>
  many === 0 ? null : `${many} ${many === 1 ? noun : `${noun}s`}`;

/** "3 sessions" */
export const sessionsLabel = (many: number): string => count(many, 'session') ?? 'No sessions';

/** "5 versions" */
export const versionsLabel = (many: number): string => count(many, 'version') ?? '';

const minuteOf = (at: Date): number => Math.floor(at.getTime() / MINUTE_MS);

/**
 * "Version at 14:32", and the day where the session ended on another one.
 * @param among those it is listed with: where another is of the same minute, the seconds tell which is which
 */
export function versionLabel(
  { endedAt }: Pick<VersionOutput, 'endedAt'>,
  session: Span,
  timeZone: string,
  among: readonly Pick<VersionOutput, 'endedAt'>[],
): string {
  const isOneDay = dateFieldOf(endedAt, timeZone) === dateFieldOf(session.endedAt, timeZone);
  const ofMinute = among.filter((one) => minuteOf(one.endedAt) === minuteOf(endedAt));
  const time = (ofMinute.length > 1 ? clockTimeToSecond : clockTime)(endedAt, timeZone);
  return isOneDay ? `Version at ${time}` : `Version of ${longDay(endedAt, timeZone)} at ${time}`;
}

/** Whose words somebody else moved, or brought back. */
export const earlierWords = ({ name }: { name: string }): string => `${name} wrote this before`;

/** "12 lines as before" */
export const unchangedLabel = (lines: number): string => `${lines === 1 ? '1 line' : `${lines} lines`} as before`;

/** What of a comparison is not shown. */
export const leftLabel = (lines: number): string =>
  `${figures.format(lines)} more changed ${lines === 1 ? 'line is' : 'lines are'} not shown. Read the version to see them.`;

/** How many characters were added and removed: null while it was not counted. */
export type Counts = { added: number; removed: number } | null;

/** What everybody in a session did together. */
export function countsOf(contributors: readonly Pick<ContributorOutput, 'charsAdded' | 'charsRemoved'>[]): Counts {
  let [added, removed] = [0, 0];
  for (const { charsAdded, charsRemoved } of contributors) {
    if (charsAdded === null || charsRemoved === null) return null;
    added += charsAdded;
    removed += charsRemoved;
  }
  return { added, removed };
}

const charactersLabel = (many: number): string => `${figures.format(many)} ${many === 1 ? 'character' : 'characters'}`;

/** "+1,204 −35 characters" for the eye, and the same in words. */
export function countsLabel({ added, removed }: NonNullable<Counts>): { short: string; words: string } {
  const parts = [
    ...(added > 0 ? [{ short: `+${figures.format(added)}`, word: `${charactersLabel(added)} added` }] : []),
    ...(removed > 0 ? [{ short: `−${figures.format(removed)}`, word: `${charactersLabel(removed)} removed` }] : []),
  ];
  if (parts.length === 0) return { short: '', words: '' };
  const unit = added + removed === 1 ? 'character' : 'characters';
  return {
    short: `${parts.map(({ short }) => short).join(' ')} ${unit}`,
    words: parts.map(({ word }) => word).join(', '),
  };
}

/** A day of the history, and the sessions that ended on it, the newest first. */
export type HistoryDay = { day: string; title: string; sessions: SessionOutput[] };

/** Sessions by the day of the person's zone on which they ended. */
export function daysOf(sessions: readonly SessionOutput[], timeZone: string): HistoryDay[] {
  const days: HistoryDay[] = [];
  for (const session of sessions) {
    const day = dateFieldOf(session.endedAt, timeZone);
    const last = days.at(-1);
    if (last?.day === day) last.sessions.push(session);
    else days.push({ day, title: longDay(session.endedAt, timeZone), sessions: [session] });
  }
  return days;
}

/** "Tuesday, 3 March 2026 at 14:32": when a session ended. */
export const endLabel = ({ endedAt }: Pick<SessionOutput, 'endedAt'>, timeZone: string): string =>
  `${longDay(endedAt, timeZone)} at ${clockTime(endedAt, timeZone)}`;
