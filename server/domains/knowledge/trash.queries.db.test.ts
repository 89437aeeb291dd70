import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { trashItem } from './commands/trash-item';
import { buildItem } from './factory';
import { as, makeWorld, TEST_NOW, type World } from './testing/world';
import { listTrash } from './trash.queries';

let database: Database;
let world: World;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database.prisma);
});
afterAll(() => database.close());

test('KN-F5: the trash comes page by page, the last thrown away first, none lost or doubled among those of one moment', async () => {
  const keeper = as(world.people.author, database.prisma);
  const thrown: string[] = [];
  for (let n = 0; n < 7; n += 1) {
    const { id } = await buildItem(keeper);
    // Five at once, as a selection is, and two later.
    const now = new Date(TEST_NOW.getTime() + Math.max(0, n - 4) * 1_000);
    await trashItem({ ...keeper, now }, { id });
    thrown.push(id);
  }
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listTrash>> = await listTrash(keeper, { limit: 3, cursor });
    expect(page.total).toBe(7);
    seen.push(...page.items.map((row) => row.id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen.slice(0, 2)).toEqual([thrown[6], thrown[5]]);
  expect([...seen].sort()).toEqual([...thrown].sort());
  await expect(listTrash(keeper, { limit: 3, cursor: 'rubbish' })).rejects.toMatchObject({ reason: 'cursor' });
  const stranger = as(world.people.newcomer, database.prisma);
  expect(await listTrash(stranger, { limit: 3 })).toEqual({ items: [], nextCursor: null, total: 0 });
});
