import { setTimeout as wait } from 'node:timers/promises';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT } from '@/server/domains/knowledge/document.schema';
import type { ServerKind } from './dialect';
import { Member } from './member';
import { compared, median, type Row } from './report';
import type { RunningServer, Stores } from './servers';

const SIZES = [
  { characters: 100_000, edits: 5_000 },
  { characters: 500_000, edits: 25_000 },
] as const;
const KINDS = ['kenning', 'hocuspocus'] as const satisfies ServerKind[];
const REPETITIONS = 9;
const AUTHORS = 5;
/** Of one author's at a stretch: what one person may send at once. */
const STRETCH = 2_500;
/** What a process does beside serving when it has just begun is over by then. */
const BEGINNING_MS = 1_000;
/** Hocuspocus writes when the last one leaves. */
const WRITING_MS = 1_500;
const RANDOM_SEED = 20_261_128;
const FIRST_CLIENT_ID = 5_000;

type Size = (typeof SIZES)[number];
type Say = (line: string) => void;

const nameOf = ({ edits }: Size) => `join-${edits}`;
const textOf = (doc: Y.Doc) => doc.getXmlFragment(DOCUMENT_FRAGMENT).get(0) as Y.XmlElement | undefined;
const lengthOf = (doc: Y.Doc) => (textOf(doc)?.get(0) as Y.XmlText | undefined)?.length ?? 0;

/** Lehmer's generator: the same places for both servers. */
function places(): (below: number) => number {
  let state = RANDOM_SEED;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

type Stretch = { person: string; updates: Uint8Array[] };

/** A text as it comes about: several authors, a short insert here and there. */
function stretchesOf({ characters, edits }: Size): Stretch[] {
  const doc = new Y.Doc();
  const stretches: Stretch[] = [];
  const author = (index: number) => Math.floor(index / STRETCH) % AUTHORS;
  const begin = (index: number) => {
    doc.clientID = FIRST_CLIENT_ID + author(index);
    stretches.push({ person: `author-${author(index)}`, updates: [] });
  };
  doc.on('update', (update: Uint8Array) => stretches.at(-1)?.updates.push(update));
  begin(0);
  const text = new Y.XmlText();
  doc.transact(() => {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [text]);
    doc.getXmlFragment(DOCUMENT_FRAGMENT).insert(0, [paragraph]);
  });
  const place = places();
  const word = 'twenty characters.. '.padEnd(characters / edits).slice(0, characters / edits);
  for (let index = 0; index < edits; index += 1) {
    if (index > 0 && index % STRETCH === 0) begin(index);
    text.insert(place(text.length + 1), word);
  }
  doc.destroy();
  return stretches;
}

async function write(server: RunningServer, size: Size): Promise<void> {
  for (const { person, updates } of stretchesOf(size)) {
    const member = await Member.enter(server, { documentId: nameOf(size), person });
    for (const update of updates) member.send(update);
    await member.settled();
    member.leave();
  }
}

/** The first one to come to a process that has just begun. `bytesMs`: until the last byte that was needed was there. */
async function join(stores: Stores, kind: ServerKind, size: Size): Promise<{ textMs: number; bytesMs: number }> {
  const server = await stores.start(kind);
  const doc = new Y.Doc();
  try {
    await wait(BEGINNING_MS);
    let bytesAt = 0;
    let textAt = 0;
    const member = await Member.enter(server, {
      documentId: nameOf(size),
      person: 'reader',
      onHeard: ({ updates }) => {
        const now = performance.now();
        for (const update of updates) Y.applyUpdate(doc, update);
        if (textAt > 0 || lengthOf(doc) < size.characters) return;
        bytesAt = now;
        textAt = performance.now();
      },
    });
    const { openedMs } = member;
    member.leave();
    if (textAt === 0) throw new Error(`${kind} gave ${lengthOf(doc)} of ${size.characters} characters.`);
    return { textMs: textAt - openedMs, bytesMs: bytesAt - openedMs };
  } finally {
    doc.destroy();
    await server.kill();
  }
}

async function prepare(stores: Stores): Promise<void> {
  await stores.makeDocuments(SIZES.map(nameOf));
  for (const kind of KINDS) {
    const server = await stores.start(kind);
    for (const size of SIZES) await write(server, size);
    await wait(WRITING_MS);
    await server.stop();
  }
}

/**
 * How long the first reader of a long document waits after the process was started anew. The clock begins when the
 * socket is open: connecting and the upgrade are in neither figure.
 */
export async function firstJoin(stores: Stores, say: Say): Promise<Row[]> {
  say(`First join after a restart: ${REPETITIONS} restarts each, ${AUTHORS} authors at random places.`);
  await prepare(stores);
  // The reader's own code is warm before anything counts.
  await join(stores, 'kenning', SIZES[0]);
  const rows: Row[] = [];
  for (const size of SIZES) {
    const found = { kenning: [], hocuspocus: [] } as Record<
      (typeof KINDS)[number],
      { textMs: number; bytesMs: number }[]
    >;
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      for (const kind of repetition % 2 === 0 ? KINDS : [...KINDS].reverse()) {
        const one = await join(stores, kind, size);
        found[kind].push(one);
        say(
          `    ${size.characters} characters, ${kind}: ${one.textMs.toFixed(1)} ms (bytes ${one.bytesMs.toFixed(1)})`,
        );
      }
    }
    const text = (kind: (typeof KINDS)[number]) => median(found[kind].map(({ textMs }) => textMs));
    const bytes = (kind: (typeof KINDS)[number]) => median(found[kind].map(({ bytesMs }) => bytesMs))?.toFixed(1);
    rows.push({
      ...compared(
        `first join, ${size.characters} characters in ${size.edits} edits`,
        'ms',
        text('kenning'),
        { name: 'Hocuspocus + SQLite', value: text('hocuspocus') },
        `first join of ${size.characters} characters`,
      ),
      note: `until the bytes are there ${bytes('kenning')} and ${bytes('hocuspocus')} ms; the rest is the reader's own reading`,
    });
  }
  return rows;
}
