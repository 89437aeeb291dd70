import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { after, DAY_MS } from '../clock';
import { appendUpdate, createDocument } from '../collab';
import type { Database } from '../db/client';
import { migrate, readMigrations } from '../db/migrate';
import {
  defineReaction,
  openDispatcher,
  openSignals,
  type Reaction,
  reactionJob,
  reactionWorker,
  recordEvent,
} from '../events';
import { defineJob, type Jobs, onJob, openJobs } from '../jobs';
import { openLog } from '../log';
import { type BackupBench, backupBench, digestsOf, tableDigests, testMigration } from '../testing/backup';
import { testDatabase } from '../testing/database';
import { scratchFileStore } from '../testing/file-store';
import { openArchive } from './archive-reader';
import { DOCUMENTS } from './manifest';

const NOW = new Date('2026-03-01T12:00:00Z');
const WAIT = { timeout: 15_000, interval: 20 };
const log = openLog('silent');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

let database: Database;
let bench: BackupBench;
let closers: (() => Promise<unknown>)[];

beforeEach(async () => {
  database = await testDatabase();
  bench = backupBench();
  closers = [];
});
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  await bench.remove();
  await database.close();
});

async function store() {
  const { files, remove } = await scratchFileStore(database.prisma);
  closers.push(remove);
  return files;
}

/** Appends to a document for as long as it may, and says what has been acknowledged. */
function typist(documentId: string) {
  const acknowledged: Uint8Array[] = [];
  let stopped = false;
  const typing = (async () => {
    while (!stopped) {
      const bytes = randomBytes(40);
      const entry = { documentId, personId: null, now: NOW, bytes };
      await database.prisma.$transaction((tx) => appendUpdate(tx, entry));
      acknowledged.push(bytes);
    }
  })();
  const stop = () => {
    stopped = true;
    return typing;
  };
  return { acknowledged, stop };
}

type DocumentLine = { id: string; parts: Record<string, { rows: number; bytes: number; sha256: string } | null> };

async function savedDocuments(path: string): Promise<Map<string, DocumentLine>> {
  const archive = await openArchive(path);
  let text = '';
  for await (const chunk of archive.read(DOCUMENTS, archive.manifest.documents)) text += Buffer.from(chunk).toString();
  archive.close();
  const lines = text.split('\n').filter(Boolean);
  return new Map(lines.map((line) => JSON.parse(line) as DocumentLine).map((line) => [line.id, line]));
}

describe('a backup while people write', { timeout: 60_000 }, () => {
  it('BE-B7 holds of every document what had been acknowledged, and a beginning of what came later', async () => {
    const ids = ['one', 'two', 'three'];
    await database.prisma.$transaction(async (tx) => {
      for (const id of ids) await createDocument(tx, id, NOW);
    });
    const state = randomBytes(30);
    await database.prisma.documentSnapshot.create({ data: { documentId: 'two', seq: 0n, state, at: NOW } });
    const typists = ids.map(typist);
    await vi.waitFor(() => expect(typists.every((one) => one.acknowledged.length > 20)).toBe(true), WAIT);
    const before = typists.map((one) => one.acknowledged.length);
    const { path, manifest } = await bench.save({ url: database.url, files: await store() });
    await vi.waitFor(() => expect(typists.every((one, at) => one.acknowledged.length > (before[at] ?? 0))).toBe(true));
    await Promise.all(typists.map((one) => one.stop()));

    const target = await bench.target();
    await bench.restore(path, target);
    expect(await tableDigests(target.url)).toEqual(digestsOf(manifest));
    const documents = await savedDocuments(path);
    expect([...documents.keys()]).toEqual(['one', 'three', 'two']);
    for (const [at, documentId] of ids.entries()) {
      const rows = await target.database.prisma.documentUpdate.findMany({
        where: { documentId },
        orderBy: { seq: 'asc' },
      });
      expect(rows.length).toBeGreaterThanOrEqual(before[at] ?? 0);
      const typed = typists[at]?.acknowledged ?? [];
      expect(rows.map(({ bytes }) => Buffer.from(bytes))).toEqual(typed.slice(0, rows.length));
      const parts = documents.get(documentId)?.parts;
      const digest = sha256(Buffer.concat(rows.map((row) => sha256(row.bytes)))).toString('hex');
      expect(parts?.['document_update.bytes']).toEqual({ rows: rows.length, bytes: rows.length * 40, sha256: digest });
    }
    const snapshot = { rows: 1, bytes: 30, sha256: sha256(sha256(state)).toString('hex') };
    expect(documents.get('two')?.parts['document_snapshot.state']).toEqual(snapshot);
    expect(documents.get('one')?.parts['document_snapshot.state']).toBeNull();
  });

  it('BE-B24 says a digest of whatever else keeps bytes of a document, without being told of the table', async () => {
    const history = testMigration(
      '9003_history',
      `create table "history" ("id" serial primary key, "of" text not null references "document" ("id"), "state" bytea);`,
    );
    const migrations = [...readMigrations(), history];
    await migrate(database.url, migrations);
    await database.prisma.$transaction((tx) => createDocument(tx, 'one', NOW));
    await database.pool.query(
      `insert into "history" ("of", "state") values ('one', 'ab'), ('one', null), ('one', 'c')`,
    );
    const { path } = await bench.save({ url: database.url, files: await store() }, { migrations });
    const digest = sha256(Buffer.concat(['ab', 'c'].map((text) => sha256(Buffer.from(text))))).toString('hex');
    const said = (await savedDocuments(path)).get('one')?.parts['history.state'];
    expect(said).toEqual({ rows: 3, bytes: 3, sha256: digest });
    const target = await bench.target();
    await bench.restore(path, target, { migrations });
    expect(await tableDigests(target.url)).toEqual(await tableDigests(database.url));
  });

  it('BE-B8 has the bytes of every file that its rows name, whatever is put and removed meanwhile', async () => {
    const files = await store();
    const put = (text: string) => files.put(Buffer.from(text), { now: NOW });
    const kept = await Promise.all(Array.from({ length: 30 }, (_, at) => put(`kept ${at}`)));
    let disturbed = 0;
    const reading: typeof files = {
      ...files,
      async readBytes(digest) {
        if (disturbed++ === 3) {
          await put('came later');
          // Forgotten now; the bytes stay a week, far longer than a backup takes.
          const forget = async (_: Date, keep: (one: string) => Promise<void>) => {
            const rows = await database.prisma.storedFile.findMany({ take: 10 });
            for (const row of rows) await keep(row.sha256);
            await database.prisma.storedFile.deleteMany({ where: { id: { in: rows.map((row) => row.id) } } });
            return rows.map((row) => row.sha256);
          };
          await files.sweep({ now: after(NOW, 2 * DAY_MS), forget });
          expect(await database.prisma.storedFile.count()).toBe(0);
        }
        return files.readBytes(digest);
      },
    };
    const { path, manifest } = await bench.save({ url: database.url, files: reading });
    expect(manifest.files).toMatchObject({ count: 30, missing: [] });
    const target = await bench.target();
    await bench.restore(path, target);
    for (const { id, sha256: digest } of kept) {
      const opened = await target.files.open(id);
      const chunks: Buffer[] = [];
      for await (const chunk of opened?.stream ?? []) chunks.push(chunk as Buffer);
      expect(sha256(Buffer.concat(chunks)).toString('hex')).toBe(digest);
    }
    expect(readdirSync(`${target.filesFolder}/incoming`)).toEqual([]);
  });

  it('BE-B9 names the files whose bytes are gone or changed, and saves all else', async () => {
    const files = await store();
    const [whole, gone, changed] = await Promise.all(
      ['whole', 'gone', 'changed'].map((text) => files.put(Buffer.from(text), { now: NOW })),
    );
    const damaged: typeof files = {
      ...files,
      readBytes: async (digest) => {
        if (digest === gone?.sha256) return null;
        return files.readBytes(digest === changed?.sha256 ? (whole?.sha256 ?? '') : digest);
      },
    };
    const { path, manifest } = await bench.save({ url: database.url, files: damaged });
    expect(manifest.files).toMatchObject({ count: 1, bytes: 5 });
    expect(manifest.files.missing).toEqual([gone?.sha256, changed?.sha256].sort());
    const target = await bench.target();
    await bench.restore(path, target);
    (await target.files.open(whole?.id ?? ''))?.stream.destroy();
    expect(await target.files.readBytes(gone?.sha256 ?? '')).toBeNull();
    expect(await target.files.open(changed?.id ?? '')).toBeNull();
  });
});

async function queue(url: string, definitions: Parameters<typeof openJobs>[0]['definitions']): Promise<Jobs> {
  const jobs = await openJobs({ url, log, definitions, supervise: true, pollSeconds: 0.5 });
  closers.push(() => jobs.stop());
  return jobs;
}

describe('work that was pending', { timeout: 60_000 }, () => {
  const count = defineJob({ name: 'test.count', schema: z.object({ n: z.number() }), retryLimit: 0 });
  const failing = onJob(count, async () => Promise.reject(new Error('no')));

  it('BE-B10 is done after a restore: what waited, what was late, what was given up; what was done is not', async () => {
    const jobs = await queue(database.url, [count]);
    await jobs.send(count, { n: 1 });
    await jobs.work([failing]);
    await vi.waitFor(async () => expect(await jobs.dead(10)).toHaveLength(1), WAIT);
    await jobs.stop();
    const waiting = await queue(database.url, [count]);
    await waiting.send(count, { n: 2 }, { key: 'two' });
    await waiting.send(count, { n: 3 }, { startAfter: after(new Date(), DAY_MS) });
    await waiting.send(count, { n: 4 }, { id: '6b1c1f6e-63a1-4f6c-9d1e-1c2f3a4b5c6d' });
    const { path, manifest } = await bench.save({ url: database.url, files: await store() });
    expect(manifest.jobs.count).toBe(4);

    const target = await bench.target();
    const openTarget = () => openJobs({ url: target.url, log, definitions: [], supervise: false });
    await bench.restore(path, target, { now: new Date(), openJobs: openTarget });
    const seen: number[] = [];
    const restored = await queue(target.url, [count]);
    expect(await restored.send(count, { n: 9 }, { key: 'two' })).toBeNull();
    await restored.work([onJob(count, async ({ n }) => void seen.push(n))]);
    await vi.waitFor(() => expect([...seen].sort()).toEqual([1, 2, 4]), WAIT);
    expect(await restored.states()).toMatchObject([{ name: 'test.count', delayed: 1, dead: 0 }]);
  });

  it('BE-B11 events that no reaction had seen reach it, the others do not again, and new ones follow', async () => {
    const seen: string[] = [];
    const reaction: Reaction = defineReaction({
      name: 'test.sees',
      types: ['test.thing.*'],
      handle: async ({ event }) => void seen.push(event.subject),
    });
    const follow = async (url: string, { prisma }: Database) => {
      const jobs = await queue(url, [reactionJob(reaction)]);
      await jobs.work([reactionWorker(reaction, prisma)]);
      const signals = await openSignals({ url, log });
      const dispatcher = await openDispatcher({ prisma, jobs, signals, reactions: [reaction], log });
      const close = async () => {
        await dispatcher.stop();
        await signals.close();
      };
      closers.push(close);
      return close;
    };
    const record = ({ prisma }: Database, subject: string) =>
      prisma.$transaction((tx) => recordEvent(tx, { actor: null, now: NOW }, { type: 'test.thing.made', subject }));
    // Numbers of transactions that the other cluster has not come to, as after months of work.
    await database.pool.query(`insert into event (xid, source, type, subject, at)
      select '900000000000'::xid8, 'test', 'test.other.made', 'old', now() from generate_series(1, 3)`);
    await database.pool.query(`insert into event_cursor values ('outbox', '0', 0)`);
    await record(database, 'seen');
    const close = await follow(database.url, database);
    await vi.waitFor(() => expect(seen).toEqual(['seen']), WAIT);
    await close();
    await database.pool.query(`update event_cursor set xid = '900000000000', event_id = 2`);
    await database.pool.query(`insert into event (xid, source, type, subject, at)
      values ('900000000001', 'test', 'test.thing.made', 'pending', now())`);
    const { path } = await bench.save({ url: database.url, files: await store() });
    seen.length = 0;

    const target = await bench.target();
    await bench.restore(path, target);
    await follow(target.url, target.database);
    await vi.waitFor(() => expect(seen).toEqual(['pending']), WAIT);
    await record(target.database, 'new');
    await vi.waitFor(() => expect(seen).toEqual(['pending', 'new']), WAIT);
  });
});
