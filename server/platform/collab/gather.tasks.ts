import * as Y from 'yjs';
import { MINUTE_MS } from '../time.schema';
import type { Task } from '../worker/task';
import { applyUpdates, decodeDocument, exactDocument, isSmall } from './encoded';
import { mergeJoined, sameWhole, wholeOf } from './join-update';
import type { Written } from './sessions';
import { structsBetween } from './structs.rules';

/** One person's part of a moment. */
export type Part = Written & { charsAdded: number; charsRemoved: number };

export type GatherInput = {
  /** All that was written before these sessions. */
  before: readonly Uint8Array[];
  /** The rows of each moment of each session, in order. */
  sessions: readonly (readonly (readonly Written[])[])[];
  /** What the document is loaded from, at or after the last of the sessions. */
  live: readonly Uint8Array[];
};

export type Gathered = {
  /** The parts of each moment of each session that was proved, from the first on. */
  sessions: Part[][][];
  /** The document's whole state and its state vector, to be kept as its snapshot. */
  state: Uint8Array;
  vector: Uint8Array;
  /** Why not all were: the parts do not say what the rows say, or the document is loaded without something in them. */
  refused: 'parts_differ' | 'state_lacks' | null;
};

/** How many characters of text stand between two clocks of a client. */
function charsBetween(doc: Y.Doc, client: number, from: number, to: number): number {
  let chars = 0;
  for (const struct of structsBetween(doc, client, from, to)) {
    if (!(struct instanceof Y.Item) || struct.deleted || !(struct.content instanceof Y.ContentString)) continue;
    chars += Math.min(to, struct.id.clock + struct.length) - Math.max(from, struct.id.clock);
  }
  return chars;
}

type Deletes = ReturnType<typeof Y.decodeUpdate>['ds'];

/** How many characters of the text as it stands are deleted. */
function charsIn(doc: Y.Doc, deletes: Deletes): number {
  let chars = 0;
  for (const [client, ranges] of deletes.clients) {
    for (const { clock, len } of ranges) chars += charsBetween(doc, client, clock, clock + len);
  }
  return chars;
}

/** CO-V6: what each part takes away of the text as it stands; what its person took away in an earlier one, once. */
function charsRemovedBy(doc: Y.Doc, parts: readonly Written[]): number[] {
  const soFar = new Map<string | null, { deletes: Deletes; chars: number }>();
  return parts.map(({ personId, bytes }) => {
    const had = soFar.get(personId);
    const { ds } = Y.decodeUpdate(bytes);
    const deletes = had ? Y.mergeDeleteSets([had.deletes, ds]) : ds;
    const chars = charsIn(doc, deletes);
    soFar.set(personId, { deletes, chars });
    return chars - (had?.chars ?? 0);
  });
}

/** CO-V6: what stands there of what a part has brought. */
function charsLeftOf(doc: Y.Doc, part: Uint8Array): number {
  let chars = 0;
  for (const { id, length } of Y.decodeUpdate(part).structs) {
    chars += charsBetween(doc, id.client, id.clock, id.clock + length);
  }
  return chars;
}

function partsOf(rows: readonly Written[]): Written[] {
  const byPerson = new Map<string | null, Uint8Array[]>();
  for (const { personId, bytes } of rows) {
    const own = byPerson.get(personId) ?? [];
    own.push(bytes);
    byPerson.set(personId, own);
  }
  return [...byPerson].map(([personId, updates]) => ({ personId, bytes: mergeJoined(updates) }));
}

/**
 * CO-V4: whether a document that is loaded from `live` has everything that is in the other one: nothing of it
 * changes the loaded one.
 */
function hasEverything(live: Y.Doc, other: Y.Doc): boolean {
  const before = wholeOf(live);
  Y.applyUpdate(live, Y.encodeStateAsUpdate(other));
  return sameWhole(wholeOf(live), before);
}

const bytesOf = (written: readonly Written[]): Uint8Array[] => written.map(({ bytes }) => bytes);

type Docs = { byRows: Y.Doc; byParts: Y.Doc };

/**
 * One session. What its parts say is compared at its end; what stood there at a moment's end follows, since a part holds
 * no other rows than its moment's.
 * @returns null when its parts do not say what its rows say
 */
function gatherOne({ byRows, byParts }: Docs, moments: readonly (readonly Written[])[]): Part[][] | null {
  const parts = moments.map(partsOf);
  const removed = charsRemovedBy(byParts, parts.flat());
  applyUpdates(byRows, bytesOf(moments.flat()));
  applyUpdates(byParts, bytesOf(parts.flat()));
  if (!sameWhole(wholeOf(byRows), wholeOf(byParts))) return null;
  let next = 0;
  const counted = (part: Written): Part => {
    next += 1;
    return { ...part, charsAdded: charsLeftOf(byParts, part.bytes), charsRemoved: removed[next - 1] ?? 0 };
  };
  return parts.map((some) => some.map(counted));
}

function gather({ before, sessions, live }: GatherInput): Gathered {
  // Both keep what is deleted: that too has to be the same.
  const docs = { byRows: exactDocument({ gc: false }), byParts: exactDocument({ gc: false }) };
  const loaded = decodeDocument(live);
  try {
    for (const doc of Object.values(docs)) applyUpdates(doc, before);
    const done: Part[][][] = [];
    for (const moments of sessions) {
      const parts = gatherOne(docs, moments);
      if (!parts)
        return { ...gather({ before, sessions: sessions.slice(0, done.length), live }), refused: 'parts_differ' };
      done.push(parts);
    }
    const whole = { state: Y.encodeStateAsUpdate(loaded), vector: Y.encodeStateVector(loaded) };
    if (!hasEverything(loaded, docs.byParts)) return { sessions: [], ...whole, refused: 'state_lacks' };
    return { sessions: done, ...whole, refused: null };
  } finally {
    for (const doc of [...Object.values(docs), loaded]) doc.destroy();
  }
}

/**
 * Gathers sessions to a part a person and moment, and proves for each that nothing is lost: with its parts the document
 * is, byte for byte, what it is with its rows.
 */
export const GATHER_SESSIONS: Task<GatherInput, Gathered> = {
  name: 'gather-sessions',
  run: gather,
  isShort: ({ before, sessions, live }) => isSmall(before, live, ...sessions.flat().map(bytesOf)),
  deadlineMs: 2 * MINUTE_MS,
};
