import { setTimeout as wait } from 'node:timers/promises';
import type { ServerKind } from './dialect';
import { Author } from './edits';
import { Member } from './member';
import { compared, median, type Row } from './report';
import type { RunningServer, Stores } from './servers';

const KINDS = ['kenning', 'hocuspocus'] as const satisfies ServerKind[];
const REPETITIONS = 2;
const DOCUMENTS = 1_000;
/** Open before the first measurement, so that what a process needs once is in both. */
const FIRST_DOCUMENTS = 100;
const DOCUMENT_BYTES = 10_000;
const PARAGRAPH_WORDS = 100;
const WORD_BYTES = 6;
const AT_ONCE = 20;
const SETTLE_MS = 3_000;
const KB_BYTES = 1_000;

type Say = (line: string) => void;

const ids = Array.from({ length: FIRST_DOCUMENTS + DOCUMENTS }, (_, index) => `idle-${index}`);

async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += AT_ONCE) await Promise.all(all.slice(at, at + AT_ONCE).map(work));
}

/** Ten thousand characters by a few people, a paragraph each. */
function textOfPeople(): Uint8Array[] {
  const paragraphs = Math.ceil(DOCUMENT_BYTES / (PARAGRAPH_WORDS * WORD_BYTES));
  return Array.from({ length: paragraphs }, (_, index) => {
    const author = new Author(index + 1);
    return [author.begin(), ...Array.from({ length: PARAGRAPH_WORDS }, () => author.word())];
  }).flat();
}

async function write(server: RunningServer): Promise<void> {
  const text = textOfPeople();
  await eachOf(ids, async (documentId) => {
    const member = await Member.enter(server, { documentId, person: `author-${documentId}` });
    for (const update of text) member.send(update);
    await member.settled();
    member.leave();
  });
  await wait(SETTLE_MS);
}

async function measure(stores: Stores, kind: ServerKind): Promise<number> {
  const server = await stores.start(kind);
  const members: Member[] = [];
  const open = (some: readonly string[]) =>
    eachOf(some, async (documentId) => {
      members.push(await Member.enter(server, { documentId, person: `reader-${documentId}` }));
    });
  try {
    await open(ids.slice(0, FIRST_DOCUMENTS));
    await wait(SETTLE_MS);
    const before = await server.memoryBytes();
    await open(ids.slice(FIRST_DOCUMENTS));
    await wait(SETTLE_MS);
    const after = await server.memoryBytes();
    if (members.some(({ lost }) => lost)) throw new Error(`${kind} let go of somebody who only read.`);
    return (after - before) / DOCUMENTS / KB_BYTES;
  } finally {
    for (const member of members) member.leave();
    await server.kill();
  }
}

/** What a document costs that somebody has open and nobody writes in. */
export async function idleMemory(stores: Stores, say: Say): Promise<Row[]> {
  say(
    `Memory: ${DOCUMENTS} documents of ${DOCUMENT_BYTES / KB_BYTES} kB, one idle client each, after a collection of garbage.`,
  );
  await stores.makeDocuments(ids);
  for (const kind of KINDS) {
    const server = await stores.start(kind);
    await write(server);
    await server.stop();
  }
  const found: Record<(typeof KINDS)[number], number[]> = { kenning: [], hocuspocus: [] };
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (const kind of repetition % 2 === 0 ? KINDS : [...KINDS].reverse()) {
      const kb = await measure(stores, kind);
      found[kind].push(kb);
      say(`    ${kind}: ${kb.toFixed(1)} kB a document`);
    }
  }
  const theirs = { name: 'Hocuspocus + SQLite', value: median(found.hocuspocus) };
  const aim = { bound: 'at most', value: 0.5 } as const;
  return [compared('memory of an idle document of 10 kB', 'kB', median(found.kenning), theirs, aim)];
}
