import { expect, test } from 'vitest';
import { carrying, introduction, presenceOf } from './forge.testing';
import { PIECE_BYTES } from './holdings';
import { type Bare, eventually, OneServer } from './one-server.testing';
import { CLOSE_CODES, encodeAsk } from './protocol.schema';
import { type RigClient, storedText, textUpdate } from './rig';

const one = new OneServer({ ana: 'write', noah: 'write', mallory: 'write' }, null);
const MB_BYTES = 1_000_000;
const BROKEN_OFF = 1006;
/** Whoever asks who is here is told it each time. */
const NOTE = 'x'.repeat(3_900);
const WHO_IS_HERE = new Uint8Array([3]);
const ASKS = 20;
let clients = 1_000;

const stats = () => one.rig.collaboration.stats();
const closedAs = (reason: 'tooSlow' | 'tooManyMessages') => stats().closed[reason] ?? 0;
const stays = async ({ socket, closed }: Bare) => {
  await new Promise((resolve) => socket.ping(undefined, undefined, resolve));
  return (await Promise.race([closed, Promise.resolve('open')])) === 'open' && socket.readyState === socket.OPEN;
};

/** Lets a reader who reads nothing ask on until something has come of it. Ana sees how far the server has got. */
async function asksUntil(reader: Bare, ana: RigClient, came: () => boolean): Promise<void> {
  clients += 1;
  const clientId = clients;
  const states = ana.provider.awareness.getStates();
  for (let round = 1; !came(); round += 1) {
    for (let ask = 0; ask < ASKS; ask += 1) reader.socket.send(WHO_IS_HERE);
    reader.socket.send(presenceOf(clientId, round, { round }));
    await eventually(() => expect(came() || states.get(clientId)?.round === round).toBe(true));
  }
}

/** Somebody who comes in and reads nothing. */
async function readsNothing(personId: string): Promise<Bare> {
  const reader = await one.open(personId);
  reader.socket.pause();
  reader.socket.send(introduction());
  return reader;
}

/** One to whom so much is owed. */
async function slowReader(personId: string, ana: RigClient, bytes: number): Promise<Bare> {
  const reader = await readsNothing(personId);
  const before = stats().unreadBytes;
  await asksUntil(reader, ana, () => stats().unreadBytes >= before + bytes);
  return reader;
}

/** Somebody who sees all that happens. */
async function watcher(): Promise<RigClient> {
  const ana = await one.enter('ana');
  ana.provider.awareness.setLocalState({ note: NOTE });
  return ana;
}

async function expectUnhurt(ana: RigClient): Promise<void> {
  ana.text.insert(ana.text.length, 'fine');
  await ana.saved();
  expect(ana.provider.wsconnected).toBe(true);
}

test('CO-X40 who reads nothing with several connections is let go at a limit of their own, by that which is furthest behind', async () => {
  await one.start({ limits: { unreadPersonBytesMax: 3 * MB_BYTES, closeGraceMs: 10_000 } });
  const ana = await watcher();
  const small = await slowReader('mallory', ana, 0.5 * MB_BYTES);
  const large = await slowReader('mallory', ana, 1.5 * MB_BYTES);
  const last = await readsNothing('mallory');
  await asksUntil(last, ana, () => closedAs('tooSlow') > 0);
  large.socket.resume();
  expect(await large.closed).toBe(CLOSE_CODES.tooSlow);
  expect(closedAs('tooSlow')).toBe(1);
  expect(await stays(small)).toBe(true);
  expect(await stays(last)).toBe(true);
  await expectUnhurt(ana);
});

test('CO-X41 when too much is unread in the whole process whoever has most of it unread goes, not whose connection is slow', async () => {
  await one.start({ limits: { unreadBytesMax: 4.5 * MB_BYTES, closeGraceMs: 10_000 } });
  const ana = await watcher();
  const noah = await slowReader('noah', ana, 0.8 * MB_BYTES);
  const greedy = [];
  for (let index = 0; index < 5; index += 1) greedy.push(await slowReader('mallory', ana, 0.5 * MB_BYTES));
  expect(closedAs('tooSlow')).toBe(0);
  // The last drop is Noah’s, and his connection is the furthest behind.
  await asksUntil(noah, ana, () => closedAs('tooSlow') > 0);
  for (const { socket } of greedy) socket.resume();
  expect(await Promise.race(greedy.map(({ closed }) => closed))).toBe(CLOSE_CODES.tooSlow);
  noah.socket.resume();
  expect(await stays(noah)).toBe(true);
  await expectUnhurt(ana);
});

test('CO-X42 those who are told to go and do not hear it hold no more than as much again', async () => {
  const unread = { unreadConnectionBytesMax: MB_BYTES, unreadPersonBytesMax: 2.5 * MB_BYTES, unsentBytesMax: 10_000 };
  await one.start({ limits: { ...unread, closeGraceMs: 600_000 } });
  const ana = await watcher();
  const told: Bare[] = [];
  while (told.length < 5) {
    const reader = await readsNothing('mallory');
    told.push(reader);
    await asksUntil(reader, ana, () => closedAs('tooSlow') === told.length);
    expect(stats().unreadBytes).toBeLessThan(3.6 * MB_BYTES);
  }
  for (const { socket } of told) socket.resume();
  const codes = await Promise.all(told.map(({ closed }) => closed));
  expect(codes.filter((code) => code === CLOSE_CODES.tooSlow)).toHaveLength(3);
  expect(codes.filter((code) => code === BROKEN_OFF)).toHaveLength(2);
  await expectUnhurt(ana);
});

const heap = (bytes: number) => carrying(textUpdate('x'.repeat(bytes)));
const waiting = (bytes: number) => eventually(() => expect(stats().waitingBytes).toBeGreaterThanOrEqual(bytes));

test('CO-D60 when too much waits in all rooms whoever has most waiting goes, not who speaks next', async () => {
  await one.start({ limits: { waitingBytesMax: 100_000 } });
  await one.add('d2');
  const [ana, noah] = [await one.enter('ana', 'd2'), await one.enter('noah', 'd2')];
  const letUp = await one.holdUp('d1', 'd2');
  for (const client of [ana, await one.enter('ana')]) client.text.insert(0, 'first ');
  await eventually(() => expect(stats().waitingUpdates).toBe(2));
  noah.text.insert(0, 'n'.repeat(20_000));
  await waiting(20_000);
  const greedy: Bare[] = [];
  for (let index = 1; index <= 5; index += 1) {
    const bare = await one.open('mallory');
    bare.socket.send(heap(15_000));
    greedy.push(bare);
    await waiting(20_000 + index * 15_000);
  }
  // The last drop is Noah’s, and his heap is the largest of one connection.
  noah.text.insert(0, 'N'.repeat(10_000));
  expect(await Promise.race(greedy.map(({ closed }) => closed))).toBe(CLOSE_CODES.tooManyMessages);
  expect(closedAs('tooManyMessages')).toBe(1);
  await letUp();
  await Promise.all([ana.saved(), noah.saved()]);
  expect(stats()).toMatchObject({ waitingBytes: 0, closed: { tooManyMessages: 1 } });
  const text = await storedText(one.database, 'd2');
  expect(text).toHaveLength(30_000 + 'first '.length);
  await eventually(() => expect([ana, noah].map((client) => client.text.toString())).toEqual([text, text]));
});

/** Somebody who says this and is gone before it is taken in. */
async function saysAndLeaves(frames: readonly Uint8Array[]): Promise<void> {
  const before = stats().connections;
  const { socket, closed } = await one.open('mallory');
  for (const frame of frames) socket.send(frame);
  // What is heard is heard in order.
  await new Promise((resolve) => socket.once('pong', resolve).ping());
  socket.terminate();
  await closed;
  await eventually(() => expect(stats().connections).toBe(before));
}

test('CO-D61 what waits counts as theirs who said it, though they have left: it is let go before anybody else’s', async () => {
  await one.start({ limits: { waitingBytesMax: 100_000 } });
  const ana = await one.enter('ana');
  const letUp = await one.holdUp('d1');
  ana.text.insert(0, 'first ');
  await eventually(() => expect(stats().waitingUpdates).toBe(1));
  for (let heaps = 1; heaps <= 3; heaps += 1) {
    await saysAndLeaves([heap(30_000)]);
    expect(stats().waitingBytes).toBeGreaterThan(heaps * 30_000);
  }
  ana.text.insert(0, 'a'.repeat(20_000));
  await eventually(() => expect(closedAs('tooManyMessages')).toBe(1));
  expect(stats().waitingBytes).toBeLessThan(90_000);
  await letUp();
  await ana.saved();
  expect(ana.provider.wsconnected).toBe(true);
  expect(await storedText(one.database, 'd1')).toHaveLength(2 * 30_000 + 20_000 + 'first '.length);
});

test('CO-D61 so it is in one room, where the number of things said counts', async () => {
  await one.start({ limits: { inboxMax: 40 } });
  const ana = await one.enter('ana');
  const letUp = await one.holdUp('d1');
  ana.text.insert(0, 'first ');
  await eventually(() => expect(stats().waitingUpdates).toBe(1));
  const asks = Array.from({ length: 30 }, (_, counter) => encodeAsk(counter));
  for (let rounds = 1; rounds <= 4; rounds += 1) await saysAndLeaves(asks);
  expect(stats().waitingBytes).toBeLessThanOrEqual(40 * PIECE_BYTES);
  await letUp();
  await ana.saved();
  expect(ana.provider.wsconnected).toBe(true);
});

test('CO-D61 what is said while a document is being loaded counts too', async () => {
  await one.start({ limits: { waitingPersonBytesMax: 50_000 } });
  const ana = await one.enter('ana');
  await one.add('d2');
  const blocker = await one.database.pool.connect();
  await blocker.query('begin; lock table document in access exclusive mode');
  const [early, noah] = [await one.open('mallory', 'd2'), await one.open('noah', 'd2')];
  early.socket.send(heap(40_000));
  noah.socket.send(heap(40_000));
  await waiting(80_000);
  const late = await one.open('mallory', 'd2');
  late.socket.send(heap(20_000));
  expect(await early.closed).toBe(CLOSE_CODES.tooManyMessages);
  await blocker.query('commit');
  blocker.release();
  await ana.saved();
  await eventually(async () => expect(await storedText(one.database, 'd2')).toHaveLength(60_000));
  expect(stats().waitingBytes).toBe(0);
  expect(await stays(late)).toBe(true);
});
