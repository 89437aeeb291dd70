import { afterAll, beforeAll, expect, test } from 'vitest';
import { Prisma } from '@/prisma/generated/client';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import fc from '@/server/platform/testing/fast-check';
import { factsOf, ITEM_WITH_FACTS } from './load';
import { itemPolicy, readableBy, readableSql, readersOf } from './policy';
import { AccessLevel } from './schema';
import { makeWorld, TEST_NOW, type World } from './testing/world';

let database: Database;
let world: World;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database.prisma);
});
afterAll(() => database.close());

/** Rows as they might stand in the database, also those that no command would write. */
const itemRows = () => {
  const everybody = Object.values(world.people).map((person) => person.personId);
  return fc.record({
    authorId: fc.constantFrom(...everybody),
    accessLevel: fc.constantFrom(...Object.values(AccessLevel)),
    maintainers: fc.subarray(everybody, { maxLength: 2 }),
    named: fc.subarray(everybody, { maxLength: 2 }),
    teams: fc.subarray([world.platform.id, world.mobile.id]),
    jobRoles: fc.subarray([world.engineer.id, world.designer.id]),
    trashed: fc.boolean(),
  });
};

test('KN-P-A1: sentence, where-clause, SQL and the list of readers agree for every actor and every item', async () => {
  const { prisma } = database;
  const worlds = fc.sample(fc.array(itemRows(), { minLength: 40, maxLength: 40 }), { numRuns: 3, seed: 20_260_302 });
  for (const rows of worlds) {
    for (const row of rows) {
      await prisma.knowledgeItem.create({
        data: {
          title: 'Generated',
          contentType: 'procedures',
          authorId: row.authorId,
          accessLevel: row.accessLevel,
          createdAt: TEST_NOW,
          updatedAt: TEST_NOW,
          maintainers: { create: row.maintainers.map((personId) => ({ personId })) },
          namedPeople: { create: row.named.map((personId) => ({ personId })) },
          teams: { create: row.teams.map((teamId) => ({ teamId })) },
          jobRoles: { create: row.jobRoles.map((jobRoleId) => ({ jobRoleId })) },
          trashing: row.trashed ? { create: { at: TEST_NOW } } : undefined,
        },
      });
    }
  }
  const items = await prisma.knowledgeItem.findMany({ include: ITEM_WITH_FACTS });
  const readersByItem = new Map<string, string[]>();
  for (const item of items) {
    const readers = await prisma.person.findMany({ where: readersOf(factsOf(item)), select: { id: true } });
    readersByItem.set(
      item.id,
      readers.map((person) => person.id),
    );
  }
  let read = 0;
  for (const actor of Object.values(world.people)) {
    const bySentence = items.filter((item) => itemPolicy.read(actor, factsOf(item))).map((item) => item.id);
    const byClause = await prisma.knowledgeItem.findMany({ where: readableBy(actor), select: { id: true } });
    const bySql = await prisma.$queryRaw<{ id: string }[]>(
      Prisma.sql`SELECT i.id FROM knowledge_item i WHERE ${readableSql(actor)}`,
    );
    const byReaders = items.filter((item) => readersByItem.get(item.id)?.includes(actor.personId));
    const expected = bySentence.sort();
    expect(byClause.map((row) => row.id).sort()).toEqual(expected);
    expect(bySql.map((row) => row.id).sort()).toEqual(expected);
    expect(byReaders.map((row) => row.id).sort()).toEqual(expected);
    read += expected.length;
  }
  // Neither everything nor nothing, or the agreement would be empty.
  expect(read).toBeGreaterThan(items.length);
  expect(read).toBeLessThan(items.length * Object.keys(world.people).length * 0.9);
});
