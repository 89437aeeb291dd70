import { setTimeout as wait } from 'node:timers/promises';
import * as encoding from 'lib0/encoding';
import { beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { eventually, OneServer } from './one-server.testing';
import { encodeAsk, encodeSync, SYNC_STEP_2 } from './protocol.schema';
import { connectClient, type RigClient, storedText, textUpdate, updateFrame } from './rig';

const one = new OneServer({ ana: 'write', noah: 'write', mia: 'write', mallory: 'write' });
let ana: RigClient;

beforeEach(async () => {
  ana = await one.enter('ana');
});

async function open(who: string) {
  const { socket } = await one.open(who);
  const closed: number[] = [];
  const saved: number[] = [];
  socket.on('close', (code) => closed.push(code));
  socket.on('message', (message: Buffer) => {
    if (message[0] === 100 && message[1] === 1) saved.push(message[2] ?? 0);
  });
  return { socket, closed, saved };
}

/** One struct of `client` at its beginning, behind the first letter of `after`. */
function structBehind(after: number, client: number, info: number, write: (encoder: encoding.Encoder) => void) {
  const encoder = encoding.createEncoder();
  for (const number of [1, 1, client, 0]) encoding.writeVarUint(encoder, number);
  encoding.writeUint8(encoder, info | 0x80);
  encoding.writeVarUint(encoder, after);
  encoding.writeVarUint(encoder, 0);
  write(encoder);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

test('CO-D54 on whose update Yjs fails goes, and whoever spoke at the same time notices nothing', async () => {
  ana.text.insert(0, 'hello');
  await ana.saved();
  const { socket, closed } = await open('mallory');
  // Yjs reads it, and fails when it has to write it.
  const deep = `{"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
  const bomb = structBehind(ana.doc.clientID, 99, 6, (encoder) => {
    encoding.writeVarString(encoder, 'bold');
    encoding.writeVarString(encoder, deep);
  });
  const noah = await one.enter('noah');
  socket.send(encodeSync(SYNC_STEP_2, new Uint8Array([0, 0])));
  socket.send(updateFrame(bomb));
  ana.text.insert(5, ' more');
  noah.text.insert(0, 'and ');
  await Promise.all([ana.saved(), noah.saved()]);
  await eventually(() => expect(closed).toEqual([4400]));
  expect(ana.provider.wsconnected && noah.provider.wsconnected).toBe(true);
  await eventually(() => expect(ana.text.toString()).toBe('and hello more'));
  expect(await storedText(one.database, 'd1')).toBe('and hello more');
});

test('CO-U30 what begins in a paragraph’s numbering and claims to stand in a text puts no text among the nodes', async () => {
  ana.text.insert(0, 'hello');
  await ana.saved();
  const { socket, closed } = await open('mallory');
  const forger = new Y.Doc();
  forger.clientID = 9;
  forger.getXmlFragment('nodes').insert(0, [new Y.XmlElement('paragraph')]);
  socket.send(encodeSync(SYNC_STEP_2, Y.encodeStateAsUpdate(forger)));
  await eventually(() => expect(ana.doc.getXmlFragment('nodes').length).toBe(1));
  socket.send(updateFrame(structBehind(ana.doc.clientID, 9, 4, (encoder) => encoding.writeVarString(encoder, 'ab'))));
  await eventually(() => expect(closed).toEqual([4415]));
  ana.text.insert(5, '!');
  await ana.saved();
  expect(
    ana.doc
      .getXmlFragment('nodes')
      .toArray()
      .map((node) => node.constructor),
  ).toEqual([Y.XmlElement]);
  expect(await storedText(one.database, 'd1')).toBe('hello!');
});

test('CO-D55 what was refused to a reader is not called saved when they may write before its turn has ended', async () => {
  const { socket, saved } = await open('mallory');
  socket.send(encodeSync(SYNC_STEP_2, new Uint8Array([0, 0])));
  socket.send(encodeAsk(1));
  await eventually(() => expect(saved).toEqual([1]));
  one.rig.allow('mallory', 'd1', 'read');
  await one.rig.collaboration.rejudge({ personIds: ['mallory'] });
  const letUp = await one.holdUp('d1');
  ana.text.insert(0, 'theirs');
  socket.send(updateFrame(textUpdate('mine')));
  socket.send(encodeAsk(7));
  await wait(200);
  one.rig.allow('mallory', 'd1', 'write');
  await one.rig.collaboration.rejudge({ personIds: ['mallory'] });
  await letUp();
  await ana.saved();
  expect(saved).toEqual([1]);
  // It says anew what it has: now it is saved, and told so without asking again.
  socket.send(encodeSync(SYNC_STEP_2, textUpdate('mine')));
  await eventually(() => expect(saved).toEqual([1, 7]));
  expect(await storedText(one.database, 'd1')).toContain('mine');
});

test.each([true, false])(
  'CO-D56 who has seen in another process what this one has not read stays (author known: %s)',
  async (known) => {
    ana.text.insert(0, 'text ');
    await ana.saved();
    const theirs = new Y.Doc();
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(ana.doc));
    if (known) {
      const mia = await one.enter('mia');
      mia.text.insert(0, 'mia ');
      await mia.saved();
      Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mia.doc));
      theirs.clientID = mia.doc.clientID;
      mia.leave();
    }
    const before = Y.encodeStateVector(theirs);
    theirs.getText('text').insert(0, 'elsewhere ');
    const bytes = Buffer.from(Y.encodeStateAsUpdate(theirs, before));
    const noah = connectClient(one.rig.url, 'noah', 'd1');
    noah.provider.disconnect();
    const codes: (number | undefined)[] = [];
    noah.provider.on('connection-close', (event) => codes.push(event?.code));
    Y.applyUpdate(noah.doc, Y.encodeStateAsUpdate(theirs));
    noah.text.insert(noah.text.length, 'offline');
    // Committed by another process of which no notice has come.
    await one.database.pool.query(
      `with own as (insert into document_update (document_id, person_id, at, bytes) values ('d1', 'mia', now(), $1))
     insert into document_author (document_id, client, person_id) values ('d1', $2, 'mia') on conflict do nothing`,
      [bytes, theirs.clientID],
    );
    noah.provider.connect();
    await eventually(async () => expect(await storedText(one.database, 'd1')).toBe(noah.text.toString()));
    await noah.saved();
    expect(codes.filter((code) => code !== undefined && code >= 4000)).toEqual(
      known ? [] : expect.not.arrayContaining([4416]),
    );
    expect(noah.text.toString()).toContain('elsewhere ');
    expect(noah.text.toString()).toContain('offline');
    noah.leave();
  },
);

test('CO-D57 a long paste is saved while somebody else types without a pause', async () => {
  const noah = await one.enter('noah');
  ana.text.insert(0, 'a');
  await ana.saved();
  let isTyping = true;
  let isPasted = false;
  const typing = (async () => {
    while (isTyping) {
      noah.text.insert(0, 'n');
      await wait(8);
    }
  })();
  ana.text.insert(0, 'P'.repeat(70_000));
  await Promise.race([ana.saved().then(() => (isPasted = true)), wait(15_000)]);
  isTyping = false;
  await typing;
  expect(isPasted).toBe(true);
});

test('CO-D62 of people who speak at once and build on one another all stay, however many, and whoever spoke first', async () => {
  const PEOPLE = 30;
  ana.text.insert(0, '0');
  await ana.saved();
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(ana.doc));
  // Each goes on where the one before ended, which they have heard of by another way.
  const people: (Awaited<ReturnType<typeof open>> & { update: Uint8Array })[] = [];
  for (let number = 1; number <= PEOPLE; number += 1) {
    one.rig.allow(`person-${number}`, 'd1', 'write');
    const bare = await open(`person-${number}`);
    bare.socket.send(encodeSync(SYNC_STEP_2, new Uint8Array([0, 0])));
    const before = Y.encodeStateVector(doc);
    doc.clientID = 1_000 + number;
    doc.getText('text').insert(doc.getText('text').length, ` ${number}`);
    people.push({ ...bare, update: Y.encodeStateAsUpdate(doc, before) });
  }
  const letUp = await one.holdUp('d1');
  ana.text.insert(0, 'after ');
  await eventually(() => expect(one.rig.collaboration.stats().waitingUpdates).toBe(1));
  for (const { socket, update } of people.reverse()) {
    socket.send(updateFrame(update));
    socket.send(encodeAsk(1));
    await new Promise((resolve) => socket.once('pong', resolve).ping());
  }
  await letUp();
  await eventually(() =>
    expect(people.map(({ saved, closed }) => [saved, closed])).toEqual(people.map(() => [[1], []])),
  );
  expect(await storedText(one.database, 'd1')).toBe(`after ${doc.getText('text').toString()}`);
});
