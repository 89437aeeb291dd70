import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Actor } from '@/server/platform/access';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '@/server/platform/clock';
import { gatherDocument } from '@/server/platform/collab/gather';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { editDocument } from '@/server/platform/testing/edit-document';
import { changeContent } from '../commands/change-content';
import { changeMaintainers } from '../commands/change-maintainers';
import { projectItem, staleItems } from '../commands/project-item';
import { restoreSession } from '../commands/restore-session';
import { trashItem } from '../commands/trash-item';
import { DOCUMENT_FRAGMENT } from '../document.schema';
import { buildItem } from '../factory';
import { getItem } from '../item.queries';
import { as, makeWorld, TEST_NOW, type World } from '../testing/world';
import { itemSessions } from './history.queries';
import type { ChangedLine } from './history.schema';
import { sessionsCsv } from './history-csv';
import { sessionChanges, sessionDocument, sessionMarkdown } from './versions.queries';

let database: Database;
let world: World;
let author: Actor;
let second: Actor;
const FIRST = 'Keys are rotated by hand.\n\nTell the team on call before you start.\n';
const SECOND = 'Keys are rotated by a job.\n\nTell the team on call before you start.\n\nWatch the log.\n';
const AT = { first: TEST_NOW, second: after(TEST_NOW, DAY_MS), later: after(TEST_NOW, 9 * DAY_MS) };

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database.prisma);
  author = world.people.author;
  second = world.people.platformJunior;
});
afterAll(() => database.close());

const by = (actor: Actor, now = AT.later) => as(actor, database.prisma, now);

/** An item that two people wrote, on two days. */
async function written(): Promise<string> {
  const { id } = await buildItem(by(author, AT.first), { markdown: FIRST });
  const maintainerIds = [author.personId, second.personId];
  await changeMaintainers(by(author, AT.first), { id, maintainerIds, confirmed: true });
  await changeContent(by(second, AT.second), { id, markdown: SECOND });
  return id;
}

const gather = (documentId: string) => gatherDocument(database.prisma, { documentId, now: AT.later });
const listed = async (id: string, actor = author) => (await itemSessions(by(actor), { id, limit: 50 })).sessions;
const markdownAt = async (id: string, session: string) => (await sessionMarkdown(by(author), { id, session })).markdown;

const told = async (id: string, session: string) =>
  (await sessionChanges(by(author), { id, session })).lines.map((line) =>
    'unchanged' in line ? `${line.unchanged} unchanged` : lineOf(line),
  );
const lineOf = ({ change, segments }: ChangedLine) =>
  `${change}: ${segments.map((one) => ({ same: one.text, added: `[+${one.text}]`, removed: `[-${one.text}]` })[one.change]).join('')}`;

describe.each(['as rows', 'gathered'])('a document’s history, %s', (kept) => {
  let id = '';
  beforeEach(async () => {
    id = await written();
    if (kept === 'gathered') expect(await gather(id)).toEqual({ sessions: 2, refused: null });
  });

  test('CO-V10: sessions come with whoever wrote, the newest first, to everybody who may read, page by page', async () => {
    const page = await itemSessions(by(world.people.newcomer), { id, limit: 1 });
    expect(page).toMatchObject({ total: 2, item: { id, can: { read: true, edit: false } } });
    expect(page.sessions).toMatchObject([
      { endedAt: AT.second, isLast: true, goesOn: false, contributors: [{ person: { name: 'Platform junior' } }] },
    ]);
    const rest = await itemSessions(by(author), { id, limit: 1, cursor: page.nextCursor });
    expect(rest).toMatchObject({
      nextCursor: null,
      sessions: [{ endedAt: AT.first, isLast: false, contributors: [{ person: { name: 'Author' } }] }],
    });
  });

  test('CO-V11: what changed is told word by word, and who did it', async () => {
    const [newer, older] = await listed(id);
    expect(await told(id, newer?.session ?? '')).toEqual([
      'changed: Keys are rotated by [-hand][+a job].',
      'same: Tell the team on call before you start.',
      'added: [+Watch the log.]',
    ]);
    expect(await told(id, older?.session ?? '')).toEqual([
      'added: [+Keys are rotated by hand.]',
      'added: [+Tell the team on call before you start.]',
    ]);
    const { lines } = await sessionChanges(by(author), { id, session: newer?.session ?? '' });
    const changed = lines.flatMap((line) => ('segments' in line ? line.segments : []));
    const whose = new Set(changed.filter(({ change }) => change !== 'same').map((segment) => segment.by));
    expect([...whose]).toEqual([second.personId]);
  });

  test('CO-V13, CO-V20: restoring makes the item say it again, as a change of whoever restores, which is taken back alike', async () => {
    const [newer, older] = await listed(id);
    expect(await markdownAt(id, older?.session ?? '')).toBe(FIRST);
    const { document } = await sessionDocument(by(author), { id, session: older?.session ?? '' });
    expect(JSON.stringify(document)).toContain('by hand');
    const { etag } = await getItem(by(author), { id });
    const restored = await restoreSession(by(author), { id, session: older?.session ?? '' }, etag);
    expect(restored.changed).toBe(true);
    expect(await getItem(by(author), { id })).toMatchObject({ content: FIRST, etag: restored.etag });
    const now = await listed(id);
    expect(now).toHaveLength(3);
    expect(now[0]).toMatchObject({ endedAt: AT.later, goesOn: true, contributors: [{ person: { name: 'Author' } }] });
    // Within the pause, and all the same not in that session: what stood there can be gone back to.
    expect(restored.before).toBe(newer?.session);
    await restoreSession(by(second), { id, session: newer?.session ?? '' }, '*');
    expect(await listed(id)).toHaveLength(4);
    expect(await markdownAt(id, now[0]?.session ?? '')).toBe(FIRST);
    expect((await getItem(by(author), { id })).content).toBe(SECOND);
    const told = (await listed(id)).map(({ restored }) => restored);
    expect(told, 'CO-V20').toEqual([newer?.session, older?.session, null, null]);
    const again = await restoreSession(by(author), { id, session: newer?.session ?? '' }, '*');
    expect(again.changed).toBe(false);
    const events = await database.prisma.event.findMany({ where: { subject: id }, orderBy: { id: 'asc' } });
    expect(events.slice(-2)).toMatchObject([
      { type: 'knowledge.item.session_restored', actorId: author.personId, data: { session: older?.session } },
      { type: 'knowledge.item.session_restored', actorId: second.personId },
    ]);
  });

  test('CO-V13: what others wrote since is not undone unseen, and who may only read restores nothing', async () => {
    const [, older] = await listed(id);
    const input = { id, session: older?.session ?? '' };
    const { etag } = await getItem(by(author), { id });
    await changeContent(by(second), { id, markdown: `${SECOND}\nAnd more.\n` });
    const refused = (work: Promise<unknown>) => expect(work).rejects;
    await refused(restoreSession(by(author), input, etag)).toMatchObject({ reason: 'changed_since' });
    await refused(restoreSession(by(author), input, null)).toMatchObject({ reason: 'if_match_missing' });
    await refused(restoreSession(by(world.people.newcomer), input, '*')).toMatchObject({ code: 'forbidden' });
    await refused(restoreSession(by(author), { ...input, session: '1' }, '*')).toMatchObject({ code: 'not_found' });
    expect((await getItem(by(author), { id })).content).toContain('And more.');
  });

  test('CO-V14: in the trash its keepers read the history, and nobody restores before the item is out', async () => {
    const [, older] = await listed(id);
    const input = { id, session: older?.session ?? '' };
    await trashItem(by(author), { id });
    expect(await listed(id, second)).toHaveLength(2);
    expect(await markdownAt(id, input.session)).toBe(FIRST);
    await expect(restoreSession(by(author), input, '*')).rejects.toMatchObject({ code: 'forbidden' });
    const outsider = by(world.people.newcomer);
    const unknown = { code: 'not_found' };
    await expect(itemSessions(outsider, { id, limit: 5 })).rejects.toMatchObject(unknown);
    await expect(sessionChanges(outsider, input)).rejects.toMatchObject(unknown);
    await expect(sessionDocument(outsider, input)).rejects.toMatchObject(unknown);
    await expect(sessionMarkdown(outsider, input)).rejects.toMatchObject(unknown);
    await expect(sessionsCsv(outsider, { id })).rejects.toMatchObject(unknown);
  });
});

test('CO-V10: who is gone for good, and who was nobody, have no name; young sessions are not counted yet', async () => {
  const { id } = await buildItem(by(author, AT.first), { markdown: FIRST });
  const type = (personId: string | null, words: string, now: Date) =>
    database.prisma.$transaction((tx) =>
      editDocument(tx, { documentId: id, personId, now }, (doc) => {
        const paragraph = new Y.XmlElement('paragraph');
        paragraph.insert(0, [new Y.XmlText(words)]);
        doc.getXmlFragment(DOCUMENT_FRAGMENT).insert(0, [paragraph]);
      }),
    );
  await type('gone-for-good', 'Twelve chars', AT.second);
  await type(null, 'Nobody', after(AT.second, MINUTE_MS));
  await gatherDocument(database.prisma, { documentId: id, now: after(AT.first, 2 * HOUR_MS) });
  const nobody = (counted: (number | null)[]) => [
    { person: null, nobody: 'gone', charsAdded: counted[0], charsRemoved: counted[1] },
    { person: null, nobody: 'product', charsAdded: counted[2], charsRemoved: counted[3] },
  ];
  expect((await listed(id))[0]?.contributors).toMatchObject(nobody([null, null, null, null]));
  await gather(id);
  expect((await listed(id))[0]?.contributors).toMatchObject(nobody([12, 0, 6, 0]));
  const csv: string[] = [];
  for await (const part of await sessionsCsv(by(author), { id })) csv.push(part);
  const lines = csv.join('').trim().split('\r\n');
  expect(lines[0]).toBe(
    'session,session_started_at,session_ended_at,session_restored,person,person_id,nobody,first_at,last_at,characters_added,characters_removed',
  );
  expect(lines.slice(1).map((line) => line.split(',').slice(4))).toMatchObject([
    ['', '', 'gone', AT.second.toISOString(), AT.second.toISOString(), '12', '0'],
    ['', '', 'product', expect.any(String), expect.any(String), '6', '0'],
    ['Author', author.personId, '', AT.first.toISOString(), AT.first.toISOString(), expect.any(String), '0'],
  ]);
});

test('CO-V21: what a version and its changes name is told to each reader as they may know it', async () => {
  const hidden = await buildItem(by(author, AT.first), { title: 'Hidden', accessLevel: 'restricted' });
  const markdown = `Ask [x](/people/x-${second.personId} "mention") of [y](/library/y-${hidden.id} "mention").\n`;
  const { id } = await buildItem(by(author, AT.first), { markdown });
  const [only] = await listed(id);
  const input = { id, session: only?.session ?? '' };
  const titles = async (actor: Actor) => {
    const { named } = await sessionChanges(by(actor), input);
    const { document } = await sessionDocument(by(actor), input);
    expect(named.people.map(({ name }) => name)).toEqual(['Platform junior']);
    expect(JSON.stringify(document)).toContain('Platform junior');
    return [...named.items.map(({ title }) => title), JSON.stringify(document).includes('Hidden')];
  };
  expect(await titles(author)).toEqual(['Hidden', true]);
  expect(await titles(world.people.newcomer)).toEqual([false]);
});

test('CO-V9: an item whose text is all gathered is projected, tagged and written on as before', async () => {
  const id = await written();
  await database.prisma.itemProjection.deleteMany({ where: { itemId: id } });
  const { etag } = await getItem(by(author), { id });
  await database.prisma.itemProjection.deleteMany({ where: { itemId: id } });
  await gather(id);
  expect(await database.prisma.documentUpdate.count({ where: { documentId: id } })).toBe(0);
  expect(await staleItems(database.prisma, { after: '', limit: 500 })).toContain(id);
  expect(await projectItem({ db: database.prisma, now: AT.later }, { id })).toBe(true);
  expect(await getItem(by(author), { id })).toMatchObject({ content: SECOND, etag, updatedAt: AT.second });
  await changeContent(by(author), { id, markdown: 'Anew.\n', ifMatch: etag });
  expect((await getItem(by(author), { id })).content).toBe('Anew.\n');
});
