import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { DOCUMENT_SCHEMA_VERSION } from '@/server/domains/knowledge/document-version.schema';
import { identityOf, type Rig, seedDocument, startRig, storedText } from '@/server/platform/collab/rig';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { forgetPerson, KEPT_DAYS_MAX, keepChanges, listKept, readKept } from './kept-changes';
import { forgetKeptOf } from './kept-log';
import { EditorSession } from './session';

const DAY_MS = 24 * 60 * 60 * 1_000;
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

let database: Database;
let rig: Rig;
let tabs: EditorSession[];
let away: boolean;
let signedOut: boolean;
/** Whose session was ended on purpose. */
let endedOf: string | null;

beforeEach(async () => {
  vi.stubGlobal('window', new EventTarget());
  database = await testDatabase();
  await seedDocument(database, 'd1');
  rig = await startRig(database, {
    version: DOCUMENT_SCHEMA_VERSION,
    authenticate: async (request) => (endedOf === null ? identityOf(request) : { endedOf }),
  });
  rig.allow('ana', 'd1', 'write');
  rig.allow('tariq', 'd1', 'write');
  tabs = [];
  away = false;
  signedOut = false;
  endedOf = null;
});

afterEach(async () => {
  vi.restoreAllMocks();
  for (const tab of tabs) close(tab);
  await Promise.all(['ana', 'tariq'].map(forgetPerson));
  await rig.close();
  await database.close();
  vi.unstubAllGlobals();
});

/** Opens the document in a tab of this browser. */
function open(personId: string): EditorSession {
  class SignedSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      const authorization = signedOut ? '' : `Bearer ${personId}`;
      // Nobody listens on that port.
      const reached = away ? 'ws://127.0.0.1:9' : address;
      super(reached, protocols, { headers: { authorization }, origin: 'http://ours.example' });
    }
  }
  const WebSocketPolyfill = SignedSocket as unknown as typeof globalThis.WebSocket;
  const tab = new EditorSession({
    url: `${rig.url}/collab`,
    documentId: 'd1',
    personId,
    title: 'Oars',
    WebSocketPolyfill,
  });
  tabs.push(tab);
  tab.connect();
  return tab;
}

/** Closes the tab, whatever it holds. */
function close(tab: EditorSession): void {
  tab.destroy();
}

const type = (tab: EditorSession, text: string) => tab.doc.getText('text').insert(0, text);
const textOf = (tab: EditorSession) => tab.doc.getText('text').toString();
const keptChanges = async (personId: string, version = DOCUMENT_SCHEMA_VERSION) =>
  (await readKept({ personId, documentId: 'd1' }, version)).changes.length;
const isSaved = (tab: EditorSession) => eventually(() => expect(tab.getState().phase).toBe('saved'));

/** Cuts the connection and types. */
async function typeOffline(tab: EditorSession, text: string): Promise<void> {
  await isSaved(tab);
  tab.provider.disconnect();
  const before = await keptChanges('ana');
  type(tab, text);
  expect(tab.getState()).toMatchObject({ phase: 'offline', keeper: 'browser', edits: 1 });
  await eventually(async () => {
    const { base, changes } = await readKept({ personId: 'ana', documentId: 'd1' }, DOCUMENT_SCHEMA_VERSION);
    expect([base !== null, changes.length]).toEqual([true, before + 1]);
  });
}

test('CO-O5 what was typed offline outlives its tab, is sent by the next one, and then lies nowhere any more', async () => {
  const first = open('ana');
  await typeOffline(first, 'left behind');
  close(first);
  expect(await listKept('ana')).toMatchObject([{ documentId: 'd1', title: 'Oars' }]);
  const next = open('ana');
  await isSaved(next);
  expect(await storedText(database, 'd1')).toBe('left behind');
  await eventually(async () => expect(await listKept('ana')).toEqual([]));
  expect(await keptChanges('ana')).toBe(0);
});

test('CO-O6 while the server is away the next tab has the text, the count, and goes on with it', async () => {
  const first = open('ana');
  type(first, 'saved before');
  await typeOffline(first, 'one ');
  close(first);
  away = true;
  const next = open('ana');
  await eventually(() => expect(next.getState()).toMatchObject({ phase: 'offline', opened: true, edits: 1 }));
  expect(textOf(next)).toBe('one saved before');
  type(next, 'two ');
  away = false;
  await isSaved(next);
  expect(await storedText(database, 'd1')).toBe('two one saved before');
});

test('CO-O7 what is saved while one types does not stay in the browser', async () => {
  const tab = open('ana');
  await isSaved(tab);
  for (const word of ['one ', 'two ', 'three ']) type(tab, word);
  await isSaved(tab);
  await eventually(async () => expect(await listKept('ana')).toEqual([]));
  expect(await keptChanges('ana')).toBe(0);
});

test('CO-O8 two tabs of one person keep and send what each of them wrote, and nothing comes twice', async () => {
  const [one, other] = [open('ana'), open('ana')];
  await typeOffline(one, 'one ');
  await typeOffline(other, 'other ');
  const third = open('ana');
  await isSaved(third);
  one.connect();
  other.connect();
  for (const tab of [one, other]) {
    await isSaved(tab);
    expect(textOf(tab)).toBe(textOf(third));
  }
  expect((await storedText(database, 'd1')).split(' ').sort()).toEqual(['', 'one', 'other']);
});

test('CO-O9 somebody else in the same browser neither sees it nor sends it', async () => {
  const ana = open('ana');
  await typeOffline(ana, 'written by Ana');
  close(ana);
  const tariq = open('tariq');
  await isSaved(tariq);
  expect(textOf(tariq)).toBe('');
  expect(await listKept('tariq')).toEqual([]);
  expect(await storedText(database, 'd1')).toBe('');
  expect(await keptChanges('ana')).toBe(1);
});

test('CO-O10 when access ends nothing of the text stays in the browser; when only the sign-in ends it does', async () => {
  const ana = open('ana');
  await typeOffline(ana, 'typed offline');
  signedOut = true;
  ana.connect();
  await eventually(() =>
    expect(ana.getState()).toMatchObject({ phase: 'ended', reason: 'signedOut', keeper: 'browser' }),
  );
  expect(await keptChanges('ana')).toBe(1);
  signedOut = false;
  rig.access.clear();
  ana.reopen();
  await eventually(() => expect(ana.getState()).toMatchObject({ reason: 'accessLost', keeper: 'tab', unsaved: true }));
  await eventually(async () => expect(await listKept('ana')).toEqual([]));
  expect(await keptChanges('ana')).toBe(0);
  expect(textOf(ana)).toBe('typed offline');
});

test('CO-O11 signing out forgets all of that person and nothing of others, and open tabs keep no more', async () => {
  const ana = open('ana');
  await typeOffline(ana, 'typed offline');
  const [change] = (await readKept({ personId: 'ana', documentId: 'd1' }, DOCUMENT_SCHEMA_VERSION)).changes;
  if (!change) throw new Error('A change was expected.');
  const about = { title: 'Oars', version: DOCUMENT_SCHEMA_VERSION };
  await keepChanges({ personId: 'tariq', documentId: 'd1' }, about, [change]);
  await forgetKeptOf('ana');
  expect(await keptChanges('ana')).toBe(0);
  expect(await keptChanges('tariq')).toBe(1);
  await eventually(() => expect(ana.getState()).toMatchObject({ keeper: 'tab', edits: 1 }));
  type(ana, 'more ');
  expect(await listKept('ana')).toEqual([]);
});

test('CO-O65 a session that is ended on purpose leaves nothing of the page in the browser; whoever signs in again goes on in the tab, and it is kept again', async () => {
  const ana = open('ana');
  await typeOffline(ana, 'typed offline');
  endedOf = 'ana';
  ana.connect();
  await eventually(() =>
    expect(ana.getState()).toMatchObject({ phase: 'ended', reason: 'sessionEnded', keeper: 'tab', unsaved: true }),
  );
  await eventually(async () => expect(await listKept('ana')).toEqual([]));
  expect(await keptChanges('ana')).toBe(0);
  endedOf = null;
  ana.reopen();
  await isSaved(ana);
  expect(await storedText(database, 'd1')).toBe('typed offline');
  ana.provider.disconnect();
  type(ana, 'once more ');
  await eventually(() => expect(ana.getState()).toMatchObject({ phase: 'offline', keeper: 'browser' }));
  await eventually(async () => expect(await keptChanges('ana')).toBe(1));
});

test('CO-O65 it is of no concern to whoever wrote in the same browser before', async () => {
  const ana = open('ana');
  await typeOffline(ana, 'typed offline');
  endedOf = 'tariq';
  ana.connect();
  await eventually(() => expect(ana.getState()).toMatchObject({ reason: 'signedOut', keeper: 'browser' }));
  expect(await keptChanges('ana')).toBe(1);
});

test('CO-O12 it is forgotten with its age', async () => {
  const ana = open('ana');
  await typeOffline(ana, 'long ago');
  close(ana);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + KEPT_DAYS_MAX * DAY_MS + 1_000 });
  const next = open('ana');
  await isSaved(next);
  vi.useRealTimers();
  expect(textOf(next)).toBe('');
  expect(await listKept('ana')).toEqual([]);
});

test('CO-O13 a browser without room says so, and keeps everything in order once it has some again', async () => {
  const ana = open('ana');
  await typeOffline(ana, 'one ');
  const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
    throw new DOMException('no more room', 'QuotaExceededError');
  });
  type(ana, 'two ');
  await eventually(() => expect(ana.getState()).toMatchObject({ keeper: 'full' }));
  add.mockRestore();
  type(ana, 'three ');
  await eventually(() => expect(ana.getState()).toMatchObject({ keeper: 'browser' }));
  close(ana);
  const next = open('ana');
  await isSaved(next);
  expect(await storedText(database, 'd1')).toBe('three two one ');
});

test('CO-O14 what a later version of the document wrote is left for a page that knows it', async () => {
  const ana = open('ana');
  await typeOffline(ana, 'from a newer page');
  expect(await keptChanges('ana', DOCUMENT_SCHEMA_VERSION - 1)).toBe(0);
  expect(await keptChanges('ana', DOCUMENT_SCHEMA_VERSION + 1)).toBe(1);
});

test('CO-O15 what is let go is forgotten, and does not come back with the page', async () => {
  const ana = open('ana');
  await typeOffline(ana, 'not wanted');
  ana.giveUpUnsaved();
  expect(ana.getState()).toMatchObject({ unsaved: false, edits: 0 });
  await eventually(async () => expect(await listKept('ana')).toEqual([]));
  close(ana);
  const next = open('ana');
  await isSaved(next);
  expect(textOf(next)).toBe('');
});
