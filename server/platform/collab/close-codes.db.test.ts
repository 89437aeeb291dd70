import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { WebSocket } from 'ws';
import { carrying, introduction, letterAt, presenceOf, tinyStructs } from './forge.testing';
import type { CollabLimits } from './limits';
import { eventually, OneServer } from './one-server.testing';
import { CLOSE_CODES, type CloseReason, encodeHello } from './protocol.schema';
import { connectClient, RIG_VERSION, textUpdate } from './rig';
import type { SignedOut } from './server-options';

const PLACE = { root: 'text', kind: 'text' } as const;
const NOBODY_KNOWN = 'd1?refusal=close';
const OURS = { origin: 'http://ours.example' };
const one = new OneServer({ ana: 'write', mallory: 'write' }, null);

/** How a socket is brought to be closed. `limits`: what differs from those of the product. */
type Case = { limits?: Partial<CollabLimits>; renewed?: SignedOut; does: (socket: WebSocket) => unknown; on?: string };

const floods = (socket: WebSocket) => {
  for (let index = 0; index < 300; index += 1) socket.send(new Uint8Array([3]));
};
const writes = (text: string) => (socket: WebSocket) => socket.send(carrying(textUpdate(text)));
/** Somebody else's client is in the document. */
const forges = async (socket: WebSocket) => {
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  ana.text.insert(0, 'Mine');
  await ana.saved();
  socket.send(carrying(letterAt(PLACE, ana.doc.clientID, ana.text.length)));
};
const asksWithoutEnd = (socket: WebSocket) => {
  for (const clientId of [1, 2, 3, 4]) socket.send(presenceOf(clientId, 1, { note: 'x'.repeat(3_900) }));
  for (let index = 0; index < 4_000; index += 1) socket.send(new Uint8Array([3]));
};

/** Every reason there is: one that is added without a case does not compile. The first of a list is the plain one. */
const CASES: Record<CloseReason, readonly Case[]> = {
  malformed: [
    { does: (socket) => socket.send('a text frame') },
    // Presences beyond what a room can hold.
    { limits: { presenceStatesPerMessageMax: 0 }, does: (socket) => socket.send(new Uint8Array([1, 4, 1, 5, 1, 0])) },
  ],
  sessionEnded: [{ renewed: { endedOf: 'mallory' }, does: () => one.rig.collaboration.rejudge({ all: true }) }],
  signedOut: [{ renewed: null, does: () => one.rig.collaboration.rejudge({ all: true }) }],
  accessLost: [
    {
      does: () => {
        one.rig.access.clear();
        return one.rig.collaboration.rejudge({ all: true });
      },
    },
  ],
  documentGone: [
    {
      does: async (socket) => {
        await one.database.prisma.document.delete({ where: { id: 'd1' } });
        writes('into the void')(socket);
      },
    },
  ],
  somebodyElse: [{ on: `${NOBODY_KNOWN}&person=ana`, does: () => {} }],
  updateTooLarge: [{ limits: { updateBytesMax: 1_000 }, does: writes('x'.repeat(2_000)) }],
  documentFull: [
    { limits: { documentBytesMax: 1_000 }, does: writes('x'.repeat(2_000)) },
    { limits: { documentStructsMax: 5 }, does: (socket) => socket.send(carrying(tinyStructs(PLACE, 7, 10))) },
    { limits: { documentStructsMax: 9_999 }, does: (socket) => socket.send(carrying(tinyStructs(PLACE, 7, 10_000))) },
  ],
  notAllowed: [{ does: (socket) => socket.send(carrying(letterAt({ root: 'no such root', kind: 'text' }, 7, 0))) }],
  notTheirs: [{ does: forges }],
  notStorable: [
    {
      does: async (socket) => {
        await one.database.pool.query('alter table document_update add check (seq < 0)');
        writes('never')(socket);
      },
    },
  ],
  outdated: [{ does: (socket) => socket.send(encodeHello(RIG_VERSION + 1)) }],
  frameTooLarge: [{ limits: { frameBytesMax: 1_000 }, does: (socket) => socket.send(Buffer.alloc(1_001)) }],
  unavailable: [
    { limits: { queuedUpdatesMax: 0 }, does: writes('later') },
    { limits: { queuedBytesMax: 0 }, does: writes('later') },
  ],
  serverStopping: [{ does: () => void one.rig.collaboration.close() }],
  tooSlow: [
    { limits: { unreadConnectionBytesMax: 100_000, closeGraceMs: 5_000 }, does: asksWithoutEnd },
    { limits: { unreadPersonBytesMax: 100_000, closeGraceMs: 5_000 }, does: asksWithoutEnd },
    { limits: { unreadBytesMax: 100_000, closeGraceMs: 5_000 }, does: asksWithoutEnd },
  ],
  tooManyMessages: [
    { limits: { messagesPerSecondMax: 10, messagesBurstMax: 200 }, does: floods },
    // What is said waits for its turn, and the first turn for the one.database.
    { limits: { inboxMax: 0 }, does: writes('later') },
    { limits: { inboxConnectionBytesMax: 3 }, does: writes('later') },
    { limits: { waitingPersonBytesMax: 3 }, does: writes('later') },
    { limits: { waitingBytesMax: 3 }, does: writes('later') },
    // What waits for an answer about its sender is held, and not without end.
    {
      limits: { heldBytesMax: 1_000 },
      does: async (socket) => {
        socket.send(carrying(textUpdate('x'.repeat(100_000))));
        for (let index = 0; index < 2_000; index += 1) socket.send(new Uint8Array([3]));
      },
    },
  ],
  tooManyOpen: [{ limits: { connectionsPerPersonMax: 0 }, does: () => {} }],
  documentCrowded: [
    {
      limits: { connectionsPerDocumentMax: 1 },
      on: 'd1',
      does: () => {},
    },
  ],
};

const ALL = Object.entries(CASES).flatMap(([reason, cases]) =>
  cases.map((one, index) => [reason as CloseReason, index + 1, one] as const),
);

test.each(ALL)(
  'CO-H18 a connection is closed as %s, case %i',
  async (reason, _index, { limits, renewed, does, on }) => {
    const renew = renewed === undefined ? {} : { renew: async () => renewed };
    await one.start({ limits: { closeGraceMs: 200, ...limits }, ...renew });
    if (reason === 'documentCrowded') {
      const first = connectClient(one.rig.url, 'ana', 'd1');
      await eventually(() => expect(first.provider.synced).toBe(true));
      onTestFinished(first.leave);
    }
    const socket = one.rig.socket('mallory', on ?? 'd1', OURS);
    socket.on('error', () => undefined);
    const closed = new Promise<string>((resolve) => socket.on('close', (code, words) => resolve(`${code} ${words}`)));
    await new Promise((resolve) => socket.on('open', resolve));
    if (socket.readyState === socket.OPEN) {
      socket.send(introduction());
      await does(socket);
    }
    // What the WebSocket layer itself closes comes without words.
    expect((await closed).trim()).toBe(`${CLOSE_CODES[reason]} ${reason === 'frameTooLarge' ? '' : reason}`.trim());
    expect(one.rig.collaboration.stats().closed[reason]).toBeGreaterThan(0);
  },
);

/** What the upgrade of somebody is answered. */
const upgradeAs = (person: string) =>
  new Promise<string>((resolve) =>
    one.rig
      .socket(person, 'd1')
      .on('open', () => resolve('open'))
      .on('error', (error) => resolve(error.message)),
  );

test('CO-H19 so many are let in at once, each within its time, and so many are in; who comes after that is told to try again', async () => {
  let decide: (() => void) | undefined;
  const authenticate = () =>
    new Promise<null>((resolve) => {
      decide = () => resolve(null);
    });
  await one.start({ authenticate, limits: { openingsMax: 1, openingMs: 300 } });
  const slow = upgradeAs('ana');
  await eventually(() => expect(one.rig.collaboration.stats().openings).toBe(1));
  expect(await upgradeAs('ben')).toContain('503');
  expect(await slow).toContain('503');
  decide?.();
  await eventually(() => expect(one.rig.collaboration.stats()).toMatchObject({ openings: 0, connections: 0 }));
  await one.restart({ judge: async () => 'write', limits: { connectionsMax: 1 } });
  expect(await upgradeAs('ana')).toBe('open');
  expect(await upgradeAs('ben')).toContain('503');
});

test('CO-H20 a socket that is open and says nothing more, not even that it is alive, is let go after two heartbeats', async () => {
  await one.start({ judge: async () => 'write', limits: { heartbeatMs: 200 } });
  const { port } = new URL(one.rig.url);
  const silent = connect(Number(port), '127.0.0.1');
  silent.write(
    'GET /collab/d1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer ana\r\n\r\n',
  );
  const gone = new Promise<void>((resolve) => silent.on('close', () => resolve()).on('error', () => undefined));
  silent.resume();
  await eventually(() => expect(one.rig.collaboration.stats().connections).toBe(1));
  // A stock client answers, and stays.
  const client = one.rig.client('ben', 'd1');
  await gone;
  await eventually(() => expect(client.provider.synced).toBe(true));
  await eventually(() => expect(one.rig.collaboration.stats().connections).toBe(1));
});
