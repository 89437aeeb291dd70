import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { HOUR_MS } from '../clock';
import { type Running, runProgram } from '../testing/processes';
import { applyUpdates, exactDocument } from './encoded';
import { gatherDocument } from './gather';
import { holdWrite, type WhereHeld } from './held-write.testing';
import { OneDatabase } from './one-database.testing';
import { connectClient, loadDocument, seedDocument, startRig } from './rig';
import { listSessions, readSession, type Written } from './sessions';
import { START, typed } from './typed.testing';

const one = new OneDatabase();
let running: Running | null = null;
const LATER = new Date(START + 365 * 24 * HOUR_MS);
/** More than one transaction exchanges, which is fifty. */
const SESSIONS = 52;
const EDITS = 5;
const ROOMS = 6;
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 2 });

afterEach(async () => {
  await running?.kill();
});

/** @returns what it says when it is ready */
async function start(program: string, env: Record<string, string>): Promise<{ line: string; started: Running }> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const started = runProgram(path, [], { env: { DATABASE_URL: one.database.url, ...env }, hears: true });
  running = started;
  return { line: await started.line((line) => /^(ws:|ready$)/.test(line)), started };
}

type Told = { whole: Y.Doc; authors: Map<number, Set<string | null>> };

/** What these make together, and by whom. */
function toldBy(written: readonly Written[]): Told {
  const whole = exactDocument({ gc: false });
  const authors: Told['authors'] = new Map();
  applyUpdates(
    whole,
    written.map(({ bytes }) => bytes),
  );
  for (const { personId, bytes } of written) {
    for (const { id } of Y.decodeUpdate(bytes).structs) {
      authors.set(id.client, (authors.get(id.client) ?? new Set()).add(personId));
    }
  }
  return { whole, authors };
}

/** All that was ever written, by whom, as far as the log and its parts tell it. */
async function told(documentId: string): Promise<Told> {
  const sessions = await listSessions(one.sql, documentId, { before: null, limit: SESSIONS });
  const own: Written[] = [];
  for (const session of sessions.reverse()) own.push(...(await readSession(one.sql, documentId, session)).own);
  return toldBy(own);
}

/** Where a gathering is killed, how many sessions it has gathered by then, and how many are when its backend has ended. */
const GATHERING: (WhereHeld & { before: number; behind: number })[] = [
  { table: 'document_snapshot', event: 'insert', at: 'its statement', before: 0, behind: 0 },
  { table: 'document_update', event: 'delete', at: 'its statement', before: 0, behind: 0 },
  { table: 'document_update', event: 'delete', at: 'its statement', time: 2, before: 50, behind: 50 },
  // PostgreSQL ends a commit that it was told of, though nobody hears of it.
  { table: 'document_update', event: 'delete', at: 'its commit', before: 0, behind: 50 },
];

test.each(
  GATHERING.map((where) => [`${where.event} ${where.table}, ${where.at}, ${where.before} before`, where] as const),
)(
  'CO-V40 kill -9 while sessions are gathered (%s) loses nothing, and the next one goes on',
  async (_, { before, behind, ...where }) => {
    const documentId = 'd1';
    await seedDocument(one.database, documentId);
    const { rows, ends } = typed(SESSIONS, EDITS);
    await one.database.prisma.documentUpdate.createMany({ data: rows.map((row) => ({ documentId, ...row })) });
    const written = toldBy(rows);
    const sessions = () => one.database.prisma.documentSession.count({ where: { documentId } });
    const nothingIsLost = async (what: string) => {
      const { whole, authors } = await told(documentId);
      expect(Y.encodeStateAsUpdate(whole), what).toEqual(Y.encodeStateAsUpdate(written.whole));
      expect(authors, what).toEqual(written.authors);
      const loaded = await loadDocument(one.sql, documentId);
      expect(loaded?.doc.getText('text').toString(), what).toBe(ends.at(-1));
      loaded?.doc.destroy();
    };
    const held = await holdWrite(one.database, where);
    const { started } = await start('gather.child.ts', { DOCUMENT_ID: documentId, NOW: LATER.toISOString() });
    started.say('go');
    expect(await held.reached()).toMatch(where.at === 'its commit' ? /^commit/i : new RegExp(where.table));
    await started.kill();
    expect(started.output()).not.toContain('done');
    expect(await sessions()).toBe(before);
    await held.letGo();
    expect(await sessions()).toBe(behind);
    await nothingIsLost('as it was left');
    await gatherDocument(one.database.prisma, { documentId, now: LATER });
    await nothingIsLost('gathered to the end');
    expect(await one.database.prisma.documentUpdate.count({ where: { documentId } })).toBe(0);
    expect(await sessions()).toBe(SESSIONS);
  },
  60_000,
);

/** The how manieth of the rooms is held, and where. */
const PUTTING_AWAY = [
  [1, 'its statement'],
  [ROOMS, 'its statement'],
  [1, 'its commit'],
] as const;

test.each(PUTTING_AWAY)(
  'CO-D24 kill -9 while room %i is put away, in the last that it writes (%s), loses nothing, also of whoever came back',
  async (time, at) => {
    const ids = Array.from({ length: ROOMS }, (_, index) => `room${index}`);
    for (const id of ids) await seedDocument(one.database, id);
    const expected = new Map<string, string>();
    const nothingIsLost = async () => {
      for (const id of ids) {
        const loaded = await loadDocument(one.sql, id);
        expect(loaded?.doc.getText('text').toString()).toBe(expected.get(id));
        const { whole } = await told(id);
        expect(Y.encodeStateVector(whole)).toEqual(Y.encodeStateVector(loaded?.doc as Y.Doc));
      }
    };
    const write = async (url: string, words: string) => {
      const clients = ids.map((id) => connectClient(url, 'ana', id));
      await eventually(() => expect(clients.every(({ provider }) => provider.synced)).toBe(true));
      for (const [index, client] of clients.entries()) {
        client.text.insert(0, `${words} in room ${index}; `);
        await client.saved();
        expected.set(ids[index] ?? '', client.text.toString());
      }
      for (const client of clients) client.leave();
    };
    const held = await holdWrite(one.database, { table: 'document_snapshot', event: 'insert', at, time });
    const { line: url, started } = await start('loss.child.ts', { COLLAB_LIMITS: '{"idleRoomMs":5}' });
    await write(url, 'written');
    expect(await held.reached()).toContain('insert into document_snapshot');
    await write(url, 'come back');
    expect(await held.reached()).toContain('insert into document_snapshot');
    await started.kill();
    await nothingIsLost();
    // The next process has written and put away what is newer when the snapshot of the killed one comes through.
    const next = await startRig(one.database, { judge: async () => 'write', limits: { idleRoomMs: 5 } });
    try {
      await write(next.url, 'gone on');
      await held.letGo();
      await nothingIsLost();
    } finally {
      await next.close();
    }
    await nothingIsLost();
    expect(await one.database.prisma.documentSnapshot.count()).toBeGreaterThan(0);
  },
  60_000,
);
