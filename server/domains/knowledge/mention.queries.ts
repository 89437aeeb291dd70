import type { Prisma } from '@/prisma/generated/client';
import { namePeople, searchPeople } from '@/server/domains/people';
import { type Actor, authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import type { Db } from '@/server/platform/db/client';
import { escapeLike } from '@/server/platform/db/like';
import { factsOf, loadReadable } from './load';
import {
  type cannotOpenInput,
  type ItemNamed,
  MENTIONS_OFFERED_MAX,
  type MentionsOffered,
  type Named,
  type NamedInput,
  namedInput,
  type SuggestInput,
  suggestInput,
} from './mention.schema';
import { itemPolicy, listedFor, readersOf } from './policy';

const ITEM_NAMED = {
  id: true,
  title: true,
  contentType: true,
  status: true,
  summary: true,
  author: { select: { id: true, name: true, deactivation: { select: { personId: true } } } },
} satisfies Prisma.KnowledgeItemSelect;

function itemNamed({ author, ...item }: Prisma.KnowledgeItemGetPayload<{ select: typeof ITEM_NAMED }>): ItemNamed {
  return { ...item, author: { id: author.id, name: author.name, left: author.deactivation !== null } };
}

/**
 * KN-G3: people and items by their ids, in two questions however many there are. Of items only what the reader may read
 * and is not in the trash; nothing tells another from one that does not exist.
 * @param actor null for who runs the installation and takes everything
 */
export async function namedFor(
  db: Db,
  actor: Actor | null,
  ids: { personIds: readonly string[]; itemIds: readonly string[] },
): Promise<Named> {
  const [people, items] = await Promise.all([
    namePeople(db, ids.personIds),
    ids.itemIds.length === 0
      ? []
      : db.knowledgeItem.findMany({
          where: { AND: [{ id: { in: [...ids.itemIds] } }, actor ? listedFor(actor) : { trashing: null }] },
          select: ITEM_NAMED,
        }),
  ]);
  return { people, items: items.map(itemNamed) };
}

/** Whom and what a text that is being written mentions. */
export async function named(ctx: Context, given: NamedInput): Promise<Named> {
  return namedFor(ctx.db, ctx.actor, namedInput.parse(given));
}

/**
 * Of these people, who cannot open an item: whoever writes it is told at once. Whoever reads it may know who else does.
 * @throws KenningError not_found
 */
export async function cannotOpen(ctx: Context, input: typeof cannotOpenInput._output): Promise<string[]> {
  const facts = factsOf(await loadReadable(ctx.db, ctx.actor, input.id));
  authorize(itemPolicy, 'read', ctx.actor, facts);
  const readers = await ctx.db.person.findMany({
    where: { AND: [{ id: { in: input.personIds } }, readersOf(facts)] },
    select: { id: true },
  });
  return input.personIds.filter((id) => !readers.some((reader) => reader.id === id));
}

/** People and items whose name or title has every typed word; what was chosen lately first while nothing is typed. */
export async function suggestMentions(ctx: Context, given: SuggestInput): Promise<MentionsOffered> {
  const { text, inItem, recent } = suggestInput.parse(given);
  const words = text.replaceAll('\u0000', '').trim();
  const lately = words === '' ? { personIds: recent?.personIds ?? [], itemIds: recent?.itemIds ?? [] } : NOTHING;
  const [people, items] = await Promise.all([
    offeredPeople(ctx, words, lately.personIds),
    offeredItems(ctx, { words, recent: lately.itemIds, without: inItem }),
  ]);
  const ids = people.map((person) => person.id);
  const outside = inItem === undefined ? [] : await cannotOpen(ctx, { id: inItem, personIds: ids });
  return { people: people.map((person) => ({ ...person, cannotOpen: outside.includes(person.id) })), items };
}

const NOTHING: { personIds: string[]; itemIds: string[] } = { personIds: [], itemIds: [] };

async function offeredPeople(ctx: Context, words: string, recent: string[]) {
  const found = await searchPeople(ctx, { search: words.slice(0, SEARCHED_CHARACTERS_MAX), ids: recent });
  const here = found.filter((person) => !person.left);
  return best(here, (person) => rank(person.name, person.id, words, recent)).map(({ id, name, left, job }) => ({
    id,
    name,
    left,
    job,
  }));
}

const SEARCHED_CHARACTERS_MAX = 100;
/** More than are offered, so that the best of them can be. */
const LOOKED_AT_MAX = 40;

type Asked = { words: string; recent: readonly string[]; without: string | undefined };

async function offeredItems({ db, actor }: Context, { words, recent, without }: Asked): Promise<ItemNamed[]> {
  const title = words.split(/\s+/).filter(Boolean);
  const mayBe: Prisma.KnowledgeItemWhereInput[] = [listedFor(actor), { id: { not: without } }];
  const matching = title.map((word) => ({ title: { contains: escapeLike(word), mode: 'insensitive' as const } }));
  const [lately, found] = await Promise.all([
    recent.length === 0
      ? []
      : db.knowledgeItem.findMany({ where: { AND: [...mayBe, { id: { in: [...recent] } }] }, select: ITEM_NAMED }),
    db.knowledgeItem.findMany({
      where: { AND: [...mayBe, ...matching] },
      select: ITEM_NAMED,
      orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }],
      take: LOOKED_AT_MAX,
    }),
  ]);
  const all = [...lately, ...found.filter(({ id }) => !lately.some((item) => item.id === id))];
  return best(all.map(itemNamed), (item) => rank(item.title, item.id, words, recent));
}

/** Smaller is better: as chosen lately, then what begins with the words, then what has a word that does. */
function rank(name: string, id: string, words: string, recent: readonly string[]): number {
  if (words === '') return recent.includes(id) ? recent.indexOf(id) : recent.length;
  const [lower, typed] = [name.toLowerCase(), words.toLowerCase()];
  if (lower.startsWith(typed)) return 0;
  return lower.includes(` ${typed}`) ? 1 : 2;
}

function best<Thing>(things: readonly Thing[], rankOf: (thing: Thing) => number): Thing[] {
  return things.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, MENTIONS_OFFERED_MAX);
}
