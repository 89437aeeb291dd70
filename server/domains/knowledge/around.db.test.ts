import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { after, MINUTE_MS } from '@/server/platform/clock';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { editDocument } from '@/server/platform/testing/edit-document';
import { itemState, whoWrites } from './around.queries';
import { changeContent } from './commands/change-content';
import { changeMaintainers } from './commands/change-maintainers';
import { projectItem } from './commands/project-item';
import { restoreSession } from './commands/restore-session';
import { trashItem } from './commands/trash-item';
import { DOCUMENT_FRAGMENT } from './document.schema';
import { buildItem } from './factory';
import { itemSessions } from './history/history.queries';
import { editorPage, itemPage } from './item.queries';
import { as, makeWorld, TEST_NOW, type World } from './testing/world';

let database: Database;
let world: World;
const LATER = after(TEST_NOW, 60 * MINUTE_MS);

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database.prisma);
});
afterAll(() => database.close());

const by = (name: keyof World['people'], now = TEST_NOW) => as(world.people[name], database.prisma, now);

/** Types a paragraph at the end, as an editor does. */
const type = (documentId: string, words: string) =>
  database.prisma.$transaction((tx) =>
    editDocument(tx, { documentId, personId: world.people.author.personId, now: LATER }, (doc) => {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.insert(0, [new Y.XmlText(words)]);
      const fragment = doc.getXmlFragment(DOCUMENT_FRAGMENT);
      fragment.insert(fragment.length, [paragraph]);
    }),
  );

describe('who writes', () => {
  test('KN-Z70 those who have it open and may write in it, by name, without oneself and without readers', async () => {
    const { author, leader: maintainer, newcomer } = world.people;
    const { id } = await buildItem(by('author'));
    const maintainerIds = [author.personId, maintainer.personId];
    await changeMaintainers(by('author'), { id, maintainerIds, confirmed: true });
    const open = async () => new Map([[id, [author.personId, maintainer.personId, newcomer.personId]]]);
    const told = [{ id: maintainer.personId, name: maintainer.name }];
    expect(await whoWrites(by('author'), { ids: [id, 'missing'] }, open)).toEqual(told);
    expect(await whoWrites(by('newcomer'), { ids: [id] }, open)).toHaveLength(2);
    expect(await whoWrites(by('author'), { ids: [id] }, undefined)).toBeNull();
  });

  test('KN-Z71 of what one may not read nothing is told, nor is it asked for', async () => {
    const { id } = await buildItem(by('author'), { accessLevel: 'restricted' });
    const asked: string[] = [];
    const open = async (documentIds: readonly string[]) => {
      asked.push(...documentIds);
      return new Map(documentIds.map((one) => [one, [world.people.author.personId]]));
    };
    expect(await whoWrites(by('newcomer'), { ids: [id, 'missing'] }, open)).toEqual([]);
    expect(asked).toEqual([]);
    expect(await whoWrites(by('author'), { ids: [id] }, open)).toEqual([]);
    expect(asked).toEqual([id]);
  });
});

test('CO-E72 a page of items is asked for at once, and of each only its own writers are told', async () => {
  const { author, leader: maintainer, newcomer } = world.people;
  const [kept, other] = [await buildItem(by('author')), await buildItem(by('leader'))];
  const asked: (readonly string[])[] = [];
  const open = async (documentIds: readonly string[]) => {
    asked.push([...documentIds].sort());
    return new Map([
      [kept.id, [maintainer.personId, newcomer.personId]],
      [other.id, [author.personId, maintainer.personId]],
    ]);
  };
  const ids = [kept.id, other.id, 'missing'];
  // The leader is a writer of the other one alone, and has both open.
  expect(await whoWrites(by('newcomer'), { ids: [kept.id] }, open)).toEqual([]);
  expect(await whoWrites(by('newcomer'), { ids }, open)).toEqual([{ id: maintainer.personId, name: maintainer.name }]);
  expect(asked).toEqual([[kept.id], [kept.id, other.id].sort()]);
});

describe('what others did', () => {
  test('KN-Z72 whoever writes is told who went back to which version, and who moved it to the trash', async () => {
    const { author, leader: maintainer } = world.people;
    const { id } = await buildItem(by('author'), { markdown: 'First.' });
    const maintainerIds = [author.personId, maintainer.personId];
    await changeMaintainers(by('author'), { id, maintainerIds, confirmed: true });
    await changeContent(by('author', LATER), { id, markdown: 'Second.\n' });
    expect(await editorPage(by('leader'), { id })).toMatchObject({ restored: null, trashedBy: null });
    const { sessions } = await itemSessions(by('author'), { id, limit: 10 });
    const first = sessions.at(-1);
    const restoring = { id, session: first?.session ?? '' };
    const { etag } = await restoreSession(by('leader', LATER), restoring, '*');
    expect(etag).toBe((await itemState(by('author'), { id })).etag);
    const name = { id: maintainer.personId, name: maintainer.name };
    expect((await editorPage(by('author'), { id })).restored).toMatchObject({ by: name, endedAt: first?.endedAt });
    await trashItem(by('leader'), { id });
    expect((await editorPage(by('author'), { id })).trashedBy).toEqual(name);
    expect((await itemPage(by('author'), { id })).trashedBy).toEqual(name);
  });
});

describe('a page that is read', () => {
  test('KN-Z60 its state is that of what was shown: it moves with the text, the title and the trash, and only then', async () => {
    const { id } = await buildItem(by('author'));
    const shown = async () => (await itemPage(by('author'), { id })).item.etag;
    const before = await shown();
    expect(await itemState(by('newcomer'), { id })).toEqual({ etag: before });
    await type(id, 'More.');
    // Nobody has read it anew yet, and the question alone makes nobody do it.
    expect(await itemState(by('newcomer'), { id })).toEqual({ etag: before });
    const after = await shown();
    expect(after).not.toBe(before);
    expect(await itemState(by('newcomer'), { id })).toEqual({ etag: after });
    await trashItem(by('author'), { id });
    await expect(itemState(by('newcomer'), { id })).rejects.toMatchObject({ code: 'not_found' });
    expect((await itemState(by('author'), { id })).etag).not.toBe(after);
  });

  test('KN-Z62 many who read at once have a text read anew twice at most, and all of them what was written before', async () => {
    const { id } = await buildItem(by('author'));
    await type(id, 'More.');
    let transactions = 0;
    const db = new Proxy(database.prisma, {
      get(target, name) {
        if (name === '$transaction') transactions += 1;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const pages = await Promise.all(
      Array.from({ length: 12 }, async () => {
        await projectItem({ db, now: LATER }, { id });
        return database.prisma.itemProjection.findUniqueOrThrow({ where: { itemId: id } });
      }),
    );
    for (const { plainText } of pages) expect(plainText).toContain('More.');
    // Each reads the document in one and writes in another.
    expect(transactions).toBeLessThanOrEqual(4);
  });
});
