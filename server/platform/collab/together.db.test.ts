import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { editDocument } from '../testing/edit-document';
import { eventually, OneServer } from './one-server.testing';
import { encodeSync, MESSAGE_SYNC, SYNC_STEP_1, SYNC_STEP_2, SYNC_UPDATE } from './protocol.schema';
import { seedDocument, storedText, updateFrame } from './rig';
import { createDocument } from './store';

const one = new OneServer({ ana: 'write', noah: 'write', zoe: 'read' }, { limits: { idleRoomMs: 20 } });
const NOW = new Date('2031-02-03T04:05:06Z');

test('CO-D1 two stock clients that type at once converge, and PostgreSQL has what they have', async () => {
  const ana = one.rig.client('ana', 'd1');
  const noah = one.rig.client('noah', 'd1');
  ana.text.insert(0, 'from ana. ');
  noah.text.insert(0, 'from noah. ');
  await eventually(() => expect(ana.text.toString()).toHaveLength(21));
  await eventually(() => expect(noah.text.toString()).toBe(ana.text.toString()));
  await ana.saved();
  expect(await storedText(one.database, 'd1')).toBe(ana.text.toString());
});

test('CO-D2 every update is kept with the person it came from, in one order per document', async () => {
  const ana = one.rig.client('ana', 'd1');
  const noah = one.rig.client('noah', 'd1');
  await eventually(() => expect(ana.provider.synced && noah.provider.synced).toBe(true));
  ana.text.insert(0, 'a');
  await eventually(() => expect(noah.text.toString()).toBe('a'));
  noah.text.insert(1, 'n');
  await noah.saved();
  const rows = await one.database.prisma.documentUpdate.findMany({ orderBy: { seq: 'asc' } });
  expect(rows.map((row) => row.personId)).toEqual(['ana', 'noah']);
});

test('CO-D3 Saved waits for the commit: none while somebody else holds the row, then at once', async () => {
  const ana = one.rig.client('ana', 'd1');
  await seedDocument(one.database, 'd2');
  one.rig.allow('ana', 'd2', 'write');
  const other = one.rig.client('ana', 'd2');
  await eventually(() => expect(ana.provider.synced && other.provider.synced).toBe(true));
  const holder = await one.database.pool.connect();
  await holder.query(`begin; select 1 from document where id = 'd1' for no key update`);
  let answered = false;
  ana.text.insert(0, 'held');
  const saved = ana.saved().then(() => {
    answered = true;
  });
  // The other document is not held up by it, round after round.
  for (let round = 0; round < 20; round += 1) {
    other.text.insert(0, '.');
    await other.saved();
  }
  expect(answered).toBe(false);
  expect(await one.database.prisma.documentUpdate.count({ where: { documentId: 'd1' } })).toBe(0);
  await holder.query('commit');
  holder.release();
  await saved;
  expect(await storedText(one.database, 'd1')).toBe('held');
});

test('CO-D4 nobody sees what is not committed, whoever joins meanwhile; then everybody does', async () => {
  const ana = one.rig.client('ana', 'd1');
  const watcher = one.rig.client('zoe', 'd1');
  await eventually(() => expect(ana.provider.synced && watcher.provider.synced).toBe(true));
  const holder = await one.database.pool.connect();
  await holder.query(`begin; select 1 from document where id = 'd1' for no key update`);
  ana.text.insert(0, 'left behind');
  await eventually(() => expect(one.rig.collaboration.stats().waitingUpdates).toBe(1));
  const noah = one.rig.client('noah', 'd1');
  ana.leave();
  // It is tried again and again.
  const batches = one.rig.collaboration.stats().committedBatches;
  await eventually(() => expect(one.rig.collaboration.stats().committedBatches).toBeGreaterThan(batches + 3));
  expect([noah.provider.synced, noah.text.toString(), watcher.text.toString()]).toEqual([false, '', '']);
  await holder.query('commit');
  holder.release();
  await eventually(() =>
    expect([noah.text.toString(), watcher.text.toString()]).toEqual(['left behind', 'left behind']),
  );
  expect(await storedText(one.database, 'd1')).toBe('left behind');
});

test('CO-D5 an append by another writer reaches open editors, and the next edit builds on it', async () => {
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  ana.text.insert(0, 'typed');
  await ana.saved();
  const edited = await one.database.prisma.$transaction((tx) =>
    editDocument(tx, { documentId: 'd1', personId: 'marco', now: NOW }, (doc) =>
      doc.getText('text').insert(5, ' + imported'),
    ),
  );
  expect(edited).not.toBeNull();
  await eventually(() => expect(ana.text.toString()).toBe('typed + imported'));
  ana.text.insert(0, '> ');
  await ana.saved();
  expect(await storedText(one.database, 'd1')).toBe('> typed + imported');
});

test('CO-D6 an edit that is rolled back reaches nobody', async () => {
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  const undone = one.database.prisma.$transaction(async (tx) => {
    await editDocument(tx, { documentId: 'd1', personId: 'marco', now: NOW }, (doc) =>
      doc.getText('text').insert(0, 'no'),
    );
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  const kept = await one.database.prisma.$transaction((tx) =>
    editDocument(tx, { documentId: 'd1', personId: 'marco', now: NOW }, (doc) => doc.getText('text').insert(0, 'yes')),
  );
  expect(kept).not.toBeNull();
  await eventually(() => expect(ana.text.toString()).toBe('yes'));
});

test('CO-D13 what was written while nothing could be heard from the database arrives after all', async () => {
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  await one.database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'kenning-signals' and datname = current_database()`,
  );
  await one.database.prisma.$transaction((tx) =>
    editDocument(tx, { documentId: 'd1', personId: null, now: NOW }, (doc) => doc.getText('text').insert(0, 'late')),
  );
  await eventually(() => expect(ana.text.toString()).toBe('late'));
});

test('CO-D7 an edit that changes nothing appends nothing, and an unknown document is not found', async () => {
  const same = await one.database.prisma.$transaction((tx) =>
    editDocument(tx, { documentId: 'd1', personId: null, now: NOW }, () => undefined),
  );
  expect(same).toBeNull();
  const lost = one.database.prisma.$transaction((tx) =>
    editDocument(tx, { documentId: 'nowhere', personId: null, now: NOW }, () => undefined),
  );
  await expect(lost).rejects.toMatchObject({ code: 'not_found' });
});

test('CO-D9 an update that builds on what nobody has sent ends its sender, and nothing of it is kept', async () => {
  const source = new Y.Doc();
  const parts: Uint8Array[] = [];
  source.on('update', (part: Uint8Array) => parts.push(part));
  source.getText('text').insert(0, 'first ');
  source.getText('text').insert(6, 'second');
  const [first, second] = parts;
  if (!first || !second) throw new Error('Two updates were expected.');
  const ana = one.rig.client('ana', 'd1');
  const noah = one.rig.client('noah', 'd1');
  await eventually(() => expect(ana.provider.synced && noah.provider.synced).toBe(true));
  const codes: number[] = [];
  ana.provider.on('connection-close', (event) => codes.push(event?.code ?? 0));
  ana.provider.ws?.send(updateFrame(second));
  await eventually(() => expect(codes[0]).toBe(4400));
  noah.provider.ws?.send(updateFrame(first));
  noah.provider.ws?.send(updateFrame(second));
  await noah.saved();
  expect(await storedText(one.database, 'd1')).toBe('first second');
  // CO-D50: what was said in one go is one row.
  expect((await one.database.prisma.documentUpdate.findMany()).map((row) => row.personId)).toEqual(['noah']);
  source.destroy();
});

test('CO-D14 what somebody types before they have said what the server lacks is taken with that, not before', async () => {
  const source = new Y.Doc();
  const parts: Uint8Array[] = [];
  source.on('update', (part: Uint8Array) => parts.push(part));
  source.getText('text').insert(0, 'lost by the server, ');
  source.getText('text').insert(20, 'typed at once');
  const socket = one.rig.socket('ana', 'd1');
  await new Promise((resolve) => socket.on('open', resolve));
  socket.send(updateFrame(parts[1] ?? new Uint8Array()));
  socket.send(encodeSync(SYNC_STEP_2, Y.encodeStateAsUpdate(source)));
  await eventually(async () => expect(await storedText(one.database, 'd1')).toBe('lost by the server, typed at once'));
  expect(await one.database.prisma.documentUpdate.count()).toBe(1);
  socket.close();
  source.destroy();
});

test('CO-D15 a synchronisation that repeats what the document has adds nothing to the log', async () => {
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  ana.text.insert(0, 'a text with a part that goes');
  ana.text.delete(0, 7);
  await ana.saved();
  const rows = await one.database.prisma.documentUpdate.count();
  for (let round = 0; round < 3; round += 1) {
    ana.provider.disconnect();
    ana.provider.connect();
    await eventually(() => expect(ana.provider.synced).toBe(true));
    await ana.saved();
  }
  expect(await one.database.prisma.documentUpdate.count()).toBe(rows);
});

test('CO-D16 whoever comes hears of no change before it was given what it lacks, on which that builds', async () => {
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  ana.text.insert(0, 'before ');
  await ana.saved();
  const socket = one.rig.socket('zoe', 'd1');
  const heard: number[][] = [];
  socket.on('message', (bytes: Buffer) => heard.push([...bytes.subarray(0, 2)]));
  await eventually(() => expect(heard).toContainEqual([MESSAGE_SYNC, SYNC_STEP_1]));
  ana.text.insert(7, 'meanwhile ');
  await ana.saved();
  socket.send(encodeSync(SYNC_STEP_1, Y.encodeStateVector(new Y.Doc())));
  await eventually(() => expect(heard).toContainEqual([MESSAGE_SYNC, SYNC_STEP_2]));
  expect(heard).not.toContainEqual([MESSAGE_SYNC, SYNC_UPDATE]);
  ana.text.insert(17, 'after');
  await eventually(() => expect(heard).toContainEqual([MESSAGE_SYNC, SYNC_UPDATE]));
  socket.close();
});

test('CO-D10 stopping commits what came, answers it, and says that the server stops', async () => {
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  const codes: (number | undefined)[] = [];
  ana.provider.on('connection-close', (event) => codes.push(event?.code));
  const holder = await one.database.pool.connect();
  await holder.query(`begin; select 1 from document where id = 'd1' for no key update`);
  ana.text.insert(0, 'last words');
  const saved = ana.saved();
  // It has come, and is tried again and again.
  await eventually(() => expect(one.rig.collaboration.stats().committedBatches).toBeGreaterThan(3));
  const closed = one.rig.collaboration.close();
  expect(one.rig.collaboration.stats().committedUpdates).toBe(0);
  await holder.query('commit');
  holder.release();
  await closed;
  await saved;
  await eventually(() => expect(codes[0]).toBe(4503));
  expect(await storedText(one.database, 'd1')).toBe('last words');
});

test('CO-D11 a new document is empty and opens', async () => {
  await one.database.prisma.$transaction((tx) => createDocument(tx, 'fresh', NOW));
  one.rig.allow('ana', 'fresh', 'write');
  const ana = one.rig.client('ana', 'fresh');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  expect(ana.text.toString()).toBe('');
  await ana.saved();
});

test('CO-D12 a room serves again after its log was cut off from the database', async () => {
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  await one.database.pool.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  ana.text.insert(0, 'kept');
  await ana.saved();
  await eventually(async () => {
    await one.database.prisma.$transaction((tx) =>
      editDocument(tx, { documentId: 'd1', personId: null, now: NOW }, (doc) => {
        if (doc.getText('text').length === 4) doc.getText('text').insert(4, ' and heard');
      }),
    );
  });
  await eventually(() => expect(ana.text.toString()).toBe('kept and heard'));
});
