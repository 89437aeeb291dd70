import { expect, test } from '@playwright/test';
import * as Y from 'yjs';
import { ACTOR_KINDS, type ActorKind, ITEM_KINDS, type ItemKind, WRITERS } from '@/prisma/seed/small-world';
import { type Answer, ask, type Credential, inParallel, mutate, openSocket } from './support/doors';
import { changingDoors, type Door, namingDoors, readingDoors, wordIn } from './support/item-doors';
import { type At, Ledger } from './support/ledger';
import {
  type Asked,
  reads,
  type SmallInstallation,
  startSmallInstallation,
  UNKNOWN,
} from './support/small-installation';

/** Requests at one moment; more would only wait for the processor. */
const WIDTH = 12;
/** How long after the answer a request may be made. */
const MADE_MS = 20_000;
const CONSOLE_PREFIX = 'access parity:';

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

/** Runs the tasks and fails with everything that was found. */
async function audit(tasks: (ledger: Ledger) => (() => Promise<void>)[]): Promise<void> {
  const ledger = new Ledger();
  await inParallel(WIDTH, tasks(ledger));
  checks += ledger.checks;
  ledger.demandNone();
}

const everyPair = (): { actor: ActorKind; item: Asked }[] =>
  ACTOR_KINDS.flatMap((actor) => ITEM_KINDS.map((kind) => ({ actor, item: here.items[kind] })));

const kindOf = (item: Asked): ItemKind => item.kind as ItemKind;
const namesOf = (asked: Asked): string[] => [asked.id, asked.attachmentId];

test('reading doors: readers read, and to everybody else the item is an unknown id', async () => {
  const doors = readingDoors(here);
  await audit((ledger) =>
    everyPair().flatMap(({ actor, item }) =>
      doors.map((door) => async () => {
        const at = { actor, item: item.kind, door: door.name };
        await ledger.try(at, async () => {
          const by = here.credentials[actor][door.with];
          const answer = await door.open(item, by);
          if (reads(actor, kindOf(item))) {
            ledger.status(at, answer, 200);
            for (const words of door.shows?.(item, wordIn(item)) ?? []) {
              ledger.check(at, answer.body.includes(words), `does not show "${words}"`);
            }
          } else {
            await refusedAsUnknown(ledger, at, door, item, by, answer);
          }
        });
      }),
    ),
  );
});

const unknownAnswers = new Map<string, Promise<Answer>>();

/** What somebody is answered for an id that nothing has: asked once for every door and way in. */
function ofUnknown(door: Pick<Door, 'name' | 'open'>, by: Credential): Promise<Answer> {
  const key = `${by.name} at ${door.name}`;
  const known = unknownAnswers.get(key) ?? door.open(UNKNOWN, by);
  unknownAnswers.set(key, known);
  return known;
}

async function refusedAsUnknown(
  ledger: Ledger,
  at: { actor: string; item: string; door: string },
  door: Pick<Door, 'name' | 'open' | 'unknown'>,
  item: Asked,
  by: Credential,
  answer: Answer,
): Promise<void> {
  ledger.status(at, answer, door.unknown ?? 404);
  ledger.same(at, answer, namesOf(item), await ofUnknown(door, by), namesOf(UNKNOWN));
  ledger.check(at, !wordIn(item) || !answer.body.includes(wordIn(item)), 'shows its text');
}

test('changing doors: who may not write is refused, and to who may not read the item is an unknown id', async () => {
  const doors = changingDoors(here);
  const before = await stateOfItems();
  await audit((ledger) =>
    everyPair().flatMap(({ actor, item }) =>
      doors.flatMap((door) => {
        const at = { actor, item: item.kind, door: door.name };
        const by = here.credentials[actor][door.with];
        const byReading = async () => {
          if (door.with !== 'writeToken') return;
          const refused = await door.open(item, here.credentials[actor].readToken);
          const there = { ...at, door: `${door.name} by reading token` };
          ledger.status(there, refused, 403);
          const other = await ofUnknown(door, here.credentials[actor].readToken);
          ledger.same(there, refused, namesOf(item), other, namesOf(UNKNOWN));
        };
        const byWriting = async () => {
          if (!reads(actor, kindOf(item))) {
            await refusedAsUnknown(ledger, at, door, item, by, await door.open(item, by));
          } else if (!mayChange(actor, kindOf(item))) {
            ledger.status(at, await door.open(item, by), 403);
          }
        };
        return [() => ledger.try(at, byReading), () => ledger.try(at, byWriting)];
      }),
    ),
  );
  expect(await stateOfItems()).toEqual(before);
});

/** Keepers of an item in the trash may still take it out: they have a test of their own. */
const mayChange = (actor: ActorKind, item: ItemKind): boolean =>
  WRITERS[item].includes(actor) || (item === 'trashed' && reads(actor, item));

/** All of the items that a change would change. */
function stateOfItems() {
  const { prisma } = here.database;
  return prisma.knowledgeItem.findMany({
    where: { id: { in: Object.values(here.world.items) } },
    include: { maintainers: true, namedPeople: true, teams: true, jobRoles: true, trashing: true, attachments: true },
    orderBy: { id: 'asc' },
  });
}

test('sockets: readers read, writers write, and to everybody else there is no such document', async () => {
  const before = await here.database.prisma.documentUpdate.count();
  await audit((ledger) =>
    everyPair().flatMap(({ actor, item }) =>
      (['cookie', 'writeToken', 'readToken'] as const).map((way) => async () => {
        const at = { actor, item: item.kind, door: `socket by ${way}` };
        const by = here.credentials[actor][way];
        await ledger.try(at, async () => {
          const socket = await openSocket(here.url, item.id, by);
          ledger.check(at, socket.opened === reads(actor, kindOf(item)), socket.opened ? 'opens' : 'does not open');
          if (!socket.opened) {
            const unknown = await openSocket(here.url, UNKNOWN.id, by);
            ledger.status(at, socket.answer, 404);
            if (unknown.opened) throw new Error('an unknown document opens');
            return ledger.same(at, socket.answer, namesOf(item), unknown.answer, namesOf(UNKNOWN));
          }
          const writes = WRITERS[kindOf(item)].includes(actor) && way !== 'readToken';
          ledger.check(at, textOf(socket.doc).includes(wordIn(item)), 'does not show the text');
          ledger.check(at, (socket.access === 'write') === writes, `says it may ${socket.access}`);
          if (!writes) ledger.check(at, !(await socket.write(anUpdate())), 'stores what a reader writes');
          await socket.close();
        });
      }),
    ),
  );
  expect(await here.database.prisma.documentUpdate.count()).toBe(before);
});

test('sockets: a page of another site opens nothing with a person’s cookie', async () => {
  await audit((ledger) =>
    everyPair().map(({ actor, item }) => async () => {
      const { cookie } = here.credentials[actor];
      for (const origin of ['null', 'http://elsewhere.example']) {
        const at = { actor, item: item.kind, door: `socket from "${origin}"` };
        const by = { name: actor, headers: { ...cookie.headers, origin } };
        await ledger.try(at, async () => {
          const socket = await openSocket(here.url, item.id, by);
          if (socket.opened) throw new Error('opens');
          ledger.status(at, socket.answer, 403);
        });
      }
    }),
  );
});

function textOf(doc: Y.Doc): string {
  return doc.getXmlFragment('default').toString();
}

function anUpdate(): Uint8Array {
  const doc = new Y.Doc();
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText('Written by a probe.')]);
  doc.getXmlFragment('default').insert(0, [paragraph]);
  return Y.encodeStateAsUpdate(doc);
}

test('asking for access answers the same for every id, and reaches only who keeps the item', async () => {
  await audit((ledger) =>
    everyPair().map(({ actor, item }) => async () => {
      const at = { actor, item: item.kind, door: 'asking for access' };
      const by = here.credentials[actor].cookie;
      const request = ({ id }: Asked) => mutate(here.url, 'knowledge.access.request', { id, reason: 'I need it' }, by);
      await ledger.try(at, async () => {
        const answer = await request(item);
        ledger.status(at, answer, 200);
        if (item.kind !== 'restricted' && item.kind !== 'public') return;
        ledger.same(at, answer, namesOf(item), await request(UNKNOWN), namesOf(UNKNOWN));
      });
    }),
  );
  const owed = everyPair().filter(({ actor, item }) => item.kind !== 'trashed' && !reads(actor, kindOf(item)));
  const asked = async () => {
    const requests = await here.database.prisma.accessRequest.findMany({ select: { itemId: true, personId: true } });
    return requests.map(({ itemId, personId }) => `${itemId} ${personId}`).sort();
  };
  // Nobody is kept waiting while a request is made.
  await expect
    .poll(asked, { timeout: MADE_MS })
    .toEqual(owed.map(({ actor, item }) => `${item.id} ${here.world.people[actor]}`).sort());
});

test('an item that one may not read cannot be named by another', async () => {
  const doors = namingDoors(here);
  await audit((ledger) =>
    everyPair().flatMap(({ actor, item }) =>
      doors.map((door) => async () => {
        const at = { actor, item: item.kind, door: door.name };
        const by = here.credentials[actor][door.with];
        await ledger.try(at, async () => {
          const answer = await door.open(item, by);
          if (reads(actor, kindOf(item)) && item.kind !== 'trashed') return ledger.status(at, answer, 201);
          ledger.status(at, answer, 400);
          ledger.same(at, answer, namesOf(item), await ofUnknown(door, by), namesOf(UNKNOWN));
        });
      }),
    ),
  );
  await here.database.prisma.knowledgeItem.deleteMany({ where: { title: 'Names another' } });
});

/**
 * A page of somebody who is not signed in: how much of its frame came before the redirect is a matter of time, so that
 * two are not the same bytes. The client's router is answered 200 with the redirect in the data.
 */
function ledToSignIn(ledger: Ledger, at: At, item: Asked, { status, headers, body }: Answer): void {
  const leads = status === 307 ? (headers.location ?? '') : body;
  ledger.check(at, leads.includes('/sign-in?next='), `is not led to sign in: ${status}`);
  for (const words of [item.title, wordIn(item)]) ledger.check(at, !body.includes(words), `shows "${words}"`);
}

test('whoever is not signed in, or not any more, is told nothing of any id', async () => {
  const doors = [...readingDoors(here), ...changingDoors(here), ...namingDoors(here)];
  await audit((ledger) =>
    here.dead.flatMap((by) =>
      doors.map((door) => async () => {
        const at = { actor: by.name, item: 'public', door: door.name };
        await ledger.try(at, async () => {
          const item = here.items.public;
          const answer = await door.open(item, by);
          if (/^(writing |history |version )?page/.test(door.name)) return ledToSignIn(ledger, at, item, answer);
          ledger.status(at, answer, 401);
          ledger.same(at, answer, namesOf(item), await ofUnknown(door, by), namesOf(UNKNOWN));
        });
      }),
    ),
  );
  await audit((ledger) =>
    here.dead.flatMap((by) => [
      async () => {
        const at = { actor: by.name, item: 'public', door: 'socket' };
        const socket = await openSocket(here.url, here.items.public.id, by);
        if (socket.opened) return ledger.check(at, false, 'opens');
        ledger.status(at, socket.answer, 401);
      },
      ...[
        '/library/items.csv',
        '/people/people.csv',
        '/api/v1/items',
        '/api/v1/search?q=item',
        '/api/v1/me',
        '/api/v1/people',
      ].map(
        (path) => async () =>
          ledger.status({ actor: by.name, item: 'all', door: path }, await ask(here.url, path, by), 401),
      ),
      ...['/', '/library', '/search?q=item', '/trash', '/inbox', '/people'].map(
        (path) => async () =>
          ledger.status({ actor: by.name, item: 'all', door: path }, await ask(here.url, path, by), 307),
      ),
    ]),
  );
});
