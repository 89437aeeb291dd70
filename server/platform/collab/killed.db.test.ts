import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { HOUR_MS } from '../clock';
import { type Running, runProgram } from '../testing/processes';
import { applyUpdates, exactDocument } from './encoded';
import { gatherDocument } from './gather';
import { OneDatabase } from './one-database.testing';
import { connectClient, loadDocument, seedDocument } from './rig';
import { listSessions, readSession } from './sessions';
import { START, typed } from './typed.testing';

const one = new OneDatabase();
let running: Running | null = null;
const LATER = new Date(START + 365 * 24 * HOUR_MS);
const ROUNDS = 3;
const SESSIONS = 60;
const GATHERING_MS_MAX = 400;
const ROOMS = 6;
const REST_MS_MAX = 300;
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

/** All that was ever written, by whom, as far as the log and its parts tell it. */
async function told(documentId: string): Promise<{ whole: Y.Doc; authors: Map<number, Set<string | null>> }> {
  const whole = exactDocument({ gc: false });
  const authors = new Map<number, Set<string | null>>();
  const sessions = await listSessions(one.sql, documentId, { before: null, limit: SESSIONS });
  for (const session of sessions.reverse()) {
    const { own } = await readSession(one.sql, documentId, session);
    applyUpdates(
      whole,
      own.map(({ bytes }) => bytes),
    );
    for (const { personId, bytes } of own) {
      for (const { id } of Y.decodeUpdate(bytes).structs) {
        authors.set(id.client, (authors.get(id.client) ?? new Set()).add(personId));
      }
    }
  }
  return { whole, authors };
}

test('CO-V40 kill -9 while sessions are gathered loses nothing, and the next one goes on', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const documentId = `d${round}`;
    await seedDocument(one.database, documentId);
    // More sessions than one transaction exchanges.
    const { rows, ends } = typed(SESSIONS);
    await one.database.prisma.documentUpdate.createMany({ data: rows.map((row) => ({ documentId, ...row })) });
    const before = await told(documentId);
    const { started } = await start('gather.child.ts', { DOCUMENT_ID: documentId, NOW: LATER.toISOString() });
    started.say('go');
    const killedAfterMs = randomInt(GATHERING_MS_MAX);
    await wait(killedAfterMs);
    await started.kill();
    for (const state of ['as it was left', 'gathered to the end']) {
      const after = await told(documentId);
      const what = `round ${round}, killed after ${killedAfterMs} ms, ${state}`;
      expect(Y.encodeStateAsUpdate(after.whole), what).toEqual(Y.encodeStateAsUpdate(before.whole));
      expect(after.authors, what).toEqual(before.authors);
      const loaded = await loadDocument(one.sql, documentId);
      expect(loaded?.doc.getText('text').toString(), what).toBe(ends.at(-1));
      loaded?.doc.destroy();
      await gatherDocument(one.database.prisma, { documentId, now: LATER });
    }
    expect(await one.database.prisma.documentUpdate.count({ where: { documentId } })).toBe(0);
    expect(await one.database.prisma.documentSession.count({ where: { documentId } })).toBe(SESSIONS);
  }
}, 120_000);

test('CO-D24 kill -9 while rooms are put away loses nothing', async () => {
  const expected = new Map<string, string>();
  const ids = Array.from({ length: ROOMS }, (_, index) => `room${index}`);
  for (const id of ids) await seedDocument(one.database, id);
  for (let round = 0; round < ROUNDS; round += 1) {
    const { line: url, started } = await start('loss.child.ts', { COLLAB_LIMITS: '{"idleRoomMs":5}' });
    const clients = ids.map((id) => connectClient(url, 'ana', id));
    await eventually(() => expect(clients.every(({ provider }) => provider.synced)).toBe(true));
    for (const [index, client] of clients.entries()) {
      client.text.insert(0, `round ${round} of room ${index}; `);
      await client.saved();
      expected.set(ids[index] ?? '', client.text.toString());
    }
    for (const client of clients) {
      client.leave();
      await wait(randomInt(REST_MS_MAX / ROOMS));
    }
    await wait(randomInt(REST_MS_MAX));
    await started.kill();
    for (const id of ids) {
      const loaded = await loadDocument(one.sql, id);
      expect(loaded?.doc.getText('text').toString()).toBe(expected.get(id));
      const { whole } = await told(id);
      expect(Y.encodeStateVector(whole)).toEqual(Y.encodeStateVector(loaded?.doc as Y.Doc));
    }
  }
  expect(await one.database.prisma.documentSnapshot.count()).toBeGreaterThan(0);
}, 120_000);
