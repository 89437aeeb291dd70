import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { changeMetadata } from '../commands/change-metadata';
import { renameItem } from '../commands/rename-item';
import { trashItem } from '../commands/trash-item';
import { buildItem } from '../factory';
import { filterChoices, listItems } from '../list.queries';
import { type SearchInput, TITLE_CHARACTERS_MAX } from '../schema';
import { as, makeWorld, type World } from '../testing/world';
import { listTrash } from '../trash.queries';
import { searchItems } from './search-items';

let database: Database;
let world: World;
let author: Actor;
let stranger: Actor;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database.prisma);
  author = world.people.author;
  stranger = world.people.newcomer;
});
afterAll(() => database.close());

const by = (actor: Actor) => as(actor, database.prisma);
const found = async (actor: Actor, q: string, more: Partial<SearchInput> = {}) =>
  (await searchItems(by(actor), { q, ...more })).results.map((hit) => hit.title);

describe('who finds what', () => {
  test('KN-Q8: permission comes before ranking, limit, count, snippets and spelling', async () => {
    for (let number = 1; number <= 5; number += 1) {
      await buildItem(by(author), {
        title: `Zeppelin plan ${number}`,
        markdown: 'zeppelin zeppelin zeppelin budget\n',
        accessLevel: 'restricted',
        tags: ['airship'],
      });
    }
    await buildItem(by(author), { title: 'Balloons', markdown: 'A zeppelin is no balloon.\n' });
    const seen = await searchItems(by(stranger), { q: 'zeppelin', limit: 3 });
    expect(seen.results.map((hit) => hit.title)).toEqual(['Balloons']);
    expect(seen.total).toBe(1);
    expect((await searchItems(by(author), { q: 'zeppelin', limit: 3 })).total).toBe(6);
    expect((await searchItems(by(stranger), { q: 'zepelin' })).total).toBe(0);
    expect(await found(world.people.administrator, 'zeppelin budget')).toEqual(['Balloons']);
    const choices = await filterChoices(by(stranger));
    expect(choices.tags.map(({ tag }) => tag)).not.toContain('airship');
    expect((await listItems(by(stranger), { tag: ['airship'] })).total).toBe(0);
    expect((await listItems(by(author), { tag: ['airship'] })).total).toBe(5);
  });

  test('KN-Q8: what is in the trash is found by nobody, its author included', async () => {
    const { id } = await buildItem(by(author), { title: 'Quokka habits' });
    expect(await found(stranger, 'quokka')).toEqual(['Quokka habits']);
    await trashItem(by(author), { id });
    expect(await found(stranger, 'quokka')).toEqual([]);
    expect(await found(author, 'quokka')).toEqual([]);
    expect((await listTrash(by(author), { limit: 50 })).items.map((row) => row.title)).toContain('Quokka habits');
    expect(await listTrash(by(stranger), { limit: 50 })).toEqual({ items: [], nextCursor: null, total: 0 });
  });
});

describe('what is found', () => {
  test('KN-Q9: any word may occur; phrases must; excluded words must not; endings do not matter', async () => {
    await buildItem(by(author), { title: 'Harvesting oats', markdown: 'We thresh the oats by hand.\n' });
    await buildItem(by(author), { title: 'Harvest by machine', markdown: 'The thresher runs at night.\n' });
    expect((await found(stranger, 'harvest oats')).sort()).toEqual(['Harvest by machine', 'Harvesting oats']);
    expect((await found(stranger, 'harvest oats'))[0]).toBe('Harvesting oats');
    expect(await found(stranger, 'harvest -machine')).toEqual(['Harvesting oats']);
    expect(await found(stranger, '"oats by hand"')).toEqual(['Harvesting oats']);
    expect(await found(stranger, '"hand by oats"')).toEqual([]);
    expect(await found(stranger, '-machine')).toEqual([]);
    // KN-Q3, where what is asked for is a sign that PostgreSQL takes for no word.
    expect(await found(stranger, '² -machine')).toEqual([]);
    expect(await found(stranger, '"½" -machine')).toEqual([]);
    expect(await found(stranger, 'the of')).toEqual([]);
    expect(await found(stranger, 'the -machine')).toEqual([]);
    expect(await found(stranger, '"of the" -machine')).toEqual([]);
    expect(await found(stranger, 'the harvest -machine -nothing')).toEqual(['Harvesting oats']);
    expect(await found(stranger, 'harvesst -machine ')).toEqual(['Harvesting oats']);
  });

  test('KN-Q2: the word being typed finds by its beginning', async () => {
    await buildItem(by(author), { title: 'Kubernetes upgrades', markdown: 'One node at a time.\n' });
    expect(await found(stranger, 'kub')).toEqual(['Kubernetes upgrades']);
    expect(await found(stranger, 'kubernet')).toEqual(['Kubernetes upgrades']);
    expect(await searchItems(by(stranger), { q: 'kub' })).toMatchObject({ spelledAlike: false });
    await buildItem(by(author), { title: 'Orange peel', markdown: 'Peel it, then wait.\n' });
    const peelers = 'Peelers and peelable peelings, peelability, peelage.\n'.repeat(5);
    await buildItem(by(author), { title: 'Peelers, peelings', markdown: peelers });
    expect(await found(stranger, 'orange peel')).toEqual(['Orange peel', 'Peelers, peelings']);
    expect(await searchItems(by(stranger), { q: 'kub ' })).toMatchObject({ spelledAlike: true });
  });

  test('KN-Q17: all words in the title come first, then all words, then some; a rare word counts more', async () => {
    const said = (text: string, times: number) => `${`${text} `.repeat(times)}\n`;
    await buildItem(by(author), { title: 'Gantry gantry gantry', markdown: said('gantry', 40) });
    await buildItem(by(author), {
      title: 'Weekly notes',
      markdown: `${said('Nothing of note.', 60)}A gantry, greased.\n`,
    });
    await buildItem(by(author), { title: 'How to grease the gantry', markdown: said('Slowly and with care.', 60) });
    await buildItem(by(author), { title: 'Grease', markdown: 'Comes in tins.\n' });
    for (const q of ['grease gantry', 'gantry gre', 'grease the gantry '])
      expect((await found(stranger, q)).slice(0, 2), q).toEqual(['How to grease the gantry', 'Weekly notes']);
    expect((await found(stranger, 'grease gantry tins'))[0]).toBe('Grease');
  });

  test('KN-Q16: words that are in every text are looked for in titles alone, and that is said', async () => {
    await buildItem(by(author), { title: 'Whom is the whistle for', markdown: 'The one of the porter.\n' });
    const answer = await searchItems(by(stranger), { q: 'whom' });
    expect(answer).toMatchObject({ tooCommon: true, spelledAlike: false, total: 1 });
    expect(answer.results[0]?.titleSegments[0]).toEqual({ text: 'Whom', hit: true });
    expect(await found(stranger, '"whom is"')).toEqual(['Whom is the whistle for']);
    expect(await found(stranger, 'whom -whistle')).toEqual([]);
    expect(await searchItems(by(stranger), { q: 'yourselves' })).toMatchObject({ tooCommon: true, total: 0 });
    expect(await searchItems(by(stranger), { q: 'whom whistle' })).toMatchObject({ tooCommon: false });
  });

  test('KN-Q10: a slip of the finger is answered with titles spelled alike, and says so', async () => {
    await buildItem(by(author), { title: 'Xylophone tuning', markdown: 'With a mallet.\n' });
    const answer = await searchItems(by(stranger), { q: 'xylofone ' });
    expect(answer).toMatchObject({ spelledAlike: true, total: 1, tooCommon: false });
    expect(answer.results[0]?.title).toBe('Xylophone tuning');
  });

  test('KN-Q4: hits are marked in title and text, and markup stays text', async () => {
    await buildItem(by(author), {
      title: 'Marmalade <b>recipes</b>',
      markdown: 'Boil the `<script>` and the marmalade slowly.\n',
    });
    const [hit] = (await searchItems(by(stranger), { q: 'marmalade' })).results;
    expect(hit?.titleSegments[0]).toEqual({ text: 'Marmalade', hit: true });
    expect(hit?.segments.filter((segment) => segment.hit).map((segment) => segment.text)).toEqual(['marmalade']);
    expect(hit?.snippet).toContain('<script>');
  });
});

describe('what is searched', () => {
  test('KN-M5: parts of paths and what follows a tag are found', async () => {
    await buildItem(by(author), { title: 'Layout', markdown: 'See server/platypus.ts and/or `<script>` beavers.\n' });
    expect(await found(stranger, 'platypus.ts')).toEqual(['Layout']);
    expect(await found(stranger, 'server/platypus.ts ')).toEqual(['Layout']);
    const [hit] = (await searchItems(by(stranger), { q: 'beaver ' })).results;
    expect(hit?.snippet).toBe('server/platypus.ts and/or <script> beavers');
  });

  test('KN-Q11: renaming and tagging are found at once', async () => {
    const { id } = await buildItem(by(author), { title: 'Old name' });
    await renameItem(by(author), { id, title: 'Peculiar wombat' });
    await changeMetadata(by(author), { id, tags: ['marsupials'] });
    expect(await found(stranger, 'wombat')).toEqual(['Peculiar wombat']);
    expect(await found(stranger, 'marsupial')).toEqual(['Peculiar wombat']);
  });

  test('KN-Q12: filters narrow, pages continue, and odd queries do no harm', async () => {
    await buildItem(by(author), { title: 'Gecko one', contentType: 'standards', tags: ['lizard'] });
    await buildItem(by(author), { title: 'Gecko two', contentType: 'tutorials' });
    expect(await found(stranger, 'gecko', { contentType: ['standards'] })).toEqual(['Gecko one']);
    expect(await found(stranger, 'gecko', { tag: ['lizard'] })).toEqual(['Gecko one']);
    expect(await found(stranger, 'gecko', { mine: true })).toEqual([]);
    expect(await found(stranger, 'gecko', { authorId: author.personId })).toHaveLength(2);
    const first = await searchItems(by(stranger), { q: 'gecko', limit: 1 });
    const second = await searchItems(by(stranger), { q: 'gecko', limit: 1, offset: 1 });
    expect(first.total).toBe(2);
    expect(second.total).toBe(2);
    expect(first.results[0]?.id).not.toBe(second.results[0]?.id);
    expect((await searchItems(by(stranger), { q: 'gecko', offset: 50 })).total).toBe(2);
    for (const q of ["'", '\\', ':*', '!!', '&|', '<->', "o'neil'", '\u0000', '%', 'a\\b', '-"', '(('.repeat(50)]) {
      await expect(searchItems(by(stranger), { q })).resolves.toBeDefined();
    }
  });
});

describe('lists', () => {
  test('KN-Q13: pages by cursor meet every item once, in every order', async () => {
    const all = await listItems(by(stranger), { limit: 200 });
    expect(all.items.length).toBe(all.total);
    const orders = (['updated', 'title', 'created'] as const).flatMap((sort) =>
      (['asc', 'desc', undefined] as const).map((dir) => ({ sort, dir })),
    );
    for (const order of orders) {
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof listItems>> = await listItems(by(stranger), {
          ...order,
          limit: 3,
          cursor,
        });
        ids.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(new Set(ids).size).toBe(all.total);
      expect(ids).toHaveLength(all.total);
    }
    await expect(listItems(by(stranger), { cursor: 'nonsense' })).rejects.toMatchObject({ reason: 'cursor' });
  });

  test('KN-Q13: a page may end at the longest title of any script', async () => {
    const titles = ['鍵', 'Ж', '🔑'].map((sign) => sign.repeat(TITLE_CHARACTERS_MAX / sign.length));
    for (const title of titles) await buildItem(by(world.people.leader), { title });
    const input = { mine: true, sort: 'title', dir: 'desc', limit: 1 } as const;
    let cursor: string | null = null;
    for (const _ of titles) {
      const page: Awaited<ReturnType<typeof listItems>> = await listItems(by(world.people.leader), {
        ...input,
        cursor,
      });
      expect(titles).toContain(page.items[0]?.title);
      cursor = page.nextCursor;
    }
  });

  test('KN-Q14: text in a list is taken literally', async () => {
    await buildItem(by(author), { title: '100% of it_all' });
    expect((await listItems(by(stranger), { text: '100%' })).items.map((item) => item.title)).toEqual([
      '100% of it_all',
    ]);
    expect((await listItems(by(stranger), { text: 'it_a' })).total).toBe(1);
    expect((await listItems(by(stranger), { text: '1__%' })).total).toBe(0);
  });
});
