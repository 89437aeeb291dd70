import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getItem, readAttachment, renameItem, searchItems } from '@/server/domains/knowledge';
import { signIn } from '@/server/domains/people';
import { loadActor } from '@/server/platform/auth';
import type { Database } from '@/server/platform/db/client';
import { openLocalFileStore } from '@/server/platform/storage';
import { testDatabase } from '@/server/platform/testing/database';
import {
  ACTOR_KINDS,
  type ActorKind,
  buildSmallWorld,
  ITEM_KINDS,
  READERS,
  SMALL_WORLD_PASSWORD,
  type SmallWorld,
  smallWorldEmail,
  WRITERS,
  wordOf,
} from './small-world';

const now = new Date('2026-03-02T12:00:00Z');
let folder: string;
let database: Database;
let world: SmallWorld;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kenning-small-'));
  database = await testDatabase();
  world = await buildSmallWorld(database.prisma, now, await openLocalFileStore(folder, database.prisma));
});

afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Of all actors those for whom it succeeds; it may fail only with this code. */
async function thoseWho(code: string, attempt: (kind: ActorKind) => Promise<unknown>): Promise<ActorKind[]> {
  const may: ActorKind[] = [];
  for (const kind of ACTOR_KINDS) {
    const refused = await attempt(kind).then(
      () => null,
      (error: { code?: string }) => error.code ?? String(error),
    );
    if (refused === null) may.push(kind);
    else expect(refused).toBe(code);
  }
  return may.sort();
}

describe('the small world', () => {
  it.each(ITEM_KINDS)('lets read the %s item, its text and its file whom the table says', async (kind) => {
    const id = world.items[kind];
    const expected = [...READERS[kind]].sort();
    expect(await thoseWho('not_found', async (actor) => getItem(await world.as(actor), { id }))).toEqual(expected);
    const file = { id: world.attachments[kind] ?? '' };
    expect(await thoseWho('not_found', async (actor) => readAttachment(await world.as(actor), file))).toEqual(expected);
  });

  it.each(ITEM_KINDS.filter((kind) => kind !== 'trashed'))(
    'lets find the %s item whom the table says',
    async (kind) => {
      const found: ActorKind[] = [];
      for (const actor of ACTOR_KINDS) {
        const { results } = await searchItems(await world.as(actor), { q: wordOf(kind) });
        if (results.some((result) => result.id === world.items[kind])) found.push(actor);
      }
      expect(found.sort()).toEqual([...READERS[kind]].sort());
    },
  );

  it.each(ITEM_KINDS)(
    'lets change the %s item whom the table says, and hides it from who may not read',
    async (kind) => {
      for (const actor of ACTOR_KINDS) {
        const attempt = world.as(actor).then((ctx) => renameItem(ctx, { id: world.items[kind], title: 'Renamed' }));
        if (WRITERS[kind].includes(actor)) await expect(attempt).resolves.toBeDefined();
        else {
          const code = READERS[kind].includes(actor) ? 'forbidden' : 'not_found';
          await expect(attempt).rejects.toMatchObject({ code });
        }
      }
    },
  );

  it('lets its people sign in, and the one who left not', async () => {
    const surroundings = { db: database.prisma, now, address: '192.0.2.1', userAgent: 'test', secret: 'a secret' };
    const password = SMALL_WORLD_PASSWORD;
    expect(await signIn(surroundings, { email: smallWorldEmail('named'), password })).toEqual(expect.any(String));
    expect(await signIn(surroundings, { email: smallWorldEmail('deactivated'), password })).toBeNull();
    expect(await loadActor(database.prisma, world.people.deactivated, { kind: 'job' })).toBeNull();
  });
});
