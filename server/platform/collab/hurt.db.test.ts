import { connect } from 'node:net';
import * as encoding from 'lib0/encoding';
import { beforeEach, expect, test } from 'vitest';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import fc from '@/server/platform/testing/fast-check';
import { caretColor } from './hue.rules';
import type { CollabLimits } from './limits';
import { eventually, OneServer } from './one-server.testing';
import { encodeSync, MESSAGE_AWARENESS, SYNC_STEP_1 } from './protocol.schema';
import { type RigClient, seedDocument, storedText, textUpdate, updateFrame } from './rig';

const RANDOM_SEED = 20_310_203;
const one = new OneServer({ ana: 'write', mallory: 'write' });
let innocent: RigClient;

beforeEach(async () => {
  innocent = await one.enter('ana');
});

async function restart(limits: Partial<CollabLimits>): Promise<void> {
  await one.restart({ limits });
  innocent = await one.enter('ana');
}

async function expectUnhurt(): Promise<void> {
  innocent.text.insert(innocent.text.length, 'fine');
  await innocent.saved();
  expect(innocent.provider.wsconnected).toBe(true);
  expect(await storedText(one.database, 'd1')).toBe('fine');
}

const truncated = updateFrame(textUpdate('a text that will be cut')).slice(0, -4);
const inner = updateFrame(textUpdate('abc').slice(0, -2));

test.each<[string, Uint8Array | string, number]>([
  ['a text frame', 'hello', 4400],
  ['an empty frame', new Uint8Array(0), 4400],
  ['an unknown message type', new Uint8Array([77, 1, 2]), 4400],
  ['an unknown synchronisation step', new Uint8Array([0, 9, 0]), 4400],
  ['a truncated frame', truncated, 4400],
  ['a truncated update', inner, 4400],
  ['a length that points outside', new Uint8Array([0, 2, 255, 255, 255, 255, 15]), 4400],
  ['an unknown verb of ours', new Uint8Array([100, 9, 1]), 4400],
])('CO-H1 %s ends its sender and nobody else', async (_what, frame, code) => {
  const { socket, closed } = await one.open('mallory');
  socket.send(frame);
  expect(await closed).toBe(code);
  await expectUnhurt();
});

test('CO-H2 a hundred frames of random bytes end their senders and nobody else', async () => {
  const noise = fc.uint8Array({ minLength: 60, maxLength: 60 });
  for (const bytes of fc.sample(noise, { numRuns: 100, seed: RANDOM_SEED })) {
    const { socket, closed } = await one.open('mallory');
    // Type 0, step 2 of a synchronisation: it reaches the reader of updates.
    socket.send(Buffer.concat([Buffer.from([0, 1, 60]), bytes]));
    expect([4400, 4415]).toContain(await closed);
  }
  await expectUnhurt();
});

test('CO-H3 a frame over the limit ends its sender with 1009; an update over its own limit with its own code', async () => {
  await restart({ frameBytesMax: 100_000, updateBytesMax: 10_000, documentBytesMax: 12_000 });
  const first = await one.open('mallory');
  first.socket.send(Buffer.alloc(100_001));
  expect(await first.closed).toBe(1009);
  const second = await one.open('mallory');
  second.socket.send(updateFrame(textUpdate('x'.repeat(20_000))));
  expect(await second.closed).toBe(4413);
  await expectUnhurt();
});

test('CO-H4 a document at its limit takes no more, and says so', async () => {
  await restart({ documentBytesMax: 5_000 });
  const { socket, closed } = await one.open('mallory');
  socket.send(updateFrame(textUpdate('x'.repeat(6_000))));
  expect(await closed).toBe(4414);
  await expectUnhurt();
});

test('CO-H5 a reserved opcode and an unmasked frame end their sender and nobody else', async () => {
  const port = Number(new URL(one.rig.url).port);
  for (const bytes of [Buffer.from([0x83, 0x80, 0, 0, 0, 0]), Buffer.from([0x82, 0x01, 0x00])]) {
    const ended = new Promise<void>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(
          'GET /collab/d1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
            'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
            'Authorization: Bearer mallory\r\n\r\n',
        ),
      );
      socket.once('data', () => socket.write(bytes));
      socket.on('close', () => resolve());
      socket.on('error', reject);
      socket.resume();
    });
    await ended;
  }
  await eventually(() => expect(one.rig.collaboration.stats().connections).toBe(1));
  await expectUnhurt();
});

test('CO-H6 too many messages end their sender with the code that says so', async () => {
  await restart({ messagesPerSecondMax: 10, messagesBurstMax: 200 });
  const { socket, closed } = await one.open('mallory');
  for (let index = 0; index < 300; index += 1) socket.send(new Uint8Array([3]));
  expect(await closed).toBe(4529);
  await expectUnhurt();
});

test('CO-H7 a receiver that reads nothing is let go once too much waits for it', async () => {
  await restart({ unreadConnectionBytesMax: 200_000, closeGraceMs: 50 });
  const { socket } = await one.open('mallory');
  socket.send(encodeSync(SYNC_STEP_1, new Uint8Array([0])));
  socket.pause();
  for (let round = 0; one.rig.collaboration.stats().closed.tooSlow === undefined; round += 1) {
    innocent.text.insert(0, 'y'.repeat(100_000));
    await innocent.saved();
    innocent.text.delete(0, 100_000);
    await innocent.saved();
    expect(round).toBeLessThan(500);
  }
  await eventually(() => expect(one.rig.collaboration.stats().connections).toBe(1));
  await expectUnhurt();
  socket.terminate();
});

function presenceFrame(clientId: number, state: object, clockSteps = 1): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const awareness = new Awareness(doc);
  for (let step = 0; step < clockSteps; step += 1) awareness.setLocalState({ ...state });
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_AWARENESS);
  encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [clientId]));
  doc.destroy();
  return encoding.toUint8Array(encoder);
}

test('CO-H8 a presence carries the name of its person, whatever it claims, and leaves with its connection', async () => {
  const { socket } = await one.open('mallory');
  socket.send(presenceFrame(4711, { user: { id: 'ana', name: 'Ana', color: '#000' }, cursor: { at: 1 } }));
  await eventually(() =>
    expect(innocent.provider.awareness.getStates().get(4711)).toEqual({
      user: { id: 'mallory', name: 'Name of mallory', color: caretColor('mallory') },
      cursor: { at: 1 },
    }),
  );
  socket.close();
  await eventually(() => expect(innocent.provider.awareness.getStates().has(4711)).toBe(false));
});

test('CO-H9 nobody speaks for, or removes, the presence of another person', async () => {
  innocent.provider.awareness.setLocalState({ cursor: 'mine' });
  const watcher = one.rig.client('ana', 'd1');
  const own = innocent.doc.clientID;
  await eventually(() => expect(watcher.provider.awareness.getStates().get(own)).toMatchObject({ cursor: 'mine' }));
  const { socket, closed } = await one.open('mallory');
  socket.send(presenceFrame(99, { cursor: 'honest' }));
  await eventually(() => expect(watcher.provider.awareness.getStates().has(99)).toBe(true));
  socket.send(presenceFrame(own, { cursor: 'forged' }, 500));
  expect(await closed).toBe(4416);
  await eventually(() => expect(watcher.provider.awareness.getStates().has(99)).toBe(false));
  expect(watcher.provider.awareness.getStates().get(own)).toMatchObject({ cursor: 'mine', user: { id: 'ana' } });
});

test('CO-H10 a client that speaks before its document is loaded is heard once it is', async () => {
  await seedDocument(one.database, 'slow');
  one.rig.allow('ana', 'slow', 'write');
  const blocker = await one.database.pool.connect();
  await blocker.query('begin; lock table document in access exclusive mode');
  const socket = one.rig.socket('ana', 'slow');
  await new Promise((resolve) => socket.on('open', resolve));
  socket.send(updateFrame(textUpdate('early')));
  const asked = new Promise((resolve) => socket.on('message', resolve));
  const left = one.rig.socket('ana', 'slow');
  await new Promise((resolve) => left.on('open', resolve));
  left.terminate();
  await eventually(() => expect(one.rig.collaboration.stats().connections).toBe(2));
  await blocker.query('commit');
  blocker.release();
  await asked;
  await eventually(async () => expect(await storedText(one.database, 'slow')).toBe('early'));
});

test('CO-H11 a document that vanishes while it is open ends its editors, and no others', async () => {
  await seedDocument(one.database, 'd2');
  one.rig.allow('mallory', 'd2', 'write');
  const other = one.rig.client('mallory', 'd2');
  await eventually(() => expect(other.provider.synced).toBe(true));
  const codes: number[] = [];
  other.provider.on('closed', (event) => codes.push(event.code));
  await one.database.prisma.document.delete({ where: { id: 'd2' } });
  other.text.insert(0, 'into the void');
  await eventually(() => expect(codes).toEqual([4404]));
  await expectUnhurt();
});
