import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { trashItem } from './commands/trash-item';
import { buildItem } from './factory';
import { previewAccess, whoCanSee } from './readers.queries';
import { AccessLevel } from './schema';
import { as, makePerson, makeWorld, TEST_NOW, type World } from './testing/world';

let database: Database;
let world: World;
let author: Actor;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database.prisma);
  author = world.people.author;
});
afterAll(() => database.close());

const by = (actor: Actor) => as(actor, database.prisma);
const audience = () => ({
  public: {},
  team: { teamIds: [world.mobile.id] },
  role: { jobRoleIds: [world.engineer.id] },
  confidential: { namedPersonIds: [world.people.newcomer.personId] },
  restricted: { namedPersonIds: [world.people.newcomer.personId] },
});

test('KN-W1: the dialog names exactly those who can read, at every level', async () => {
  for (const accessLevel of Object.values(AccessLevel)) {
    const { id } = await buildItem(by(author), { accessLevel, ...audience()[accessLevel] });
    const seen = await whoCanSee(by(author), { id });
    const named = new Set(seen.readers.map((person) => person.id));
    expect(seen.total).toBe(named.size);
    for (const person of Object.values(world.people)) {
      const reads = await whoCanSee(by(person), { id }).then(
        () => true,
        () => false,
      );
      expect([accessLevel, person.name, named.has(person.personId)]).toEqual([accessLevel, person.name, reads]);
    }
  }
});

test('KN-W2: each reason stands there once, with how many it lets in', async () => {
  const { id } = await buildItem(by(author), { accessLevel: 'team', teamIds: [world.platform.id] });
  const { reasons } = await whoCanSee(by(author), { id });
  expect(reasons).toEqual([
    { kind: 'author', person: { id: author.personId, name: author.name }, left: false },
    { kind: 'maintainer', person: { id: author.personId, name: author.name }, left: false },
    { kind: 'team', team: { id: world.platform.id, name: 'Platform' }, people: 2 },
  ]);
  await trashItem(by(author), { id });
  const trashed = await whoCanSee(by(author), { id });
  expect(trashed).toMatchObject({ trashed: true, total: 1 });
  expect(trashed.reasons.map((reason) => reason.kind)).toEqual(['author', 'maintainer']);
});

test('KN-W3: who has left reads nothing and is counted nowhere', async () => {
  const leaver = await makePerson(database.prisma, { name: 'Leaver', teamIds: [world.mobile.id] });
  const { id } = await buildItem(by(author), { accessLevel: 'team', teamIds: [world.mobile.id] });
  const before = await whoCanSee(by(author), { id });
  await database.prisma.deactivation.create({ data: { personId: leaver.personId, at: TEST_NOW } });
  const after = await whoCanSee(by(author), { id });
  expect(after.total).toBe(before.total - 1);
  expect(after.reasons.find((reason) => reason.kind === 'team')).toMatchObject({ people: 2 });
});

test('KN-W4: a change is counted before it is made', async () => {
  const { id } = await buildItem(by(author), { accessLevel: 'team', teamIds: [world.platform.id] });
  const change = { id, accessLevel: 'team' as const, teamIds: [world.mobile.id], jobRoleIds: [], namedPersonIds: [] };
  expect(await previewAccess(by(author), change)).toMatchObject({ before: 3, after: 3, added: 1, removed: 1 });
  const narrower = { ...change, accessLevel: 'restricted' as const };
  expect(await previewAccess(by(author), narrower)).toMatchObject({ widening: null, added: 0, removed: 2 });
  await expect(previewAccess(by(world.people.bothTeams), change)).rejects.toMatchObject({ code: 'forbidden' });
});
