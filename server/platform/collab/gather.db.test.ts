import type pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { HOUR_MS } from '../clock';
import { type Database, openDatabase } from '../db/client';
import { decodeDocument } from './encoded';
import { documentsToGather, gatherDocument, gatherId } from './gather';
import { OneDatabase } from './one-database.testing';
import { loadDocument, type Rig, seedDocument, startRig, storedText } from './rig';
import { GATHERED_AFTER_MS, SESSION_PAUSE_MS } from './session.schema';
import { listSessions, readSession } from './sessions';
import { readHead, readTail } from './store';
import { type Row, START, typed } from './typed.testing';

const one = new OneDatabase('d1');
let rig: Rig | null = null;
const LATER = new Date(START + 30 * 24 * HOUR_MS);

afterEach(async () => {
  await rig?.close();
  rig = null;
});

const keep = (rows: readonly Row[], documentId = 'd1') =>
  one.database.prisma.documentUpdate.createMany({ data: rows.map((row) => ({ documentId, ...row })) });

const sessions = () => listSessions(one.sql, 'd1', { before: null, limit: 100 });
const gather = (now = LATER) => gatherDocument(one.database.prisma, { documentId: 'd1', now });
const rowsLeft = () => one.database.prisma.documentUpdate.count({ where: { documentId: 'd1' } });

/** What the text said at the end of each session, the first one first. */
async function ends(): Promise<string[]> {
  const texts: string[] = [];
  for (const session of (await sessions()).reverse()) {
    const { before, own } = await readSession(one.sql, 'd1', session);
    const doc = decodeDocument([...before, ...own].map((one) => one.bytes));
    texts.push(doc.getText('text').toString());
    doc.destroy();
  }
  return texts;
}

test('CO-V4: gathering keeps the text, every session’s end, who wrote and when; and happens once', async () => {
  const written = typed(5);
  await keep(written.rows);
  const [before, head] = [await sessions(), await readHead(one.sql, 'd1')];
  expect(await ends()).toEqual(written.ends);
  expect(await documentsToGather(one.database.prisma, LATER)).toEqual([{ documentId: 'd1', upTo: head?.seq }]);
  expect(await gather()).toEqual({ sessions: 5, refused: null });
  expect(await rowsLeft()).toBe(0);
  expect(await documentsToGather(one.database.prisma, LATER)).toEqual([]);
  expect(await gather()).toEqual({ sessions: 0, refused: null });
  expect(await ends()).toEqual(written.ends);
  expect(await storedText(one.database, 'd1')).toBe(written.ends.at(-1));
  const uncounted = (await sessions()).map((session) => ({
    ...session,
    moments: null,
    contributions: session.contributions.map((one) => ({ ...one, charsAdded: null, charsRemoved: null })),
  }));
  expect(uncounted).toEqual(before);
  expect(await readHead(one.sql, 'd1')).toEqual(head);
  expect(await loadDocument(one.sql, 'd1')).toMatchObject({ seq: head?.seq });
});

test('CO-V6: a part says how much of it stands when its session ends, and how much it took of what stood there', async () => {
  const doc = new Y.Doc();
  const rows: Row[] = [];
  const write = (personId: string, hours: number, change: (text: Y.Text) => void) => {
    const before = Y.encodeStateVector(doc);
    doc.transact(() => change(doc.getText('text')));
    const bytes = new Uint8Array(Y.encodeStateAsUpdate(doc, before));
    rows.push({ personId, at: new Date(START + hours * HOUR_MS), bytes });
  };
  write('ana', 0, (text) => text.insert(0, 'Twelve chars'));
  write('bo', 5, (text) => text.insert(12, ' and more'));
  write('bo', 5, (text) => text.delete(16, 5));
  write('ana', 5, (text) => text.delete(0, 7));
  await keep(rows);
  await gather();
  const counted = (await sessions()).map(({ contributions }) =>
    contributions.map(({ personId, charsAdded, charsRemoved }) => [personId, charsAdded, charsRemoved]),
  );
  expect(counted).toEqual([
    [
      ['bo', 4, 0],
      ['ana', 0, 7],
    ],
    [['ana', 12, 0]],
  ]);
});

test('CO-V5: what may still go on is left alone, and a later session never waits for an earlier one of itself', async () => {
  const { rows } = typed(2);
  await keep(rows);
  const end = rows.at(-1)?.at.getTime() ?? 0;
  expect(await gather(new Date(end + GATHERED_AFTER_MS))).toEqual({ sessions: 1, refused: null });
  expect(await rowsLeft()).toBe(12);
  // Who writes on within the pause goes on with the same session.
  await keep([{ ...(rows.at(-1) as Row), at: new Date(end + SESSION_PAUSE_MS) }]);
  expect((await sessions()).map((one) => one.contributions.length)).toEqual([3, 3]);
  expect(await gather(new Date(end + GATHERED_AFTER_MS + 1))).toEqual({ sessions: 0, refused: null });
  const after = new Date(end + SESSION_PAUSE_MS + GATHERED_AFTER_MS + 1);
  const two = await Promise.all([gather(after), gather(after)]);
  expect(two.map((one) => one.sessions).sort()).toEqual([0, 1]);
  expect(await sessions()).toHaveLength(2);
});

test('CO-V5: what was refused is not tried again before more is written', async () => {
  const found = { documentId: 'd1', upTo: 7n };
  expect(gatherId(found)).toBe(gatherId({ ...found }));
  expect(gatherId(found)).not.toBe(gatherId({ ...found, upTo: 8n }));
  expect(gatherId(found)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

/** A database whose connections break when the so-many-eth statement is sent. */
function breakingAt(statement: number): Database & { sent: () => number } {
  const broken = openDatabase(one.database.url, { connectionsMax: 2 });
  let sent = 0;
  broken.pool.on('connect', (client: pg.PoolClient) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    client.query = ((...given: unknown[]) => {
      sent += 1;
      if (sent === statement)
        (client as unknown as { connection: { stream: { destroy: () => void } } }).connection.stream.destroy();
      return query(...given);
    }) as typeof client.query;
  });
  return { ...broken, sent: () => sent };
}

test('CO-V60: a round asks the database for as much, however many sessions are gathered in it', async () => {
  const sent: number[] = [];
  for (const [documentId, many] of [
    ['one', 1],
    ['many', 9],
  ] as const) {
    await seedDocument(one.database, documentId);
    await keep(typed(many).rows, documentId);
    const counting = breakingAt(0);
    const report = await gatherDocument(counting.prisma, { documentId, now: LATER });
    expect(report).toEqual({ sessions: many, refused: null });
    sent.push(counting.sent());
    await counting.close();
  }
  expect(sent[0]).toBeGreaterThan(0);
  expect(sent[1]).toBe(sent[0]);
});

test('CO-V8: gathering that breaks off at any statement loses nothing, and the next one does it', async () => {
  const written = typed(3);
  await keep(written.rows);
  let broke = 0;
  for (let statement = 1; ; statement += 1) {
    const breaking = breakingAt(statement);
    const done = await gatherDocument(breaking.prisma, { documentId: 'd1', now: LATER }).catch(() => null);
    await breaking.close();
    const left = await rowsLeft();
    // All or nothing; it may have been done although nobody heard of it.
    expect([0, written.rows.length]).toContain(left);
    expect(await one.database.prisma.documentSession.count()).toBe(left === 0 ? 3 : 0);
    expect(await ends()).toEqual(written.ends);
    expect(await storedText(one.database, 'd1')).toBe(written.ends.at(-1));
    if (done) break;
    broke += 1;
    if (left > 0) continue;
    await one.database.prisma.documentSession.deleteMany();
    await one.database.prisma.documentSnapshot.deleteMany();
    await keep(written.rows);
  }
  expect(broke).toBeGreaterThan(15);
}, 120_000);

test('CO-V9: who holds the document open notices nothing, and whoever fell behind reads what was gathered', async () => {
  rig = await startRig(one.database, { clock: () => new Date(START) });
  for (const who of ['ana', 'bo']) rig.allow(who, 'd1', 'write');
  const ana = rig.client('ana', 'd1');
  await vi.waitFor(() => expect(ana.provider.synced).toBe(true));
  for (const word of ['one ', 'two ', 'three ']) {
    ana.text.insert(ana.text.length, word);
    await ana.saved();
  }
  const [tail] = await readTail(one.sql, 'd1', 0n);
  expect(await gather()).toEqual({ sessions: 1, refused: null });
  expect(await rowsLeft()).toBe(0);
  ana.text.insert(ana.text.length, 'four');
  await ana.saved();
  const bo = rig.client('bo', 'd1');
  await vi.waitFor(() => expect(bo.text.toString()).toBe('one two three four'));
  expect(ana.heard.filter((message) => message.verb === 'saved').length).toBeGreaterThan(3);
  expect(await storedText(one.database, 'd1')).toBe('one two three four');
  // Read from a number in the middle of what is one part now.
  const late = decodeDocument((await readTail(one.sql, 'd1', tail?.seq ?? 0n)).map((row) => row.bytes));
  expect(late.getText('text').toString()).toBe('one two three four');
});
