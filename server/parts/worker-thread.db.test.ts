import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { documentContent } from '@/server/domains/knowledge/document-content';
import { after, HOUR_MS } from '@/server/platform/clock';
import { GATHER_JOBS, gatherRoundJob, gatherWorkers } from '@/server/platform/collab/jobs';
import { CLOSE_CODES } from '@/server/platform/collab/protocol.schema';
import { type Rig, seedDocument, startRig, storedText, updateFrame } from '@/server/platform/collab/rig';
import { START, typed } from '@/server/platform/collab/typed.testing';
import { AT_ONCE_BYTES, checkAndSlice } from '@/server/platform/collab/update-slices';
import type { Database } from '@/server/platform/db/client';
import { openJobs } from '@/server/platform/jobs';
import { openLog } from '@/server/platform/log';
import { type Runtime, setRuntime } from '@/server/platform/runtime';
import { testDatabase } from '@/server/platform/testing/database';
import type { TaskWorker } from '@/server/platform/worker/thread';
import { openWorker } from './worker';

let database: Database;
let worker: TaskWorker;
/** Tasks that the thread was given. */
let given: string[];
let rig: Rig | null = null;
/** What is done beside the event loop with a large update from outside. */
const CHECKED = checkAndSlice(documentContent()).name;
const log = openLog('silent');
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 25_000, interval: 20 });
const LONG = 'a long word that somebody pastes, again and again. '.repeat(4_000);

beforeEach(async () => {
  database = await testDatabase();
  worker = openWorker({ NODE_ENV: 'test' }, log);
  given = [];
  const run: TaskWorker['run'] = (task, input) => {
    given.push(task.name);
    return worker.run(task, input);
  };
  setRuntime({ worker: { ...worker, run } } as Runtime);
});

afterEach(async () => {
  setRuntime({} as Runtime);
  await rig?.close();
  rig = null;
  await worker.close();
  await database.close();
});

async function open(): Promise<Rig> {
  await seedDocument(database, 'd1');
  rig = await startRig(database, { judge: async () => 'write' });
  return rig;
}

/** Someone who writes without a library between: frames go as they are. */
async function bareWriter({ socket }: Rig): Promise<{ send: (update: Uint8Array) => void; closed: Promise<number> }> {
  const opened = socket('mallory', 'd1');
  opened.on('error', () => undefined);
  const closed = new Promise<number>((resolve) => opened.on('close', resolve));
  await new Promise((resolve) => opened.on('open', resolve));
  return { send: (update) => opened.send(updateFrame(update)), closed };
}

/** A large update, and small ones that build on it. */
function largeAndSmall(large: (doc: Y.Doc) => void): Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.transact(() => large(doc));
  for (const letter of 'after') doc.getText('text').insert(doc.getText('text').length, letter);
  return updates;
}

test('CO-U12 a large update goes through the thread, arrives whole, and before what its writer said after it', async () => {
  const { client, ...rest } = await open();
  const [ana, bo] = [client('ana', 'd1'), client('bo', 'd1')];
  await eventually(() => expect(ana.provider.synced && bo.provider.synced).toBe(true));
  ana.text.insert(0, LONG);
  for (const letter of 'after') ana.text.insert(ana.text.length, letter);
  bo.text.insert(0, 'meanwhile ');
  await Promise.all([ana.saved(), bo.saved()]);
  await eventually(() => expect(bo.text.toString()).toBe(ana.text.toString()));
  expect(ana.text.length).toBe('meanwhile '.length + LONG.length + 'after'.length);
  expect(ana.text.toString()).toContain(`${LONG}after`);
  expect(await storedText(database, 'd1')).toBe(ana.text.toString());
  expect(given).toContain(CHECKED);
  expect(rest.collaboration.stats().closed).toEqual({});
});

test('CO-U13 a large update that is none, or holds what may not be, ends its writer and nobody else', async () => {
  const rigged = await open();
  const ana = rigged.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  const noise = await bareWriter(rigged);
  noise.send(new Uint8Array(2 * AT_ONCE_BYTES).fill(0xfe));
  expect(await noise.closed).toBe(CLOSE_CODES.malformed);
  const image = await bareWriter(rigged);
  const [foul] = largeAndSmall((doc) => {
    const node = new Y.XmlElement('image');
    node.setAttribute('src', `data:text/html,${'x'.repeat(2 * AT_ONCE_BYTES)}`);
    doc.getXmlFragment('nodes').insert(0, [node]);
  });
  image.send(foul as Uint8Array);
  expect(await image.closed).toBe(CLOSE_CODES.notAllowed);
  expect(given.filter((name) => name === CHECKED)).toHaveLength(2);
  ana.text.insert(0, 'unhurt');
  await ana.saved();
  expect(await storedText(database, 'd1')).toBe('unhurt');
});

test('CO-U15 of a large update that holds what may not be nothing is taken: the thread checks it as a whole', async () => {
  const rigged = await open();
  const writer = await bareWriter(rigged);
  const [foul] = largeAndSmall((doc) => {
    for (let index = 0; index < 20_000; index += 1) doc.getText('text').insert(0, 'a');
    const node = new Y.XmlElement('image');
    node.setAttribute('src', 'javascript:alert(1)');
    doc.getXmlFragment('nodes').insert(0, [node]);
  });
  expect(foul?.length).toBeGreaterThan(AT_ONCE_BYTES);
  writer.send(foul as Uint8Array);
  expect(await writer.closed).toBe(CLOSE_CODES.notAllowed);
  expect(given).toContain(CHECKED);
  expect(await storedText(database, 'd1')).toBe('');
});

test('CO-U14 a large update whose thread dies meanwhile is not Saved; its writer comes again, and it is', async () => {
  const { client, collaboration } = await open();
  const [ana, bo] = [client('ana', 'd1'), client('bo', 'd1')];
  await eventually(() => expect(ana.provider.synced && bo.provider.synced).toBe(true));
  const died = vi.fn();
  ana.provider.on('connection-close', died);
  ana.text.insert(0, LONG);
  await eventually(() => expect(given).toContain(CHECKED));
  await worker.close();
  await eventually(() => expect(died).toHaveBeenCalled());
  expect(collaboration.stats().closed).toEqual({ unavailable: 1 });
  await eventually(() => expect(bo.text.toString()).toBe(LONG));
  await eventually(() => expect(ana.provider.synced).toBe(true));
  await ana.saved();
  expect(await storedText(database, 'd1')).toBe(LONG);
});

test('CO-V41 a round finds what has ended, and the job gathers it through the queue, in the thread', async () => {
  const { rows, ends } = typed(3, 400);
  for (const documentId of ['d1', 'd2']) {
    await seedDocument(database, documentId);
    await database.prisma.documentUpdate.createMany({ data: rows.map((row) => ({ documentId, ...row })) });
  }
  const clock = () => new Date(after(new Date(START), 365 * 24 * HOUR_MS));
  const jobs = await openJobs({ url: database.url, log, definitions: GATHER_JOBS, supervise: true, clock });
  try {
    await jobs.work(gatherWorkers(database.prisma, () => jobs));
    await jobs.send(gatherRoundJob, {});
    await eventually(async () => expect(await database.prisma.documentUpdate.count()).toBe(0));
    expect(await database.prisma.documentSession.count()).toBe(6);
    expect(given.filter((name) => name === 'gather-sessions')).toHaveLength(2);
    expect(await jobs.dead(10)).toEqual([]);
    for (const documentId of ['d1', 'd2']) expect(await storedText(database, documentId)).toBe(ends.at(-1));
  } finally {
    await jobs.stop();
  }
}, 120_000);
