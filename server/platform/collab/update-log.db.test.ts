import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../db/client';
import { openLog } from '../log';
import { holdWrite } from './held-write.testing';
import { COLLAB_LIMITS } from './limits';
import { OneDatabase } from './one-database.testing';
import { seedDocument, startRig, storedText, textUpdate } from './rig';
import { type CommittedUpdates, type LogRefusal, UpdateLog, type UpdateLogOptions } from './update-log';

const SOCKET = '.s.PGSQL.5432';
const one = new OneDatabase('d1', 'd2');
let committed: CommittedUpdates[];
let refused: [string, LogRefusal][];
const AT = new Date('2031-02-03T04:05:06Z');
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

beforeEach(async () => {
  committed = [];
  refused = [];
});

function openUpdates(options: Partial<UpdateLogOptions> = {}): UpdateLog {
  return new UpdateLog({
    pool: one.database.pipelined,
    origin: 'this server',
    limits: { ...COLLAB_LIMITS, retryFirstMs: 5, retryMaxMs: 10 },
    log: openLog('silent'),
    onCommitted: (updates) => committed.push(updates),
    onRefused: (documentId, refusal) => refused.push([documentId, refusal]),
    ...options,
  });
}

/** Until so many updates in all are committed. */
const untilCommitted = (count: number) =>
  eventually(() => expect(committed.reduce((sum, one) => sum + one.count, 0)).toBe(count));

const entry = (documentId: string, byte: number, personId = 'ana', clients: number[] = []) => ({
  documentId,
  personId,
  at: AT,
  bytes: new Uint8Array([byte]),
  clients,
});

test('CO-L1 updates of many documents go in one transaction, in their order, and say what stood before them', async () => {
  const updates = openUpdates();
  for (let index = 0; index < 50; index += 1) updates.append(entry(index % 2 === 0 ? 'd1' : 'd2', index));
  await untilCommitted(50);
  expect(updates.counters).toMatchObject({ updates: 50, batches: 1 });
  const rows = await one.database.prisma.documentUpdate.findMany({ orderBy: { seq: 'asc' } });
  expect(rows.map((row) => row.bytes[0])).toEqual(Array.from({ length: 50 }, (_, index) => index));
  expect(rows.every((row) => row.at.getTime() === AT.getTime())).toBe(true);
  const last = rows.at(-2)?.seq ?? 0n;
  expect(committed).toContainEqual({ documentId: 'd1', count: 25, previousSeq: 0n, lastSeq: last });
  updates.append(entry('d1', 99));
  await untilCommitted(51);
  expect(committed.at(-1)).toMatchObject({ documentId: 'd1', count: 1, previousSeq: last });
});

test('CO-L2 what the database refuses for ever stops its own document, not the others', async () => {
  const updates = openUpdates();
  updates.append(entry('d1', 1));
  updates.append(entry('d2', 2, 'a person with \u0000 in the id'));
  updates.append(entry('nowhere', 3));
  await eventually(() =>
    expect(refused.sort()).toEqual([
      ['d2', 'refused'],
      ['nowhere', 'gone'],
    ]),
  );
  await untilCommitted(1);
  expect(committed.map((one) => one.documentId)).toEqual(['d1']);
  expect(await one.database.prisma.documentUpdate.count()).toBe(1);
});

test('CO-L3 without the fence nothing is written; with it everything that waited is', async () => {
  await one.database.pool.query('create table fence (id int)');
  const updates = openUpdates({ fence: { sql: 'select 1 from fence where id = $1 for key share', params: [7] } });
  updates.append(entry('d1', 1));
  await eventually(() => expect(updates.counters.failures).toBeGreaterThan(2));
  updates.append(entry('d1', 2));
  expect(committed).toEqual([]);
  expect(await one.database.prisma.documentUpdate.count()).toBe(0);
  await one.database.pool.query('insert into fence values (7)');
  await untilCommitted(2);
  expect(committed).toMatchObject([{ documentId: 'd1', count: 2 }]);
});

test('CO-L6 commits keep their distance, so that what is appended meanwhile goes with the next', async () => {
  const updates = openUpdates({ limits: { ...COLLAB_LIMITS, batchSpacingMs: 200 } });
  const began = performance.now();
  for (let count = 1; count <= 4; count += 1) {
    await updates.due();
    updates.append(entry('d1', count));
    await untilCommitted(count);
  }
  expect(performance.now() - began).toBeGreaterThanOrEqual(3 * 200);
  expect(updates.counters.batches).toBe(4);
});

test('CO-L9 behind a commit of many small updates the next keeps a longer distance', async () => {
  const { bytes } = entry('d1', 1);
  const afterTwo = async (crowdedBatchUpdates: number, crowdedBatchSpacingMs: number, largeUpdateBytes: number) => {
    const crowded = { crowdedBatchUpdates, crowdedBatchSpacingMs, largeUpdateBytes };
    const limits = { ...COLLAB_LIMITS, batchSpacingMs: 0, ...crowded };
    const updates = openUpdates({ limits });
    const before = committed.length;
    const began = performance.now();
    updates.append(entry('d1', 1));
    updates.append(entry('d1', 2));
    await eventually(() => expect(committed.length).toBe(before + 1));
    await updates.due();
    return performance.now() - began;
  };
  // Longer than a test may take: they are too few, or too large.
  await afterTwo(3, 600_000, bytes.length + 1);
  await afterTwo(2, 600_000, bytes.length);
  expect(await afterTwo(2, 300, bytes.length + 1)).toBeGreaterThanOrEqual(300);
});

test('CO-L4 a listener that throws does not stop the log', async () => {
  const updates = openUpdates({
    onCommitted: (one) => {
      committed.push(one);
      throw new Error('a listener');
    },
  });
  for (const count of [1, 2]) {
    updates.append(entry('d1', count));
    await untilCommitted(count);
  }
});

test('CO-L5 while the database takes nothing the queue is bounded, and clients are sent away to try again', async () => {
  await one.database.pool.query('create table fence (id int)');
  const rig = await startRig(one.database, {
    fence: { sql: 'select 1 from fence', params: [] },
    limits: { queuedBytesMax: 1, retryFirstMs: 5, retryMaxMs: 10 },
  });
  rig.allow('ana', 'd1', 'write');
  const ana = rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  const codes: (number | undefined)[] = [];
  ana.provider.on('connection-close', (event) => codes.push(event?.code));
  ana.text.insert(0, 'x');
  await eventually(() => expect(rig.collaboration.stats().waitingUpdates).toBe(1));
  // What comes while the log tries again just waits for its turn; before and after that it is turned away.
  await eventually(() => {
    ana.text.insert(0, 'x');
    expect(codes[0]).toBe(4500);
  });
  const written = ana.text.toString();
  await one.database.pool.query('insert into fence values (1)');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  await eventually(async () => expect(await storedText(one.database, 'd1')).toBe(written));
  await ana.saved();
  await rig.close();
  const fresh = await startRig(one.database);
  fresh.allow('ana', 'd1', 'read');
  const reader = fresh.client('ana', 'd1');
  await eventually(() => expect(reader.text.toString()).toBe(written));
  await fresh.close();
});

test('CO-L6 a batch is bounded in updates and in bytes', async () => {
  const updates = openUpdates({ limits: { ...COLLAB_LIMITS, batchUpdatesMax: 10, batchBytesMax: 1_000 } });
  for (let index = 0; index < 25; index += 1) updates.append(entry('d1', index));
  await untilCommitted(25);
  expect(updates.counters.batches).toBe(3);
  for (let index = 0; index < 3; index += 1) updates.append({ ...entry('d2', 0), bytes: textUpdate('z'.repeat(900)) });
  await untilCommitted(28);
  expect(updates.counters.batches).toBe(6);
});

test('CO-L7 documents that somebody else holds do not hold up the others, even with whole batches of their own', async () => {
  await seedDocument(one.database, 'd3');
  const updates = openUpdates({ limits: { ...COLLAB_LIMITS, batchUpdatesMax: 10 } });
  const holder = await one.database.pool.connect();
  await holder.query(`begin; select 1 from document where id in ('d1', 'd2') for no key update`);
  for (let index = 0; index < 50; index += 1) updates.append(entry(index < 25 ? 'd1' : 'd2', index));
  for (let round = 1; round <= 5; round += 1) {
    updates.append(entry('d3', round));
    await eventually(() => expect(committed).toHaveLength(round));
  }
  expect(committed.every((one) => one.documentId === 'd3')).toBe(true);
  await holder.query('commit');
  holder.release();
  await untilCommitted(55);
  for (const [documentId, first] of [
    ['d1', 0],
    ['d2', 25],
  ] as const) {
    const rows = await one.database.prisma.documentUpdate.findMany({ where: { documentId }, orderBy: { seq: 'asc' } });
    expect(rows.map((row) => row.bytes[0])).toEqual(Array.from({ length: 25 }, (_, index) => first + index));
  }
});

/** The database's socket in another folder, which can fall silent without closing anything, and be cut. */
async function silentWay(
  url: string,
): Promise<{ url: string; silence: () => void; cut: () => void; close: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-way-'));
  const real = new URL(url);
  const streams: Socket[] = [];
  const cut = () => {
    for (const stream of streams.splice(0)) stream.destroy();
  };
  const server = createServer((near) => {
    const far = connect(`${real.searchParams.get('host')}/${SOCKET}`);
    near.pipe(far).pipe(near);
    for (const stream of [near, far]) stream.on('error', () => stream.destroy());
    streams.push(near, far);
  });
  await once(server.listen(join(folder, SOCKET)), 'listening');
  const near = new URL(url);
  near.searchParams.set('host', folder);
  return {
    url: near.href,
    silence: () => {
      for (const stream of streams) stream.unpipe().pause();
    },
    cut,
    close: () => {
      cut();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

test('CO-L8 a connection on which the database went silent is given up, and what waited goes over another', async () => {
  const way = await silentWay(one.database.url);
  const through = openDatabase(way.url, { connectionsMax: 1, answerMs: 300 });
  const updates = openUpdates({ pool: through.pipelined });
  try {
    updates.append(entry('d1', 1));
    await untilCommitted(1);
    way.silence();
    updates.append(entry('d1', 2));
    await untilCommitted(2);
    expect(updates.counters).toMatchObject({ updates: 2, failures: 1 });
  } finally {
    updates.halt();
    way.close();
    await through.close();
  }
});

test('CO-L25 a connection that is cut in the middle of a commit ends nothing: what was said is committed over another', async () => {
  const way = await silentWay(one.database.url);
  const through = openDatabase(way.url, { connectionsMax: 1 });
  const updates = openUpdates({ pool: through.pipelined });
  const held = await holdWrite(one.database, { table: 'document_update', event: 'insert', at: 'its statement' });
  try {
    updates.append(entry('d1', 1));
    await held.reached();
    way.cut();
    await eventually(() => expect(updates.counters.failures).toBeGreaterThan(0));
    await held.letGo();
    await untilCommitted(1);
    updates.append(entry('d1', 2));
    await untilCommitted(2);
    const rows = await one.database.prisma.documentUpdate.findMany({ orderBy: { seq: 'asc' } });
    // The commit was on its way when the connection was cut: what it held may be there already.
    expect([
      [1, 2],
      [1, 1, 2],
    ]).toContainEqual(rows.map((row) => row.bytes[0]));
  } finally {
    updates.halt();
    way.close();
    await through.close();
  }
});

test('CO-L20 a Yjs client that another process gave to somebody else stops the document here, with nothing written', async () => {
  const here = openUpdates();
  for (const count of [1, 2]) {
    here.append(entry('d1', count, 'ana', [7]));
    await untilCommitted(count);
  }
  here.append(entry('d1', 3, 'mallory', [7]));
  here.append(entry('d2', 4, 'mallory', [7]));
  await untilCommitted(3);
  expect(refused).toEqual([['d1', 'claimed']]);
  const rows = await one.database.prisma.documentUpdate.findMany({ orderBy: { seq: 'asc' } });
  expect(rows.map((row) => row.bytes[0])).toEqual([1, 2, 4]);
});
