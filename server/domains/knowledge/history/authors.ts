import * as Y from 'yjs';
import type { Written } from '@/server/platform/collab';
import { DOCUMENT_FRAGMENT } from '../document.schema';

type Range = { from: number; to: number; by: string | null };
/** Who wrote, or took away, which numbers of a client. */
export type Shares = Map<number, Range[]>;
/** So many characters by one person; null where nobody can be told. */
export type Run = { chars: number; by: string | null };
export type AuthoredText = { text: string; runs: Run[] };

function share(shares: Shares, client: number, range: Range): void {
  const ranges = shares.get(client);
  if (ranges) ranges.push(range);
  else shares.set(client, [range]);
}

function sorted(shares: Shares): Shares {
  for (const ranges of shares.values()) ranges.sort((one, other) => one.from - other.from);
  return shares;
}

/** Who brought what, and who took what away, in a session. */
export function sharesOf(own: readonly Written[]): { added: Shares; removed: Shares } {
  const added: Shares = new Map();
  const removed: Shares = new Map();
  for (const { personId: by, bytes } of own) {
    const { structs, ds } = Y.decodeUpdate(bytes);
    for (const struct of structs) {
      if (struct instanceof Y.Skip) continue;
      const { client, clock } = struct.id;
      share(added, client, { from: clock, to: clock + struct.length, by });
    }
    for (const [client, ranges] of ds.clients) {
      for (const { clock, len } of ranges) share(removed, client, { from: clock, to: clock + len, by });
    }
  }
  return { added: sorted(added), removed: sorted(removed) };
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

/** Whose the numbers of one struct are, cut where it changes. */
function runsOf(shares: Shares, client: number, from: number, to: number): Run[] {
  const ranges = shares.get(client) ?? [];
  const runs: Run[] = [];
  for (let at = from; at < to; ) {
    const index = rangeAt(ranges, at);
    const range = ranges[index];
    const inside = range !== undefined && at < range.to;
    const next = Math.min(to, inside ? range.to : (ranges[index + 1]?.from ?? to));
    runs.push({ chars: next - at, by: inside ? range.by : null });
    at = next;
  }
  return runs;
}

function authored(text: Y.XmlText, shares: Shares): AuthoredText {
  const words: string[] = [];
  const runs: Run[] = [];
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    words.push(item.content.str);
    for (const run of runsOf(shares, item.id.client, item.id.clock, item.id.clock + item.length)) {
      const last = runs.at(-1);
      if (last && last.by === run.by) last.chars += run.chars;
      else runs.push(run);
    }
  }
  return { text: words.join(''), runs };
}

/** Every text of a document in the order in which it stands there, with whose it is. */
export function authoredTexts(doc: Y.Doc, shares: Shares): AuthoredText[] {
  const texts: AuthoredText[] = [];
  const visit = (node: Y.XmlFragment) => {
    for (const child of node.toArray()) {
      if (child instanceof Y.XmlText) texts.push(authored(child, shares));
      else if (child instanceof Y.XmlFragment) visit(child);
    }
  };
  visit(doc.getXmlFragment(DOCUMENT_FRAGMENT));
  return texts.filter(({ text }) => text !== '');
}
