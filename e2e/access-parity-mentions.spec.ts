import { expect, test } from '@playwright/test';
import { ACTOR_KINDS, type ActorKind, ITEM_KINDS, type ItemKind, titleOf } from '@/prisma/seed/small-world';
import { createItem } from '@/server/domains/knowledge';
import { ask, type Credential, inParallel, query } from './support/doors';
import { Ledger } from './support/ledger';
import { reads, type SmallInstallation, startSmallInstallation, UNKNOWN } from './support/small-installation';

/** Requests at one moment; more would only wait for the processor. */
const WIDTH = 12;
const TITLE = 'Everything that there is, named';

let here: SmallInstallation;
/** A public item whose text mentions every other, an id that nothing has, and everybody. */
let textId: string;

test.beforeAll(async () => {
  here = await startSmallInstallation();
  const ids = [...ITEM_KINDS.map((kind) => here.world.items[kind]), UNKNOWN.id];
  const people = Object.values(here.world.people).map((id) => `[](/people/${id} "mention")`);
  const markdown = `## Of ${ids.map((id) => `[](/library/${id} "mention")`).join(', ')}\n\n${people.join(', ')}\n\n${ids
    .map((id) => `[](/library/${id} "card")`)
    .join('\n\n')}\n`;
  const author = await here.world.as('author');
  const item = { title: TITLE, contentType: 'procedures', accessLevel: 'public', markdown } as const;
  ({ id: textId } = await createItem(author, item));
});
test.afterAll(() => here.close());

const listed = (actor: ActorKind, kind: ItemKind): boolean => kind !== 'trashed' && reads(actor, kind);

type Door = { name: string; open: (by: ActorKind) => Promise<{ body: string }> };

function doors(): Door[] {
  const cookie = (actor: ActorKind): Credential => here.credentials[actor].cookie;
  const at = (path: string, way: (actor: ActorKind) => Credential = cookie): Door => ({
    name: path,
    open: (actor) => ask(here.url, path, way(actor)),
  });
  const asked = (procedure: string, input: object): Door => ({
    name: `tRPC ${procedure}`,
    open: (actor) => query(here.url, `knowledge.${procedure}`, input, cookie(actor)),
  });
  const itemIds = [...ITEM_KINDS.map((kind) => here.world.items[kind]), UNKNOWN.id];
  return [
    at(`/library/${textId}`),
    at(`/api/v1/items/${textId}`, (actor) => here.credentials[actor].readToken),
    at(`/api/v1/items/${textId}/markdown`, (actor) => here.credentials[actor].readToken),
    asked('item.page', { id: textId }),
    asked('item.get', { id: textId }),
    asked('item.markdown', { id: textId }),
    asked('mention.named', { itemIds }),
  ];
}

test('KN-G3: on every door a mention has the title that its reader may read, and is else like an unknown one', async () => {
  const ledger = new Ledger();
  const work = ACTOR_KINDS.flatMap((actor) =>
    doors().map((door) => async () => {
      const at = { actor, item: 'all', door: door.name };
      await ledger.try(at, async () => {
        const { body } = await door.open(actor);
        for (const kind of ITEM_KINDS) {
          const owed = listed(actor, kind);
          ledger.check(
            at,
            body.includes(titleOf(kind)) === owed,
            owed ? `misses ${kind}` : `tells the title of ${kind}`,
          );
          if (owed || !body.includes('"card')) continue;
          // What stands around the id is the same, byte for byte.
          const without = (id: string) => body.split(id).length;
          const same = without(here.world.items[kind]) === without(UNKNOWN.id);
          ledger.check(at, same, `tells ${kind} from an id that nothing has`);
        }
      });
    }),
  );
  await inParallel(WIDTH, work);
  ledger.demandNone();
  expect(ledger.checks).toBeGreaterThan(ACTOR_KINDS.length * ITEM_KINDS.length);
});

test('KN-G6: the menu offers what one may read, by title and without any', async () => {
  const ledger = new Ledger();
  const work = ACTOR_KINDS.flatMap((actor) =>
    ITEM_KINDS.map((kind) => async () => {
      const at = { actor, item: kind, door: 'menu of mentions' };
      const { cookie } = here.credentials[actor];
      await ledger.try(at, async () => {
        for (const input of [{ text: titleOf(kind) }, { text: '', recent: { itemIds: [here.world.items[kind]] } }]) {
          const { body } = await query(here.url, 'knowledge.mention.suggest', input, cookie);
          ledger.check(at, body.includes(titleOf(kind)) === listed(actor, kind), `answers wrongly to ${input.text}`);
        }
      });
    }),
  );
  await inParallel(WIDTH, work);
  ledger.demandNone();
});
