import * as Y from 'yjs';
import type { Written } from '@/server/platform/collab';
import { DOCUMENT_FRAGMENT } from '../document.schema';
import type { Authors } from './carried';

type Range = { from: number; to: number; by: string | null };
/** Who took away which numbers of a client. */
export type Shares = Map<number, Range[]>;
/** So many characters by one person; null where nobody can be told. `earlier`: they wrote them before the session. */
export type Run = { chars: number; by: string | null; earlier: boolean };
export type AuthoredText = { text: string; runs: Run[] };
/** Whose the numbers of one struct are, cut where it changes. */
export type RunsOf = (client: number, from: number, to: number) => Run[];

function share(shares: Shares, client: number, range: Range): void {
  const ranges = shares.get(client);
  if (ranges) ranges.push(range);
  else shares.set(client, [range]);
}

function sorted(shares: Shares): Shares {
  for (const ranges of shares.values()) ranges.sort((one, other) => one.from - other.from);
  return shares;
}

/** Who took what away in a session. */
export function removedBy(own: readonly Written[]): RunsOf {
  const removed: Shares = new Map();
  for (const { personId: by, bytes } of own) {
    for (const [client, ranges] of Y.decodeUpdate(bytes).ds.clients) {
      for (const { clock, len } of ranges) share(removed, client, { from: clock, to: clock + len, by });
    }
  }
  const shares = sorted(removed);
  return (client, from, to) => runsOf(shares, client, from, to);
}

/** Who wrote what stands there. @param firstSeq of the session */
export function writtenBy(authors: Authors, firstSeq: bigint): RunsOf {
  return (client, from, to) => {
    const runs: Run[] = [];
    for (let clock = from; clock < to; clock += 1) {
      const author = authors.of(client, clock);
      const [by, earlier] = [author?.by ?? null, author !== null && author.seq < firstSeq];
      const last = runs.at(-1);
      if (last && last.by === by && last.earlier === earlier) last.chars += 1;
      else runs.push({ chars: 1, by, earlier });
    }
    return runs;
  };
}

/** The last range that begins at or before a number. */
function rangeAt(ranges: readonly Range[], clock: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.from ?? 0) <= clock) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function runsOf(shares: Shares, client: number, from: number, to: number): Run[] {
  const ranges = shares.get(client) ?? [];
  const runs: Run[] = [];
  for (let at = from; at < to; ) {
    const index = rangeAt(ranges, at);
    const range = ranges[index];
    const inside = range !== undefined && at < range.to;
    const next = Math.min(to, inside ? range.to : (ranges[index + 1]?.from ?? to));
    runs.push({ chars: next - at, by: inside ? range.by : null, earlier: false });
    at = next;
  }
  return runs;
}

function authored(text: Y.XmlText, whose: RunsOf): AuthoredText {
  const words: string[] = [];
  const runs: Run[] = [];
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    words.push(item.content.str);
    for (const run of whose(item.id.client, item.id.clock, item.id.clock + item.length)) {
      const last = runs.at(-1);
      if (last && last.by === run.by && last.earlier === run.earlier) last.chars += run.chars;
      else runs.push(run);
    }
  }
  return { text: words.join(''), runs };
}

/** Every text of a document in the order in which it stands there, with whose it is. */
export function authoredTexts(doc: Y.Doc, whose: RunsOf): AuthoredText[] {
  const texts: AuthoredText[] = [];
  const visit = (node: Y.XmlFragment) => {
    for (const child of node.toArray()) {
      if (child instanceof Y.XmlText) texts.push(authored(child, whose));
      else if (child instanceof Y.XmlFragment) visit(child);
    }
  };
  visit(doc.getXmlFragment(DOCUMENT_FRAGMENT));
  return texts.filter(({ text }) => text !== '');
}
