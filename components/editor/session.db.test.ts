import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { DOCUMENT_SCHEMA_VERSION } from '@/server/domains/knowledge/document-version.schema';
import { type Rig, seedDocument, startRig, storedText } from '@/server/platform/collab/rig';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { EditorSession, type SessionOptions } from './session';
import { acquireSession, releaseSession } from './session-registry';

let database: Database;
let rig: Rig;
let sessions: EditorSession[];
let signedOut: Set<string>;
/** Who signed in in whose browser. */
let signedInAs: Map<string, string>;
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

beforeEach(async () => {
  database = await testDatabase();
  await seedDocument(database, 'd1');
  rig = await startRig(database, { version: DOCUMENT_SCHEMA_VERSION });
  rig.allow('ana', 'd1', 'write');
  sessions = [];
  signedOut = new Set();
  signedInAs = new Map();
});

afterEach(async () => {
  for (const session of sessions) session.destroy();
  await rig.close();
  await database.close();
});

function optionsFor(personId: string): SessionOptions {
  class SignedSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      const authorization = signedOut.has(personId) ? '' : `Bearer ${signedInAs.get(personId) ?? personId}`;
      super(address, protocols, { headers: { authorization }, origin: 'http://ours.example' });
    }
  }
  const WebSocketPolyfill = SignedSocket as unknown as typeof globalThis.WebSocket;
  return { url: `${rig.url}/collab`, documentId: 'd1', personId, WebSocketPolyfill };
}

function open(personId: string): EditorSession {
  const session = new EditorSession(optionsFor(personId));
  sessions.push(session);
  session.connect();
  return session;
}

const type = (session: EditorSession, text: string) => session.doc.getText('text').insert(0, text);
const phase = (session: EditorSession) => session.getState().phase;

/** Every phase that it comes into from now on. */
function phasesOf(session: EditorSession): string[] {
  const phases: string[] = [];
  let last = phase(session);
  session.subscribe(() => {
    if (phase(session) !== last) phases.push(phase(session));
    last = phase(session);
  });
  return phases;
}

test('CO-E5 what the state line calls Saved is in PostgreSQL', async () => {
  const ana = open('ana');
  const phases = phasesOf(ana);
  await eventually(() => expect(phase(ana)).toBe('saved'));
  const holder = await database.pool.connect();
  await holder.query(`begin; select 1 from document where id = 'd1' for no key update`);
  type(ana, 'one ');
  type(ana, 'two ');
  expect(phase(ana)).toBe('saving');
  await eventually(() => expect(rig.collaboration.stats().committedBatches).toBeGreaterThan(3));
  expect(phase(ana)).toBe('saving');
  await holder.query('commit');
  holder.release();
  await eventually(() => expect(phase(ana)).toBe('saved'));
  expect(await storedText(database, 'd1')).toBe('two one ');
  expect(phases).toEqual(['saved', 'saving', 'saved']);
});

test('CO-E6 what is typed while the connection is away is saved when it returns', async () => {
  const ana = open('ana');
  await eventually(() => expect(phase(ana)).toBe('saved'));
  ana.provider.disconnect();
  expect(phase(ana)).toBe('offline');
  type(ana, 'typed offline');
  expect(ana.getState()).toMatchObject({ phase: 'offline', unsaved: true });
  ana.connect();
  await eventually(() => expect(phase(ana)).toBe('saved'));
  expect(await storedText(database, 'd1')).toBe('typed offline');
});

test('CO-E7 read-only, writing again, and access ended are learnt from the server at once', async () => {
  const ana = open('ana');
  await eventually(() => expect(phase(ana)).toBe('saved'));
  rig.allow('ana', 'd1', 'read');
  await rig.collaboration.rejudge({ personIds: ['ana'] });
  await eventually(() => expect(phase(ana)).toBe('read_only'));
  type(ana, 'meanwhile');
  await eventually(() => expect(ana.getState()).toMatchObject({ phase: 'read_only', unsaved: true }));
  rig.allow('ana', 'd1', 'write');
  await rig.collaboration.rejudge({ personIds: ['ana'] });
  await eventually(() => expect(phase(ana)).toBe('saved'));
  expect(await storedText(database, 'd1')).toBe('meanwhile');
  rig.access.clear();
  await rig.collaboration.rejudge({ personIds: ['ana'] });
  await eventually(() => expect(ana.getState()).toMatchObject({ phase: 'ended', reason: 'accessLost' }));
});

test('CO-E8 a server that stops is only away for a while', async () => {
  const ana = open('ana');
  await eventually(() => expect(phase(ana)).toBe('saved'));
  await rig.collaboration.close();
  await eventually(() => expect(phase(ana)).toBe('offline'));
  expect(ana.provider.shouldConnect).toBe(true);
});

test('CO-E9 a network that went silent is noticed while something waits to be saved', async () => {
  const ana = open('ana');
  await eventually(() => expect(phase(ana)).toBe('saved'));
  // The socket stays open and nothing passes any more, as when a cable is pulled.
  const { ws } = ana.provider;
  if (!ws) throw new Error('A socket was expected.');
  ws.send = () => undefined;
  type(ana, 'into the dark');
  expect(phase(ana)).toBe('saving');
  const phases = phasesOf(ana);
  await vi.waitFor(() => expect(phases).toEqual(['offline', 'saving', 'saved']), { timeout: 20_000, interval: 20 });
  expect(await storedText(database, 'd1')).toBe('into the dark');
});

test('CO-E17 leaving a page with unsaved changes loses none: the session stays until they are saved', async () => {
  const tab = new EventTarget();
  vi.stubGlobal('window', tab);
  const asks = () => !tab.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  const session = acquireSession(optionsFor('ana'));
  await eventually(() => expect(phase(session)).toBe('saved'));
  expect(asks()).toBe(false);
  session.provider.disconnect();
  type(session, 'left behind');
  expect(asks()).toBe(true);
  releaseSession(session);
  expect(acquireSession(optionsFor('ana'))).toBe(session);
  releaseSession(session);
  session.connect();
  await vi.waitFor(() => expect(session.doc.isDestroyed).toBe(true), { timeout: 10_000, interval: 20 });
  expect(await storedText(database, 'd1')).toBe('left behind');
  expect(asks()).toBe(false);
  vi.unstubAllGlobals();
});

test.each([
  ['access', 'accessLost', () => rig.access.clear()],
  ['the page', 'accessLost', () => database.prisma.document.deleteMany().then(() => rig.access.clear())],
  ['the sign-in', 'signedOut', () => signedOut.add('ana')],
])(
  'CO-E19 %s that went while the connection was away is missed when it returns, and the text stays',
  async (_what, reason, go) => {
    const ana = open('ana');
    await eventually(() => expect(phase(ana)).toBe('saved'));
    ana.provider.disconnect();
    type(ana, 'typed offline');
    await go();
    ana.connect();
    await eventually(() =>
      expect(ana.getState()).toMatchObject({ phase: 'ended', reason, unsaved: true, opened: true }),
    );
    expect(ana.doc.getText('text').toString()).toBe('typed offline');
    expect(ana.provider.shouldConnect).toBe(false);
  },
);

test('CO-E23 whoever signs in again goes on with what stands in the tab, and it is saved', async () => {
  const ana = open('ana');
  await eventually(() => expect(phase(ana)).toBe('saved'));
  ana.provider.disconnect();
  type(ana, 'typed signed out');
  signedOut.add('ana');
  ana.connect();
  await eventually(() => expect(ana.getState()).toMatchObject({ phase: 'ended', reason: 'signedOut' }));
  signedOut.clear();
  ana.reopen();
  await eventually(() => expect(phase(ana)).toBe('saved'));
  expect(await storedText(database, 'd1')).toBe('typed signed out');
});

test('CO-E25 what stands in the tab is not sent as somebody else who signed in in the same browser', async () => {
  rig.allow('tariq', 'd1', 'write');
  const ana = open('ana');
  await eventually(() => expect(phase(ana)).toBe('saved'));
  ana.provider.disconnect();
  type(ana, 'written by Ana');
  signedInAs.set('ana', 'tariq');
  ana.connect();
  const refused = { phase: 'ended', reason: 'somebodyElse', unsaved: true };
  await eventually(() => expect(ana.getState()).toMatchObject(refused));
  ana.reopen();
  await eventually(() => expect(ana.getState()).toMatchObject(refused));
  expect(await storedText(database, 'd1')).toBe('');
  signedInAs.clear();
  ana.reopen();
  await eventually(() => expect(phase(ana)).toBe('saved'));
  expect(await storedText(database, 'd1')).toBe('written by Ana');
});

test('CO-E24 an open editor hears that more than the text has changed, and once of a change of its rights', async () => {
  rig.allow('ana', 'd1', 'read');
  const ana = open('ana');
  let heard = 0;
  ana.subscribeFacts(() => {
    heard += 1;
  });
  const told = () => new Promise<void>((resolve) => ana.subscribeFacts(resolve));
  await eventually(() => expect(phase(ana)).toBe('read_only'));
  rig.allow('ana', 'd1', 'write');
  await rig.collaboration.rejudge({ documentIds: ['d1'] });
  rig.collaboration.tellChanged(['d1']);
  await told();
  expect(phase(ana)).toBe('saved');
  expect(heard).toBe(1);
  rig.collaboration.tellChanged(['another']);
  rig.collaboration.tellChanged(['d1']);
  await told();
  expect(heard).toBe(2);
});
