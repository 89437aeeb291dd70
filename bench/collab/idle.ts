import { setTimeout as wait } from 'node:timers/promises';
import type { ServerKind } from './dialect';
import { Author } from './edits';
import { Member } from './member';
import { compared, median, type Row } from './report';
import type { RunningServer, Stores } from './servers';

const KINDS = ['kenning', 'hocuspocus'] as const satisfies ServerKind[];
const REPETITIONS = 2;
const DOCUMENTS = 1_000;
/**
 * Open before the first measurement, so that what a process needs once is in both: V8's young generation too, which grows
 * to its bound by what is thrown away and never shrinks. After a hundred documents it still grew by 54 MB in the next
 * thousand, in both servers, which is more than what Kenning keeps of these.
 */
const FIRST_DOCUMENTS = 1_000;
const DOCUMENT_BYTES = 10_000;
const PARAGRAPH_WORDS = 100;
const WORD_BYTES = 6;
const AT_ONCE = 20;
const SETTLE_MS = 3_000;
const KB_BYTES = 1_000;
/** Apart from those who wrote the text. */
const FIRST_EDITOR_ID = 10_000;

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

/** Kilobytes that a document costs. */
type Found = { readKb: number; writtenKb: number };

/** @param times how often the documents were measured: whoever writes is somebody new */
async function measure(stores: Stores, kind: ServerKind, times: number): Promise<Found> {
  const server = await stores.start(kind);
  const members = new Map<string, Member>();
  const open = (documentId: string) =>
    Member.enter(server, { documentId, person: `reader-${documentId}` }).then(
      (member) => void members.set(documentId, member),
    );
  const edit = async (documentId: string) => {
    const author = new Author(FIRST_EDITOR_ID + times);
    members.get(documentId)?.send(author.begin());
    members.get(documentId)?.send(author.word());
    await members.get(documentId)?.settled();
  };
  const eachKb = async (work: (documentId: string) => Promise<void>) => {
    await eachOf(ids.slice(0, FIRST_DOCUMENTS), work);
    await wait(SETTLE_MS);
    const before = await server.memoryBytes();
    await eachOf(ids.slice(FIRST_DOCUMENTS), work);
    await wait(SETTLE_MS);
    return ((await server.memoryBytes()) - before) / DOCUMENTS / KB_BYTES;
  };
  try {
    const readKb = await eachKb(open);
    const writtenKb = readKb + (await eachKb(edit));
    if ([...members.values()].some(({ lost }) => lost)) throw new Error(`${kind} let go of somebody.`);
    return { readKb, writtenKb };
  } finally {
    for (const member of members.values()) member.leave();
    await server.kill();
  }
}

/** What a document costs that somebody has open and nobody writes in, and one that was written in a moment ago. */
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
  const found: Record<(typeof KINDS)[number], Found[]> = { kenning: [], hocuspocus: [] };
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (const kind of repetition % 2 === 0 ? KINDS : [...KINDS].reverse()) {
      const one = await measure(stores, kind, repetition);
      found[kind].push(one);
      say(`    ${kind}: ${one.readKb.toFixed(1)} kB a document, ${one.writtenKb.toFixed(1)} just after one edit`);
    }
  }
  const row = (name: string, what: keyof Found, aim: Row['aim']) => {
    const middle = (kind: (typeof KINDS)[number]) => median(found[kind].map((one) => one[what]));
    const theirs = { name: 'Hocuspocus + SQLite', value: middle('hocuspocus') };
    return compared(name, 'kB', middle('kenning'), theirs, aim);
  };
  return [
    row('memory of an idle document of 10 kB', 'readKb', 'memory of an idle document'),
    row('the same just after one edit', 'writtenKb', null),
  ];
}
