import { beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Actor } from '@/server/platform/access';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '@/server/platform/clock';
import { gatherDocument } from '@/server/platform/collab/gather';
import { editDocument } from '@/server/platform/testing/edit-document';
import { changeContent } from '../commands/change-content';
import { projectItem, staleItems } from '../commands/project-item';
import { restoreSession } from '../commands/restore-session';
import { trashItem } from '../commands/trash-item';
import { DOCUMENT_FRAGMENT } from '../document.schema';
import { buildItem } from '../factory';
import { getItem } from '../item.queries';
import { TEST_NOW } from '../testing/world';
import { itemSessions } from './history.queries';
import type { ChangedLine } from './history.schema';
import { sessionsCsv } from './history-csv';
import { LATER, TwoAuthors } from './two-authors.testing';
import { sessionChanges, sessionDocument, sessionMarkdown } from './versions.queries';

const two = new TwoAuthors();
const { by, begin, gather } = two;
const FIRST = 'Keys are rotated by hand.\n\nTell the team on call before you start.\n';
const SECOND = 'Keys are rotated by a job.\n\nTell the team on call before you start.\n\nWatch the log.\n';
const AT = { first: TEST_NOW, second: after(TEST_NOW, DAY_MS), later: LATER };

/** An item that two people wrote, on two days. */
async function written(): Promise<string> {
  const id = await begin(FIRST);
  await changeContent(by(two.second, AT.second), { id, markdown: SECOND });
  return id;
}

const listed = async (id: string, actor = two.author) => (await itemSessions(by(actor), { id, limit: 50 })).sessions;
const markdownAt = async (id: string, session: string) =>
  (await sessionMarkdown(by(two.author), { id, session })).markdown;

const told = async (id: string, session: string) =>
  (await sessionChanges(by(two.author), { id, session })).lines.map((line) =>
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
    const page = await itemSessions(by(two.world.people.newcomer), { id, limit: 1 });
    expect(page).toMatchObject({ total: 2, item: { id, can: { read: true, edit: false } } });
    expect(page.sessions).toMatchObject([
      { endedAt: AT.second, isLast: true, goesOn: false, contributors: [{ person: { name: 'Platform junior' } }] },
    ]);
    const rest = await itemSessions(by(two.author), { id, limit: 1, cursor: page.nextCursor });
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
    const { lines } = await sessionChanges(by(two.author), { id, session: newer?.session ?? '' });
    const changed = lines.flatMap((line) => ('segments' in line ? line.segments : []));
    const whose = new Set(changed.filter(({ change }) => change !== 'same').map((segment) => segment.by));
    expect([...whose]).toEqual([two.second.personId]);
  });

  test('CO-V13, CO-V20: restoring makes the item say it again, as a change of whoever restores, which is taken back alike', async () => {
    const [newer, older] = await listed(id);
    expect(await markdownAt(id, older?.session ?? '')).toBe(FIRST);
    const { document } = await sessionDocument(by(two.author), { id, session: older?.session ?? '' });
    expect(JSON.stringify(document)).toContain('by hand');
    const { etag } = await getItem(by(two.author), { id });
    const restored = await restoreSession(by(two.author), { id, session: older?.session ?? '' }, etag);
    expect(restored.changed).toBe(true);
    expect(await getItem(by(two.author), { id })).toMatchObject({ content: FIRST, etag: restored.etag });
    const now = await listed(id);
    expect(now).toHaveLength(3);
    expect(now[0]).toMatchObject({ endedAt: AT.later, goesOn: true, contributors: [{ person: { name: 'Author' } }] });
    // Within the pause, and all the same not in that session: what stood there can be gone back to.
    expect(restored.before).toBe(newer?.session);
    await restoreSession(by(two.second), { id, session: newer?.session ?? '' }, '*');
    expect(await listed(id)).toHaveLength(4);
    expect(await markdownAt(id, now[0]?.session ?? '')).toBe(FIRST);
    expect((await getItem(by(two.author), { id })).content).toBe(SECOND);
    const told = (await listed(id)).map(({ restored }) => restored);
    expect(told, 'CO-V20').toEqual([newer?.session, older?.session, null, null]);
    const again = await restoreSession(by(two.author), { id, session: newer?.session ?? '' }, '*');
    expect(again.changed).toBe(false);
    const events = await two.database.prisma.event.findMany({ where: { subject: id }, orderBy: { id: 'asc' } });
    expect(events.slice(-2)).toMatchObject([
      { type: 'knowledge.item.session_restored', actorId: two.author.personId, data: { session: older?.session } },
      { type: 'knowledge.item.session_restored', actorId: two.second.personId },
    ]);
  });

  test('CO-V13: what others wrote since is not undone unseen, and who may only read restores nothing', async () => {
    const [, older] = await listed(id);
    const input = { id, session: older?.session ?? '' };
    const { etag } = await getItem(by(two.author), { id });
    await changeContent(by(two.second), { id, markdown: `${SECOND}\nAnd more.\n` });
    const refused = (work: Promise<unknown>) => expect(work).rejects;
    await refused(restoreSession(by(two.author), input, etag)).toMatchObject({ reason: 'changed_since' });
    await refused(restoreSession(by(two.author), input, null)).toMatchObject({ reason: 'if_match_missing' });
    await refused(restoreSession(by(two.world.people.newcomer), input, '*')).toMatchObject({ code: 'forbidden' });
    await refused(restoreSession(by(two.author), { ...input, session: '1' }, '*')).toMatchObject({ code: 'not_found' });
    expect((await getItem(by(two.author), { id })).content).toContain('And more.');
  });

  test('CO-V14: in the trash its keepers read the history, and nobody restores before the item is out', async () => {
    const [, older] = await listed(id);
    const input = { id, session: older?.session ?? '' };
    await trashItem(by(two.author), { id });
    expect(await listed(id, two.second)).toHaveLength(2);
    expect(await markdownAt(id, input.session)).toBe(FIRST);
    await expect(restoreSession(by(two.author), input, '*')).rejects.toMatchObject({ code: 'forbidden' });
    const outsider = by(two.world.people.newcomer);
    const unknown = { code: 'not_found' };
    await expect(itemSessions(outsider, { id, limit: 5 })).rejects.toMatchObject(unknown);
    await expect(sessionChanges(outsider, input)).rejects.toMatchObject(unknown);
    await expect(sessionDocument(outsider, input)).rejects.toMatchObject(unknown);
    await expect(sessionMarkdown(outsider, input)).rejects.toMatchObject(unknown);
    await expect(sessionsCsv(outsider, { id })).rejects.toMatchObject(unknown);
  });
});

test('CO-V10: who is gone for good, and who was nobody, have no name; young sessions are not counted yet', async () => {
  const { id } = await buildItem(by(two.author, AT.first), { markdown: FIRST });
  const type = (personId: string | null, words: string, now: Date) =>
    two.database.prisma.$transaction((tx) =>
      editDocument(tx, { documentId: id, personId, now }, (doc) => {
        const paragraph = new Y.XmlElement('paragraph');
        paragraph.insert(0, [new Y.XmlText(words)]);
        doc.getXmlFragment(DOCUMENT_FRAGMENT).insert(0, [paragraph]);
      }),
    );
  await type('gone-for-good', 'Twelve chars', AT.second);
  await type(null, 'Nobody', after(AT.second, MINUTE_MS));
  await gatherDocument(two.database.prisma, { documentId: id, now: after(AT.first, 2 * HOUR_MS) });
  const nobody = (counted: (number | null)[]) => [
    { person: null, nobody: 'gone', charsAdded: counted[0], charsRemoved: counted[1] },
    { person: null, nobody: 'product', charsAdded: counted[2], charsRemoved: counted[3] },
  ];
  expect((await listed(id))[0]?.contributors).toMatchObject(nobody([null, null, null, null]));
  await gather(id);
  expect((await listed(id))[0]?.contributors).toMatchObject(nobody([12, 0, 6, 0]));
  const csv: string[] = [];
  for await (const part of await sessionsCsv(by(two.author), { id })) csv.push(part);
  const lines = csv.join('').trim().split('\r\n');
  expect(lines[0]).toBe(
    'session,session_started_at,session_ended_at,session_restored,person,person_id,nobody,first_at,last_at,characters_added,characters_removed',
  );
  expect(lines.slice(1).map((line) => line.split(',').slice(4))).toMatchObject([
    ['', '', 'gone', AT.second.toISOString(), AT.second.toISOString(), '12', '0'],
    ['', '', 'product', expect.any(String), expect.any(String), '6', '0'],
    ['Author', two.author.personId, '', AT.first.toISOString(), AT.first.toISOString(), expect.any(String), '0'],
  ]);
});

test('CO-V21: what a version and its changes name is told to each reader as they may know it', async () => {
  const hidden = await buildItem(by(two.author, AT.first), { title: 'Hidden', accessLevel: 'restricted' });
  const markdown = `Ask [x](/people/x-${two.second.personId} "mention") of [y](/library/y-${hidden.id} "mention").\n`;
  const { id } = await buildItem(by(two.author, AT.first), { markdown });
  const [only] = await listed(id);
  const input = { id, session: only?.session ?? '' };
  const titles = async (actor: Actor) => {
    const { named } = await sessionChanges(by(actor), input);
    const { document } = await sessionDocument(by(actor), input);
    expect(named.people.map(({ name }) => name)).toEqual(['Platform junior']);
    expect(JSON.stringify(document)).toContain('Platform junior');
    return [...named.items.map(({ title }) => title), JSON.stringify(document).includes('Hidden')];
  };
  expect(await titles(two.author)).toEqual(['Hidden', true]);
  expect(await titles(two.world.people.newcomer)).toEqual([false]);
});

test('CO-V9: an item whose text is all gathered is projected, tagged and written on as before', async () => {
  const id = await written();
  await two.database.prisma.itemProjection.deleteMany({ where: { itemId: id } });
  const { etag } = await getItem(by(two.author), { id });
  await two.database.prisma.itemProjection.deleteMany({ where: { itemId: id } });
  await gather(id);
  expect(await two.database.prisma.documentUpdate.count({ where: { documentId: id } })).toBe(0);
  expect(await staleItems(two.database.prisma, { after: '', limit: 500 })).toContain(id);
  expect(await projectItem({ db: two.database.prisma, now: AT.later }, { id })).toBe(true);
  expect(await getItem(by(two.author), { id })).toMatchObject({ content: SECOND, etag, updatedAt: AT.second });
  await changeContent(by(two.author), { id, markdown: 'Anew.\n', ifMatch: etag });
  expect((await getItem(by(two.author), { id })).content).toBe('Anew.\n');
});
