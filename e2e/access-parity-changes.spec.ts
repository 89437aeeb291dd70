import { expect, test } from '@playwright/test';
import * as Y from 'yjs';
import { ITEM_KINDS, type ItemKind, WRITERS } from '@/prisma/seed/small-world';
import { CLOSE_CODES } from '@/server/platform/collab/protocol.schema';
import { ask, type Credential, inParallel, mutate, openSocket, query, type SocketAnswer } from './support/doors';
import { changingDoors, readingDoors } from './support/item-doors';
import { Ledger } from './support/ledger';
import { type SmallInstallation, startSmallInstallation, UNKNOWN } from './support/small-installation';

/** Items at one moment; the doors of one item are opened one after another. */
const WIDTH = ITEM_KINDS.length;
const KEEPERS = ['author', 'maintainer'] as const;
const CONSOLE_PREFIX = 'access parity of changes:';

let here: SmallInstallation;
let checks = 0;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  here = await startSmallInstallation();
});
test.afterAll(async () => {
  process.stdout.write(`${CONSOLE_PREFIX} ${checks} checks\n`);
  await here.close();
});

function finish(ledger: Ledger): void {
  checks += ledger.checks;
  ledger.demandNone();
}

type Opened = Extract<SocketAnswer, { opened: true }>;

async function opened(id: string, by: Credential): Promise<Opened> {
  const socket = await openSocket(here.url, id, by);
  if (!socket.opened) throw new Error(`${by.name} is refused with ${socket.answer.status}`);
  return socket;
}

/** An update that begins the document with a paragraph. */
function paragraphFor(doc: Y.Doc, words: string): Uint8Array {
  const before = Y.encodeStateVector(doc);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText(words)]);
  copy.getXmlFragment('default').insert(0, [paragraph]);
  return Y.encodeStateAsUpdate(copy, before);
}

test('who keeps an item writes to it over the socket, by cookie and by token', async () => {
  const ledger = new Ledger();
  const kinds = ITEM_KINDS.filter((kind) => WRITERS[kind].length > 0);
  const write = async (kind: ItemKind) => {
    expect([...WRITERS[kind]].sort()).toEqual([...KEEPERS]);
    for (const actor of KEEPERS) {
      for (const way of ['cookie', 'writeToken'] as const) {
        const at = { actor, item: kind, door: `socket by ${way}` };
        const words = `Written by the ${actor} by ${way}.`;
        await ledger.try(at, async () => {
          const socket = await opened(here.world.items[kind], here.credentials[actor][way]);
          ledger.check(at, await socket.write(paragraphFor(socket.doc, words)), 'is not stored');
          await socket.close();
          const path = `/api/v1/items/${here.world.items[kind]}/markdown`;
          const { body } = await ask(here.url, path, here.credentials[actor].readToken);
          ledger.check(at, body.includes(words), 'is stored but not read');
        });
      }
    }
  };
  await inParallel(
    WIDTH,
    kinds.map((kind) => () => write(kind)),
  );
  finish(ledger);
});

test('every door by which an item is changed opens to who keeps it, in the trash those that belong there', async () => {
  const ledger = new Ledger();
  const doors = changingDoors(here);
  const change = async (kind: ItemKind) => {
    const item = here.items[kind];
    for (const actor of KEEPERS) {
      for (const door of doors) {
        const at = { actor, item: kind, door: door.name };
        const wanted = kind === 'trashed' ? (door.trashed ?? 403) : door.answers;
        await ledger.try(at, async () =>
          ledger.status(at, await door.open(item, here.credentials[actor][door.with]), wanted),
        );
      }
      // What was in use has been thrown away by the last doors; what was in the trash is in it again.
      if (kind !== 'trashed') {
        await mutate(here.url, 'knowledge.item.restore', { id: item.id }, here.credentials[actor].cookie);
      }
    }
    const { body } = await ask(here.url, `/api/v1/items/${item.id}`, here.credentials.author.readToken);
    const changed = body.includes('"title":"Patched"') && body.includes('"accessLevel":"public"');
    ledger.check({ actor: 'author', item: kind, door: 'item afterwards' }, changed === (kind !== 'trashed'), body);
  };
  await inParallel(
    WIDTH,
    ITEM_KINDS.map((kind) => () => change(kind)),
  );
  finish(ledger);
});

/** Every door of an item and its socket are shut to who could read it a moment ago. */
async function expectShut(kind: ItemKind, credential: Record<'cookie' | 'readToken', Credential>): Promise<void> {
  const item = here.items[kind];
  const ledger = new Ledger();
  for (const door of readingDoors(here)) {
    const by = door.with === 'cookie' ? credential.cookie : credential.readToken;
    const at = { actor: by.name, item: kind, door: door.name };
    const answer = await door.open(item, by);
    const other = await door.open(UNKNOWN, by);
    ledger.check(at, answer.status >= 300 || door.unknown === answer.status, 'is open');
    ledger.same(at, answer, [item.id, item.attachmentId], other, [UNKNOWN.id]);
  }
  const again = await openSocket(here.url, item.id, credential.cookie);
  ledger.check({ actor: credential.cookie.name, item: kind, door: 'socket' }, !again.opened, 'opens');
  finish(ledger);
}

const restrict = (id: string, namedPersonIds: string[]) => {
  const access = { accessLevel: 'restricted', teamIds: [], jobRoleIds: [], namedPersonIds };
  return mutate(
    here.url,
    'knowledge.item.changeAccess',
    { id, ...access, confirmed: true },
    here.credentials.author.cookie,
  );
};

test('who is no longer named loses every door at once, the open socket included', async () => {
  const { id } = here.items.restricted;
  expect((await restrict(id, [here.world.people.named])).status).toBe(200);
  const { cookie, readToken } = here.credentials.named;
  const socket = await opened(id, cookie);
  expect((await restrict(id, [])).status).toBe(200);
  expect(await socket.closed).toBe(CLOSE_CODES.accessLost);
  await expectShut('restricted', { cookie, readToken });
  const found = await query(here.url, 'knowledge.item.list', { text: 'Patched' }, cookie);
  expect(found.body).not.toContain(id);
});

test('what is thrown away is gone for its readers, and comes back', async () => {
  const { id } = here.items.public;
  const { cookie, readToken } = here.credentials.newcomer;
  const socket = await opened(id, cookie);
  const author = here.credentials.author.cookie;
  expect((await mutate(here.url, 'knowledge.item.trash', { id }, author)).status).toBe(200);
  expect(await socket.closed).toBe(CLOSE_CODES.accessLost);
  await expectShut('public', { cookie, readToken });
  expect((await mutate(here.url, 'knowledge.item.restore', { id }, author)).status).toBe(200);
  await (await opened(id, cookie)).close();
});

test('who leaves loses every door at once: cookie, token and sockets', async () => {
  const { people } = here.world;
  const { cookie, readToken } = here.credentials.engineer;
  const sockets = [await opened(here.items.public.id, cookie), await opened(here.items.public.id, readToken)];
  const leaving = { personId: people.engineer, handOverToId: people.author };
  const left = await mutate(here.url, 'people.person.deactivate', leaving, here.credentials.administrator.cookie);
  expect(left.status).toBe(200);
  expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([
    CLOSE_CODES.sessionEnded,
    CLOSE_CODES.signedOut,
  ]);
  await expectShut('public', { cookie, readToken });
  expect((await ask(here.url, '/api/v1/me', readToken)).status).toBe(401);
});

test('a token that is taken back, and a session that is ended, close what they opened', async () => {
  const { cookie, readToken } = here.credentials.sameRole;
  const { prisma } = here.database;
  const personId = here.world.people.sameRole;
  const { id: tokenId } = await prisma.apiToken.findFirstOrThrow({ where: { personId, name: readToken.name } });
  const byToken = await opened(here.items.public.id, readToken);
  expect((await mutate(here.url, 'people.token.revoke', { tokenId }, cookie)).status).toBe(200);
  expect(await byToken.closed).toBe(CLOSE_CODES.signedOut);
  const { id: sessionId } = await prisma.session.findFirstOrThrow({ where: { personId, endedAt: null } });
  const byCookie = await opened(here.items.public.id, cookie);
  expect((await mutate(here.url, 'people.session.end', { sessionId }, cookie)).status).toBe(200);
  expect(await byCookie.closed).toBe(CLOSE_CODES.sessionEnded);
  await expectShut('public', { cookie, readToken });
});
