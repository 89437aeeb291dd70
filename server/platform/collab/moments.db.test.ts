import { beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { after, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../clock';
import { decodeDocument } from './encoded';
import { gatherDocument } from './gather';
import { listMoments, listMomentsOf, type Moment } from './moments';
import { OneDatabase } from './one-database.testing';
import { MOMENT_MS_MAX, MOMENT_PAUSE_MS, MOMENTS_A_SESSION_MAX, SESSION_MS_MAX } from './session.schema';
import { listSessions, readSession, type Session } from './sessions';
import { readTail } from './store';

const one = new OneDatabase('d1');
let doc: Y.Doc;
const START = Date.parse('2026-03-02T09:00:00Z');

beforeEach(async () => {
  doc = new Y.Doc();
});

/** One update: what somebody changed at a time. */
async function write(personId: string | null, ms: number, change: (text: Y.Text) => void): Promise<void> {
  const before = Y.encodeStateVector(doc);
  doc.transact(() => change(doc.getText('text')));
  const bytes = new Uint8Array(Y.encodeStateAsUpdate(doc, before));
  await one.database.prisma.documentUpdate.create({
    data: { documentId: 'd1', personId, at: new Date(START + ms), bytes },
  });
}
const say = (personId: string | null, ms: number, words: string) =>
  write(personId, ms, (text) => text.insert(text.length, words));

async function theSession(): Promise<Session> {
  const [session, ...others] = await listSessions(one.sql, 'd1', { before: null, limit: 9 });
  if (!session || others.length > 0) throw new Error(`there are ${others.length} others`);
  return session;
}

async function textAt(moment: Moment): Promise<string> {
  const { before, own } = await readSession(one.sql, 'd1', moment);
  const then = decodeDocument([...before, ...own].map(({ bytes }) => bytes));
  const text = then.getText('text').toString();
  then.destroy();
  return text;
}

/** Each moment: from and to in seconds, who wrote how much, and what the text said at its end. */
async function told(): Promise<string[]> {
  const lines: string[] = [];
  for (const moment of await listMoments(one.sql, 'd1', await theSession())) {
    const seconds = [moment.startedAt, moment.endedAt].map((at) => (at.getTime() - START) / SECOND_MS);
    const who = moment.contributions.map(({ personId, updates }) => `${personId} ${updates}`);
    lines.push(`${seconds.join('–')} ${who.join(', ')}: ${await textAt(moment)}`);
  }
  return lines;
}

const gather = () => gatherDocument(one.database.prisma, { documentId: 'd1', now: new Date(START + DAY_MS) });

/** A pause, one that is just not too long, and writing on and on. */
async function anHour(): Promise<string[]> {
  await say('ana', 0, 'one ');
  await say('bo', MOMENT_PAUSE_MS, 'two ');
  await say('ana', 2 * MOMENT_PAUSE_MS + 1, 'three ');
  for (const step of [1, 2, 3, 4]) await say('ana', 2 * MOMENT_PAUSE_MS + 1 + step * MINUTE_MS, `${step} `);
  await write('bo', 10 * MINUTE_MS, (text) => text.delete(0, text.length));
  expect(MOMENT_MS_MAX).toBe(3 * MINUTE_MS);
  return [
    '0–60 ana 1, bo 1: one two ',
    '120.001–240.001 ana 3: one two three 1 2 ',
    '300.001–360.001 ana 2: one two three 1 2 3 4 ',
    '600–600 bo 1: ',
  ];
}

test('CO-V50: pauses cut a session into moments, and so does writing on and on; each end can be read', async () => {
  expect(await anHour().then(told)).toEqual([
    '0–60 ana 1, bo 1: one two ',
    '120.001–240.001 ana 3: one two three 1 2 ',
    '300.001–360.001 ana 2: one two three 1 2 3 4 ',
    '600–600 bo 1: ',
  ]);
});

test('CO-V52: gathering keeps every moment as it was, what was deleted in between included', async () => {
  const moments = await anHour();
  const before = await told();
  expect(before).toEqual(moments);
  expect(await theSession()).toMatchObject({ moments: null });
  expect(await gather()).toEqual({ sessions: 1, refused: null });
  expect(await one.database.prisma.documentUpdate.count()).toBe(0);
  expect(await told()).toEqual(before);
  const session = await theSession();
  expect(session).toMatchObject({ moments: 4, lastSeq: 8n });
  // Who wrote is told of the session as a whole: what bo took away is counted in it once, ana’s words none any more.
  expect(session.contributions).toMatchObject([
    { personId: 'ana', updates: 6, charsAdded: 0, charsRemoved: 0 },
    { personId: 'bo', updates: 2, charsAdded: 0, charsRemoved: 0 },
  ]);
  const tail = await readTail(one.sql, 'd1', 0n);
  expect(tail.at(-1)?.seq).toBe(session.lastSeq);
  const whole = decodeDocument(tail.map(({ bytes }) => bytes));
  expect(whole.getText('text').toString()).toBe('');
});

test('CO-V53: what one person takes away in two moments is counted once', async () => {
  await say('ana', -DAY_MS, 'Twelve chars');
  await gatherDocument(one.database.prisma, { documentId: 'd1', now: new Date(START - MINUTE_MS) });
  const cut = async (ms: number) => {
    await write('bo', ms, (text) => text.delete(0, 7));
    const [last] = await one.database.prisma.documentUpdate.findMany({ orderBy: { seq: 'desc' }, take: 1 });
    return last?.bytes ?? new Uint8Array();
  };
  const bytes = new Uint8Array(await cut(0));
  // Said again, as a client does that comes back.
  await one.database.prisma.documentUpdate.create({
    data: { documentId: 'd1', personId: 'bo', at: after(new Date(START), 2 * MINUTE_MS), bytes },
  });
  await gather();
  const [newest] = await listSessions(one.sql, 'd1', { before: null, limit: 1 });
  expect(newest).toMatchObject({ moments: 2, contributions: [{ personId: 'bo', updates: 2, charsRemoved: 7 }] });
});

test('CO-V51: of the longest session so many moments are kept, as rows and gathered the same', async () => {
  const step = 2 * MINUTE_MS;
  for (let ms = 0; ms < SESSION_MS_MAX; ms += step) await say('ana', ms, `${ms / step} `);
  const before = await told();
  expect(before).toHaveLength(MOMENTS_A_SESSION_MAX);
  await gather();
  expect(await told()).toEqual(before);
  expect(await theSession()).toMatchObject({ moments: MOMENTS_A_SESSION_MAX });
});

test('CO-V62: the moments of many sessions are those of each, whatever came late between them', async () => {
  const times = [0, 30_000, 200_000, HOUR_MS, HOUR_MS + 30_000, HOUR_MS - 5_000, HOUR_MS + 40_000, 3 * HOUR_MS];
  for (const [n, ms] of times.entries()) await say(n % 2 ? 'ana' : 'bo', ms, `${n} `);
  // Going back to an earlier version begins another session, and its process has a clock that is behind.
  const last = await one.database.prisma.documentUpdate.findFirstOrThrow({ orderBy: { seq: 'desc' } });
  await one.database.prisma.documentUpdate.update({
    where: { seq: last.seq },
    data: { at: new Date(START + HOUR_MS - MINUTE_MS), begins: true },
  });
  await say('ana', HOUR_MS + 30_000, 'after it');
  const inOrder = async () => (await listSessions(one.sql, 'd1', { before: null, limit: 9 })).reverse();
  const sessions = await inOrder();
  expect(sessions).toHaveLength(3);
  const together = await listMomentsOf(one.sql, 'd1', sessions);
  expect(together.map((moments) => moments.length)).toEqual([2, 1, 2]);
  for (const [n, session] of sessions.entries()) {
    expect(await listMoments(one.sql, 'd1', session)).toEqual(together[n]);
  }
  await gather();
  expect(await listMomentsOf(one.sql, 'd1', await inOrder())).toEqual(together);
  expect(await listMomentsOf(one.sql, 'd1', [])).toEqual([]);
});
