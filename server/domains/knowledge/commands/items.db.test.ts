import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ZodError } from 'zod';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import { KenningError } from '@/server/platform/errors';
import { untilOneWaits } from '@/server/platform/testing/blocked';
import { testDatabase } from '@/server/platform/testing/database';
import { buildItem } from '../factory';
import { getItem, itemMarkdown, itemPage } from '../item.queries';
import { judgeDocument } from '../judge';
import { as, makeWorld, TEST_NOW, type World } from '../testing/world';
import { changeAccess } from './change-access';
import { changeContent } from './change-content';
import { changeMaintainers } from './change-maintainers';
import { changeMetadata } from './change-metadata';
import { createItem } from './create-item';
import { patchItem } from './patch-item';
import { purgeTrash } from './purge-trash';
import { renameItem } from './rename-item';
import { restoreItem, trashItem } from './trash-item';

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
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof KenningError)) throw new Error(`not refused: ${String(error)}`);
  return { code: error.code, reason: error.reason, params: error.params };
};
const NOT_FOUND = { code: 'not_found', reason: 'no_such_thing', params: {} };
const eventsOf = async (subject: string) =>
  (await database.prisma.event.findMany({ where: { subject }, orderBy: { id: 'asc' } })).map((event) => event.type);

describe('making an item', () => {
  test('KN-I1: it has every field of the record, a document, and its author as maintainer', async () => {
    const { id, etag } = await createItem(by(author), {
      title: '  Rotate \n the keys ',
      contentType: 'procedures',
      markdown: '# Keys\n\nKeep them *safe*.\n\n- [ ] new key\n',
      tags: ['security', 'security'],
      versions: { OpenSSL: '3.2' },
    });
    const item = await getItem(by(author), { id });
    expect(item).toMatchObject({
      id,
      etag,
      title: 'Rotate the keys',
      contentType: 'procedures',
      status: 'draft',
      accessLevel: 'public',
      summary: 'Keep them safe.',
      version: '1.0.0',
      feedbackScore: null,
      feedbackCount: 0,
      createdAt: TEST_NOW,
      lastReviewed: TEST_NOW,
      nextReviewDue: new Date(TEST_NOW.getTime() + 60 * 86_400_000),
      maintainers: [{ id: author.personId, name: author.name }],
    });
    expect(item.metadata).toMatchObject({
      tags: ['security'],
      expertiseLevel: 'intermediate',
      estimatedReadTime: 1,
      versions: { OpenSSL: '3.2' },
    });
    expect(item.content).toContain('# Keys');
    expect(item.content).toContain('*safe*');
    expect(item.content).toContain('[ ] new key');
    expect(await eventsOf(id)).toEqual(['knowledge.item.created']);
    expect(await database.prisma.document.count({ where: { id } })).toBe(1);
  });

  test('KN-A2: an audience that is missing or unknown is refused, and nothing is made', async () => {
    const before = await database.prisma.knowledgeItem.count();
    expect(await refusal(buildItem(by(author), { accessLevel: 'team' }))).toMatchObject({ reason: 'team_missing' });
    const unknown = buildItem(by(author), { accessLevel: 'team', teamIds: ['nobody'] });
    expect(await refusal(unknown)).toMatchObject({ code: 'invalid', reason: 'unknown_team' });
    expect(await database.prisma.knowledgeItem.count()).toBe(before);
    expect(await database.prisma.document.count()).toBe(before);
  });

  test('KN-P2: a parent or related item that one may not read is as unknown as one that is not there', async () => {
    const secret = await buildItem(by(author), { accessLevel: 'restricted' });
    const hidden = await refusal(buildItem(by(stranger), { parentItemId: secret.id }));
    const missing = await refusal(buildItem(by(stranger), { parentItemId: 'missing' }));
    expect({ ...hidden, params: {} }).toEqual({ ...missing, params: {} });
  });
});

describe('reading', () => {
  test('KN-R0: who may not read gets what an unknown id gets', async () => {
    const { id } = await buildItem(by(author), { accessLevel: 'restricted' });
    for (const unknown of ['missing', id, 'no such\u0000id', '']) {
      expect(await refusal(itemPage(by(stranger), { id: unknown }))).toEqual(NOT_FOUND);
      expect(await refusal(getItem(by(stranger), { id: unknown }))).toEqual(NOT_FOUND);
      expect(await refusal(itemMarkdown(by(stranger), { id: unknown }))).toEqual(NOT_FOUND);
      expect(await judgeDocument(database.prisma, stranger, unknown)).toBeNull();
    }
    expect(await judgeDocument(database.prisma, author, id)).toBe('write');
  });

  test('KN-R0: links of an item show only what the reader may read', async () => {
    const parent = await buildItem(by(author), { title: 'Parent' });
    const open = await buildItem(by(author), { title: 'Open child', parentItemId: parent.id });
    const secret = await buildItem(by(author), {
      title: 'Secret child',
      parentItemId: parent.id,
      accessLevel: 'restricted',
    });
    await changeMetadata(by(author), { id: parent.id, relatedItems: [open.id, secret.id] });
    const seen = await itemPage(by(stranger), { id: parent.id });
    expect(seen.children).toEqual([{ id: open.id, title: 'Open child' }]);
    expect(seen.item.childrenItems).toEqual([open.id]);
    expect(seen.item.metadata.relatedItems).toEqual([open.id]);
    expect((await itemPage(by(author), { id: parent.id })).children).toHaveLength(2);
  });
});

describe('changing', () => {
  test('KN-T1 KN-R1: renaming needs a title and the revision that is there', async () => {
    const { id } = await buildItem(by(author));
    expect(await renameItem(by(author), { id, title: 'Turn the keys', revision: 1 })).toEqual({ revision: 2 });
    const late = renameItem(by(author), { id, title: 'Spin the keys', revision: 1 });
    expect(await refusal(late)).toMatchObject({ code: 'conflict', reason: 'changed_since' });
    await expect(renameItem(by(author), { id, title: ' \n ' })).rejects.toThrow(ZodError);
    await expect(renameItem(by(author), { id, title: 'x'.repeat(201) })).rejects.toThrow(ZodError);
    expect(await refusal(renameItem(by(stranger), { id, title: 'Mine' }))).toMatchObject({ code: 'forbidden' });
    expect(await eventsOf(id)).toEqual(['knowledge.item.created', 'knowledge.item.renamed']);
    await renameItem(by(author), { id, title: ' Cafe\u0301\n keys ' });
    expect(await getItem(by(author), { id })).toMatchObject({ title: 'Caf\u00e9 keys' });
  });

  test('KN-A4: widening asks first, then lets in exactly whom it named', async () => {
    const { id } = await buildItem(by(author), { accessLevel: 'restricted' });
    const wider = { id, accessLevel: 'team' as const, teamIds: [world.platform.id] };
    expect(await refusal(changeAccess(by(author), wider))).toMatchObject({
      code: 'conflict',
      reason: 'widening_access',
      params: { teamIds: [world.platform.id], everyone: false },
    });
    expect(await judgeDocument(database.prisma, world.people.platformJunior, id)).toBeNull();
    await changeAccess(by(author), { ...wider, confirmed: true });
    expect(await judgeDocument(database.prisma, world.people.platformJunior, id)).toBe('read');
    expect(await judgeDocument(database.prisma, world.people.mobileSenior, id)).toBeNull();
    await changeAccess(by(author), { id, accessLevel: 'restricted' });
    expect(await judgeDocument(database.prisma, world.people.platformJunior, id)).toBeNull();
    expect(await database.prisma.itemTeam.count({ where: { itemId: id } })).toBe(0);
  });

  test('KN-A4 KN-A5: a new maintainer who could not read is a widening; the last one cannot go', async () => {
    const { id } = await buildItem(by(author), { accessLevel: 'restricted' });
    const both = [author.personId, stranger.personId];
    expect(await refusal(changeMaintainers(by(author), { id, maintainerIds: both }))).toMatchObject({
      reason: 'widening_access',
      params: { namedPersonIds: [stranger.personId] },
    });
    await changeMaintainers(by(author), { id, maintainerIds: both, confirmed: true });
    expect(await judgeDocument(database.prisma, stranger, id)).toBe('write');
    const blind = { id, maintainerIds: both, reviewerIds: [world.people.mobileSenior.personId] };
    expect(await refusal(changeMaintainers(by(author), blind))).toMatchObject({ reason: 'reviewer_cannot_read' });
    await changeMaintainers(by(author), { ...blind, reviewerIds: [stranger.personId] });
    expect((await getItem(by(author), { id })).reviewers).toEqual([{ id: stranger.personId, name: stranger.name }]);
  });
});

describe('changing links and text', () => {
  test('KN-P1: an item cannot go below itself', async () => {
    const top = await buildItem(by(author), { title: 'Top' });
    const middle = await buildItem(by(author), { title: 'Middle', parentItemId: top.id });
    const bottom = await buildItem(by(author), { title: 'Bottom', parentItemId: middle.id });
    const circle = changeMetadata(by(author), { id: top.id, parentItemId: bottom.id });
    expect(await refusal(circle)).toMatchObject({ reason: 'parent_unfit', params: {} });
    await changeMetadata(by(author), { id: bottom.id, parentItemId: top.id });
    expect((await itemPage(by(author), { id: bottom.id })).parent?.id).toBe(top.id);
  });

  test('KN-P3: saving related items keeps those that the editor cannot see', async () => {
    const secret = await buildItem(by(author), { accessLevel: 'restricted' });
    const open = await buildItem(by(author));
    const shared = await buildItem(by(author), { relatedItems: [secret.id] });
    const people = { id: shared.id, maintainerIds: [author.personId, stranger.personId] };
    await changeMaintainers(by(author), people);
    await changeMetadata(by(stranger), { id: shared.id, relatedItems: [open.id] });
    const after = await getItem(by(author), { id: shared.id });
    expect(after.metadata.relatedItems.sort()).toEqual([open.id, secret.id].sort());
  });

  test('KN-P4: saving details keeps a parent that the editor cannot see, and names none to them', async () => {
    const secret = await buildItem(by(author), { accessLevel: 'restricted' });
    const shared = await buildItem(by(author), { parentItemId: secret.id, relatedItems: [secret.id] });
    await changeMaintainers(by(author), { id: shared.id, maintainerIds: [author.personId, stranger.personId] });
    expect((await getItem(by(stranger), { id: shared.id })).parentItemId).toBeNull();
    await changeMetadata(by(stranger), { id: shared.id, parentItemId: null, tags: ['keys'] });
    expect((await getItem(by(author), { id: shared.id })).parentItemId).toBe(secret.id);
    for (const id of [secret.id, 'missing']) {
      const unknown = { reason: 'unknown_item', params: { ids: [id] } };
      expect(await refusal(changeMetadata(by(stranger), { id: shared.id, parentItemId: id }))).toMatchObject(unknown);
      expect(await refusal(changeMetadata(by(stranger), { id: shared.id, relatedItems: [id] }))).toMatchObject(unknown);
    }
    await changeMetadata(by(author), { id: shared.id, parentItemId: null });
    expect((await getItem(by(author), { id: shared.id })).parentItemId).toBeNull();
  });

  test('KN-P1: of two changes that together close a circle one loses', async () => {
    const one = await buildItem(by(author), { title: 'One' });
    const other = await buildItem(by(author), { title: 'Other' });
    const ends = await Promise.allSettled([
      changeMetadata(by(author), { id: one.id, parentItemId: other.id }),
      changeMetadata(by(author), { id: other.id, parentItemId: one.id }),
    ]);
    expect(ends.map((end) => end.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ends.find((end) => end.status === 'rejected')).toMatchObject({ reason: { reason: 'parent_unfit' } });
  });

  test('KN-R3: content is merged into the live document, on the state that was seen', async () => {
    const { id, etag } = await buildItem(by(author), { markdown: 'One.\n\nTwo.\n' });
    const changed = await changeContent(by(author), { id, markdown: 'One.\n\nTwo and a half.\n', ifMatch: etag });
    expect(changed.etag).not.toBe(etag);
    const late = changeContent(by(author), { id, markdown: 'Gone.\n', ifMatch: etag });
    expect(await refusal(late)).toMatchObject({ code: 'precondition_failed', reason: 'changed_since' });
    expect((await itemMarkdown(by(author), { id })).markdown).toBe('One.\n\nTwo and a half.\n');
    const same = await changeContent(by(author), { id, markdown: 'One.\n\nTwo and a half.\n' });
    expect(same.seq).toBe(changed.seq);
    expect(await refusal(changeContent(by(stranger), { id, markdown: 'x' }))).toMatchObject({ code: 'forbidden' });
  });

  test('KN-R3: a patch changes all or nothing', async () => {
    const { id, etag } = await buildItem(by(author), { accessLevel: 'restricted' });
    const patch = { id, confirmed: false, title: 'New', markdown: 'New text.\n', accessLevel: 'public' as const };
    expect(await refusal(patchItem(by(author), patch, etag))).toMatchObject({ reason: 'widening_access' });
    expect((await getItem(by(author), { id })).title).not.toBe('New');
    expect(await refusal(patchItem(by(author), patch, null))).toMatchObject({ reason: 'if_match_missing' });
    expect(await refusal(patchItem(by(stranger), patch, null))).toEqual(NOT_FOUND);
    const item = await patchItem(by(author), { ...patch, confirmed: true, tags: ['keys'] }, etag);
    expect(item).toMatchObject({ title: 'New', accessLevel: 'public', content: 'New text.\n', tags: ['keys'] });
    expect(item.etag).toBe((await getItem(by(stranger), { id })).etag);
  });
});

describe('the trash', () => {
  test('KN-S1 KN-S2: an item goes and comes back; meanwhile readers meet nothing', async () => {
    const { id } = await buildItem(by(author));
    expect(await refusal(trashItem(by(stranger), { id }))).toMatchObject({ code: 'forbidden' });
    await trashItem(by(author), { id, reason: 'twice' });
    expect(await refusal(itemPage(by(stranger), { id }))).toEqual(NOT_FOUND);
    expect(await judgeDocument(database.prisma, author, id)).toBe('read');
    expect(await refusal(renameItem(by(author), { id, title: 'No' }))).toMatchObject({ code: 'forbidden' });
    expect(await refusal(trashItem(by(author), { id }))).toMatchObject({ code: 'conflict', reason: 'already_trashed' });
    await restoreItem(by(author), { id });
    expect((await itemPage(by(stranger), { id })).item.trashedAt).toBeNull();
    expect(await refusal(restoreItem(by(author), { id }))).toMatchObject({ reason: 'not_trashed' });
  });

  test('KN-S3: only an administrator purges, in person, and only what is old enough', async () => {
    const { id } = await buildItem(by(author));
    await trashItem(by(author), { id });
    expect(await refusal(purgeTrash(by(author), { olderThanDays: 0 }))).toMatchObject({ code: 'forbidden' });
    const door = { kind: 'token', tokenId: 't', scopes: ['read', 'write'] } as const;
    const byToken = by({ ...world.people.administrator, door });
    expect(await refusal(purgeTrash(byToken, { olderThanDays: 0 }))).toMatchObject({ code: 'forbidden' });
    expect(await purgeTrash(by(world.people.administrator), { olderThanDays: 1 })).toEqual({ purged: 0 });
    expect(await purgeTrash(by(world.people.administrator), { olderThanDays: 0 })).toEqual({ purged: 1 });
    expect(await database.prisma.document.count({ where: { id } })).toBe(0);
    expect(await refusal(itemPage(by(author), { id }))).toEqual(NOT_FOUND);
  });

  test('KN-S4: what is restored while the trash is emptied stays', async () => {
    const { id } = await buildItem(by(author));
    await trashItem(by(author), { id });
    let purging: Promise<{ purged: number }> | undefined;
    await database.prisma.$transaction(async (tx) => {
      await restoreItem({ ...by(author), db: tx }, { id });
      purging = purgeTrash(by(world.people.administrator), { olderThanDays: 0 });
      await untilOneWaits(database.prisma);
    });
    expect(await purging).toEqual({ purged: 0 });
    expect((await itemPage(by(author), { id })).item.trashedAt).toBeNull();
  });
});
