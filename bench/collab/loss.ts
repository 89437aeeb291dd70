import { setTimeout as wait } from 'node:timers/promises';
import { Author, wordsIn } from './edits';
import { Member } from './member';
import type { Row } from './report';
import type { RunningServer, Stores } from './servers';

/** How often each is killed; Hocuspocus is there to compare with. */
const ROUNDS = { kenning: 20, hocuspocus: 5 } as const;
const WRITERS = 4;
const KEY_MS = 10;
const WRITING_MS_MIN = 800;
const WRITING_MS_MAX = 2_400;
const FIRST_CLIENT_ID = 2_000;

type Kind = keyof typeof ROUNDS;
type Say = (line: string) => void;
/** `windowMs`: how long before the kill the oldest of the lost had been seen. */
type Losses = { seen: number; seenLost: number; saved: number; savedLost: number; windowMs: number };

type Writer = { member: Member; author: Author; sent: number; saved: number; seenAtMs: number[] };

async function enterAll(server: RunningServer, documentId: string): Promise<Writer[]> {
  const writers: Writer[] = [];
  for (let index = 0; index < WRITERS; index += 1) {
    const member = await Member.enter(server, {
      documentId,
      person: `writer-${index}`,
      onHeard: ({ updates, saved }) => {
        const own = writers[index];
        if (own && saved !== null) own.saved = saved;
        for (const { clientId, until } of updates.flatMap(wordsIn)) {
          const seen = clientId === FIRST_CLIENT_ID + index ? null : writers[clientId - FIRST_CLIENT_ID];
          while (seen && seen.seenAtMs.length < until) seen.seenAtMs.push(performance.now());
        }
      },
    });
    writers.push({ member, author: new Author(FIRST_CLIENT_ID + index), sent: 0, saved: 0, seenAtMs: [] });
  }
  return writers;
}

/** How many words of each writer the server still has, without a gap. */
async function keptBy(server: RunningServer, documentId: string): Promise<Map<number, number>> {
  const kept = new Map<number, number>();
  const reader = await Member.enter(server, {
    documentId,
    person: 'reader',
    onHeard: ({ updates }) => {
      for (const { clientId, from, until } of updates.flatMap(wordsIn)) {
        const known = kept.get(clientId) ?? 0;
        if (from <= known) kept.set(clientId, Math.max(known, until));
      }
    },
  });
  reader.leave();
  return kept;
}

/** Everybody writes, everything is killed, and the next process is asked what is left. */
async function round(stores: Stores, server: RunningServer, documentId: string, share: number) {
  const { kind } = server;
  const writers = await enterAll(server, documentId);
  for (const { member, author } of writers) member.send(author.begin());
  const typing = setInterval(() => {
    for (const writer of writers) {
      writer.member.send(writer.author.word());
      writer.sent += 1;
      writer.member.askSaved(writer.sent);
    }
  }, KEY_MS);
  await wait(WRITING_MS_MIN + (WRITING_MS_MAX - WRITING_MS_MIN) * share);
  const killedAtMs = performance.now();
  const dead = server.kill();
  if (kind === 'kenning') await stores.killDatabase();
  await dead;
  clearInterval(typing);
  // What had left the server before it died is read to the end: it was seen.
  await Promise.all(writers.map(({ member }) => member.gone()));
  if (kind === 'kenning') await stores.startDatabase();
  const next = await stores.start(kind);
  const kept = await keptBy(next, documentId);
  const losses: Losses = { seen: 0, seenLost: 0, saved: 0, savedLost: 0, windowMs: 0 };
  for (const [index, { saved, seenAtMs }] of writers.entries()) {
    const left = kept.get(FIRST_CLIENT_ID + index) ?? 0;
    losses.seen += seenAtMs.length;
    losses.seenLost += Math.max(0, seenAtMs.length - left);
    losses.saved += saved;
    losses.savedLost += Math.max(0, saved - left);
    const oldest = seenAtMs[left];
    if (oldest !== undefined) losses.windowMs = Math.max(losses.windowMs, killedAtMs - oldest);
  }
  return { losses, next };
}

async function killAgainAndAgain(stores: Stores, kind: Kind, say: Say): Promise<Losses> {
  const all: Losses = { seen: 0, seenLost: 0, saved: 0, savedLost: 0, windowMs: 0 };
  const ids = Array.from({ length: ROUNDS[kind] }, (_, index) => `lost-${kind}-${index}`);
  await stores.makeDocuments(ids);
  let server = await stores.start(kind);
  try {
    for (const [index, id] of ids.entries()) {
      const { losses, next } = await round(stores, server, id, index / ids.length);
      server = next;
      all.seen += losses.seen;
      all.seenLost += losses.seenLost;
      all.saved += losses.saved;
      all.savedLost += losses.savedLost;
      all.windowMs = Math.max(all.windowMs, losses.windowMs);
    }
  } finally {
    await server.kill();
  }
  const saved = kind === 'kenning' ? `${all.saved} acknowledged, ${all.savedLost} of them lost; ` : '';
  say(
    `    ${kind}, ${ids.length} kills: ${saved}${all.seen} seen, ${all.seenLost} of them lost, up to ${all.windowMs.toFixed(0)} ms`,
  );
  return all;
}

/** What is lost when everything is killed at once and nobody has it any more. */
export async function loss(stores: Stores, say: Say): Promise<Row[]> {
  say(`Loss: kill -9 of the server and its database while ${WRITERS} people write, all of them gone.`);
  const ours = await killAgainAndAgain(stores, 'kenning', say);
  const theirs = await killAgainAndAgain(stores, 'hocuspocus', say);
  const name = 'Hocuspocus + SQLite';
  const seen = `seen by others and lost, of ${ours.seen}`;
  return [
    {
      name: `acknowledged and lost, ${ROUNDS.kenning} kills, of ${ours.saved}`,
      unit: 'edits',
      ours: ours.savedLost,
      theirs: null,
      // Where nothing was acknowledged, nothing was shown.
      figure: ours.saved === 0 ? null : ours.savedLost,
      aim: 'acknowledged and lost',
    },
    {
      name: 'how long before the kill the oldest lost had been seen',
      unit: 'ms',
      ours: ours.windowMs,
      theirs: { name, value: theirs.windowMs },
      figure: ours.seen === 0 ? null : ours.windowMs,
      aim: 'seen and lost',
      note: `${seen}: ${ours.seenLost}; of ${theirs.seen} of ${name} in ${ROUNDS.hocuspocus} kills: ${theirs.seenLost}`,
    },
  ];
}
