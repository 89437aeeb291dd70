import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import { openLog } from '@/server/platform/log';
import { testDatabase } from '@/server/platform/testing/database';
import { scratchFileStore } from '@/server/platform/testing/file-store';
import { changeAccess } from './commands/change-access';
import { changeContent } from './commands/change-content';
import { trashItem } from './commands/trash-item';
import { exportItems } from './export/export-items';
import { buildItem } from './factory';
import { importFolder } from './import/import-folder';
import { getItem, itemMarkdown, itemPage } from './item.queries';
import { cannotOpen, named, suggestMentions } from './mention.queries';
import { KNOWLEDGE_REACTIONS } from './reactions';
import { searchItems } from './search/search-items';
import { makeSourceFolder } from './testing/source-folder';
import { as, makePerson, makeWorld, TEST_NOW, type World } from './testing/world';

let database: Database;
let world: World;
let author: Actor;
let newcomer: Actor;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database.prisma);
  ({ author, newcomer } = world.people);
});
afterAll(() => database.close());

const by = (actor: Actor) => as(actor, database.prisma);
const person = ({ personId }: Actor) => `[](/people/${personId} "mention")`;
const item = ({ id }: { id: string }) => `[](/library/${id} "mention")`;

/** Lets every reaction of this domain see every event so far twice, as the outbox may. */
async function react(): Promise<void> {
  const events = await database.prisma.event.findMany({ orderBy: { id: 'asc' } });
  for (const event of [...events, ...events]) {
    for (const reaction of KNOWLEDGE_REACTIONS.filter((one) => one.types.includes(event.type)))
      await reaction.handle({ event, db: database.prisma, now: TEST_NOW, log: openLog('silent') });
  }
}

const told = ({ personId }: Actor, subjectId: string) =>
  database.prisma.notification.findMany({ where: { personId, subjectId, kind: 'knowledge.mentioned' } });

describe('names for whoever reads', () => {
  test('KN-G3: a title is for who may read the item; to others it is as one that does not exist, on every door', async () => {
    const secret = await buildItem(by(author), { title: 'Severance plan', accessLevel: 'restricted' });
    const gone = await buildItem(by(author), { title: 'Burnt letter' });
    await trashItem(by(author), { id: gone.id });
    const text = await buildItem(by(author), {
      markdown: `Read ${item(secret)}, ${item(gone)} and ${item({ id: 'nowhere1' })}.`,
    });
    const readAs = async (actor: Actor, id: string) => ({
      item: await getItem(by(actor), { id }),
      markdown: await itemMarkdown(by(actor), { id }),
      page: await itemPage(by(actor), { id }),
    });
    const own = await readAs(author, text.id);
    expect(own.item.content).toBe(
      `Read [Severance plan](/library/${secret.id} "mention"), ${item(gone)} and ${item({ id: 'nowhere1' })}.\n`,
    );
    expect(own.markdown.markdown).toBe(own.item.content);
    expect(JSON.stringify(own.page)).toContain('Severance plan');
    const theirs = JSON.stringify(await readAs(newcomer, text.id));
    expect(theirs).not.toMatch(/Severance|Burnt/);
    expect(theirs.split('"named":null')).toHaveLength(4);
    const asked = { personIds: [], itemIds: [secret.id, gone.id, 'nowhere1'] };
    expect(await named(by(newcomer), asked)).toEqual({ people: [], items: [] });
    expect((await named(by(author), asked)).items.map(({ title }) => title)).toEqual(['Severance plan']);
  });

  test('KN-G2: what all readers share has no title in it, so that nobody finds a text by one', async () => {
    const secret = await buildItem(by(author), { title: 'Quixotic merger', accessLevel: 'restricted' });
    const text = await buildItem(by(author), {
      title: 'Open page',
      markdown: `## Around ${item(secret)}\n\nNothing to see at ${item(secret)} today.`,
    });
    const kept = await database.prisma.knowledgeItem.findUniqueOrThrow({
      where: { id: text.id },
      include: { projection: true },
    });
    expect(JSON.stringify({ ...kept, projection: { ...kept.projection, seq: 0 } })).not.toContain('Quixotic');
    expect((await searchItems(by(newcomer), { q: 'quixotic' })).total).toBe(0);
    const { outline } = await itemPage(by(newcomer), { id: text.id });
    const own = await itemPage(by(author), { id: text.id });
    expect(own.outline[0]?.text).toBe('Around Quixotic merger');
    expect(outline[0]).toMatchObject({ text: 'Around …', slug: own.outline[0]?.slug });
  });

  test('KN-G4: who has left keeps their name and is said to have left; who was erased is nobody', async () => {
    const leaver = await makePerson(database.prisma, { name: 'Liv Leaver' });
    const text = await buildItem(by(author), { markdown: `Thank ${person(leaver)}.` });
    await database.prisma.deactivation.create({ data: { personId: leaver.personId, at: TEST_NOW } });
    const asked = { personIds: [leaver.personId] };
    expect((await named(by(newcomer), asked)).people).toEqual([
      { id: leaver.personId, name: 'Liv Leaver', left: true },
    ]);
    expect((await getItem(by(newcomer), { id: text.id })).content).toContain('[Liv Leaver]');
    await database.prisma.person.delete({ where: { id: leaver.personId } });
    expect((await named(by(newcomer), asked)).people).toEqual([]);
    expect((await getItem(by(newcomer), { id: text.id })).content).toBe(`Thank ${person(leaver)}.\n`);
  });

  test('KN-G5: a text that was exported names what its exporter may read, and imports as the same mentions', async () => {
    const { files, remove } = await scratchFileStore(database.prisma);
    const source = await makeSourceFolder();
    await source.put('keys.md', '# Keys\n\nTurn them.\n');
    await source.put('plan.md', `# Plan\n\nSee [whatever](keys.md "mention") with ${person(author)}.\n`);
    const access = { accessLevel: 'public' as const, teamIds: [], jobRoleIds: [], namedPersonIds: [] };
    const report = await importFolder(by(author), files, source.folder, { access });
    const [keys, plan] = ['keys.md', 'plan.md'].map((path) => report.items.find((one) => one.path === path)?.id ?? '');
    const content = `See [Keys](/library/${keys} "mention") with [Author](/people/${author.personId} "mention").`;
    expect((await getItem(by(newcomer), { id: plan ?? '' })).content).toContain(content);
    const folder = join(source.place, 'out');
    const ctx = { db: database.prisma, now: TEST_NOW };
    const written = await exportItems(ctx, files, folder, { actor: newcomer });
    const path = written.items.find(({ id }) => id === plan)?.path ?? '';
    expect(await readFile(join(folder, path), 'utf8')).toContain(
      `See [Keys](keys.md "mention") with [Author](/people/`,
    );
    await source.remove();
    await remove();
  });
});

describe('the menu of mentions', () => {
  test('KN-G6: offers what the policy lets one read, best first, and says who cannot open the page', async () => {
    await buildItem(by(author), { title: 'Zebra crossing', accessLevel: 'restricted' });
    const open = await buildItem(by(author), { title: 'Crossing zebras' });
    const page = await buildItem(by(author), {
      title: 'Zebra notes',
      accessLevel: 'team',
      teamIds: [world.platform.id],
    });
    const titles = async (actor: Actor, text: string) =>
      (await suggestMentions(by(actor), { text })).items.map(({ title }) => title);
    expect(await titles(newcomer, 'zebra')).toEqual(['Crossing zebras']);
    expect(new Set(await titles(author, 'zebra cross'))).toEqual(new Set(['Zebra crossing', 'Crossing zebras']));
    expect((await titles(author, 'zebra'))[2]).toBe('Crossing zebras');
    const { people } = await suggestMentions(by(author), { text: 'team', inItem: page.id });
    expect(people.map(({ name, cannotOpen: not }) => [name, not])).toEqual([['Both teams', false]]);
    const lately = { personIds: [newcomer.personId], itemIds: [open.id] };
    const first = await suggestMentions(by(author), { text: '', recent: lately, inItem: page.id });
    expect([first.people[0], first.items[0]]).toMatchObject([{ name: 'Newcomer', cannotOpen: true }, { id: open.id }]);
    expect(first.items.map(({ id }) => id)).not.toContain(page.id);
    expect(await cannotOpen(by(author), { id: page.id, personIds: [newcomer.personId, author.personId] })).toEqual([
      newcomer.personId,
    ]);
    await expect(cannotOpen(by(newcomer), { id: page.id, personIds: [] })).rejects.toMatchObject({ code: 'not_found' });
    await expect(suggestMentions(by(newcomer), { inItem: page.id })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('telling whom a text names', () => {
  test('KN-G7: once for each item, however often it is named there; not who names themselves', async () => {
    const both = world.people.bothTeams;
    const { id } = await buildItem(by(author), { markdown: `${person(both)}, ${person(both)}, ${person(author)}` });
    await react();
    expect(await told(both, id)).toMatchObject([{ data: { personId: both.personId, actorId: author.personId } }]);
    expect(await told(author, id)).toEqual([]);
    await changeContent(by(author), {
      id,
      markdown: `More for ${person(both)} and ${person({ ...both, personId: 'x1' })}`,
    });
    await react();
    expect(await told(both, id)).toHaveLength(1);
  });

  test('KN-G7: only who may read it, and others as soon as they are let in', async () => {
    const { id } = await buildItem(by(author), { accessLevel: 'restricted', markdown: `Ask ${person(newcomer)}` });
    await react();
    expect(await told(newcomer, id)).toEqual([]);
    await changeAccess(by(author), { id, accessLevel: 'public', confirmed: true });
    await react();
    expect(await told(newcomer, id)).toHaveLength(1);
  });

  test('KN-G8: what nobody read is taken back with the mention, and is news again when it comes back', async () => {
    const named = `Ask ${person(newcomer)}`;
    const { id } = await buildItem(by(author), { markdown: named });
    await react();
    await changeContent(by(author), { id, markdown: 'Ask nobody' });
    expect(await told(newcomer, id)).toMatchObject([{ mailDue: false, readAt: TEST_NOW }]);
    await changeContent(by(author), { id, markdown: named });
    await react();
    const again = await told(newcomer, id);
    expect(again.filter(({ readAt }) => readAt === null)).toHaveLength(1);
    await database.prisma.notification.updateMany({ where: { subjectId: id }, data: { readAt: TEST_NOW } });
    await changeContent(by(author), { id, markdown: 'Ask nobody' });
    await changeContent(by(author), { id, markdown: named });
    await react();
    expect(await told(newcomer, id)).toHaveLength(again.length);
  });
});
