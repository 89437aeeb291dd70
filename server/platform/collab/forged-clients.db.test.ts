import { beforeEach, expect, test } from 'vitest';
import { openLog } from '../log';
import { carrying, introduction, letterAt, wordsUpdate } from './forge.testing';
import { COLLAB_LIMITS } from './limits';
import { type Bare, eventually, OneServer } from './one-server.testing';
import { CLOSE_CODES, encodeAsk, MESSAGE_KENNING } from './protocol.schema';
import { type RigClient, storedText } from './rig';
import { RoomDocument } from './room-document';
import { sqlOf } from './sql';

const EVERYBODY = { judge: async () => 'write' as const };
const PLACE = { root: 'text', kind: 'text' } as const;
const one = new OneServer({}, EVERYBODY);
let innocent: RigClient;

beforeEach(async () => {
  innocent = await one.enter('ana');
});

async function offender(): Promise<Bare & { saved: () => Promise<void> }> {
  const bare = await one.open('mallory');
  bare.socket.send(introduction());
  const saved = () =>
    new Promise<void>((resolve) => {
      bare.socket.on('message', (data: Buffer) => data[0] === MESSAGE_KENNING && resolve());
      bare.socket.send(encodeAsk(1));
    });
  return { ...bare, saved };
}

const rowsOf = (personId: string) => one.database.prisma.documentUpdate.count({ where: { personId } });

async function expectUnhurt(text: string): Promise<void> {
  innocent.text.insert(innocent.text.length, ' on');
  await innocent.saved();
  expect(innocent.provider.wsconnected).toBe(true);
  expect(await storedText(one.database, 'd1')).toBe(`${text} on`);
  expect(await rowsOf('mallory')).toBe(0);
}

test('CO-H12 who goes on with the work of another person’s client is closed with the code that says so', async () => {
  innocent.text.insert(0, 'Mine');
  await innocent.saved();
  const { socket, closed } = await offender();
  socket.send(carrying(letterAt(PLACE, innocent.doc.clientID, innocent.text.length)));
  expect(await closed).toBe(CLOSE_CODES.notTheirs);
  await expectUnhurt('Mine');
});

test('CO-H13 nobody begins the work of a client that is here as somebody else, before it has written a letter', async () => {
  innocent.provider.awareness.setLocalState({ cursor: 1 });
  const watcher = one.rig.client('ben', 'd1');
  const { clientID } = innocent.doc;
  await eventually(() => expect(watcher.provider.awareness.getStates().has(clientID)).toBe(true));
  const { socket, closed } = await offender();
  socket.send(carrying(letterAt(PLACE, clientID, 0)));
  expect(await closed).toBe(CLOSE_CODES.notTheirs);
  await expectUnhurt('');
  expect(innocent.doc.clientID).toBe(clientID);
});

test('CO-H14 a clock of the far future is closed as malformed, also one as large as a number can be', async () => {
  for (const clock of [1, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
    const { socket, closed } = await offender();
    socket.send(carrying(letterAt(PLACE, 77, clock)));
    expect(await closed).toBe(CLOSE_CODES.malformed);
  }
  await expectUnhurt('');
});

test('CO-H15 what repeats what is there already is not kept once more, whoever says it', async () => {
  const { socket, saved } = await offender();
  const text = wordsUpdate(PLACE, innocent.doc.clientID, 'Once');
  innocent.text.insert(0, 'Once');
  await innocent.saved();
  for (let index = 0; index < 20; index += 1) socket.send(carrying(text));
  await saved();
  await expectUnhurt('Once');
});

test('CO-H16 a document that is loaded anew forgets whose clients were guessed, and knows those that are in the log', async () => {
  const sql = sqlOf(one.database.pool);
  const document = new RoomDocument({ documentId: 'd1', sql, limits: COLLAB_LIMITS, log: openLog('silent') });
  innocent.text.insert(0, 'Mine');
  await innocent.saved();
  await document.load();
  await document.wake();
  // Taken in a turn that failed before it was committed.
  document.authors.set(4_711, 'mallory');
  await document.load();
  await document.wake();
  expect([...document.authors]).toEqual([[innocent.doc.clientID, 'ana']]);
  document.close();
});

test('CO-H17 of many joins at once the last is answered, of a document that would not fit in the buffer twice', async () => {
  const text = 'x'.repeat(400_000);
  await one.restart({ ...EVERYBODY, limits: { unreadConnectionBytesMax: 3_000_000 } });
  innocent = await one.enter('ana');
  innocent.text.insert(0, text);
  await innocent.saved();
  const { socket, saved } = await offender();
  let bytes = 0;
  socket.on('message', (data: Buffer) => {
    bytes += data.length;
  });
  for (let index = 0; index < 50; index += 1) socket.send(new Uint8Array([0, 0, 1, 0]));
  await saved();
  expect(bytes).toBeGreaterThan(text.length);
  expect(bytes).toBeLessThan(10 * text.length);
  await expectUnhurt(text);
});
