import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import { KenningError } from '@/server/platform/errors';
import { testDatabase } from '@/server/platform/testing/database';
import { createCallerFactory } from '@/server/platform/trpc';
import { knowledgeRouter } from './router';
import { makeWorld, TEST_NOW, type World } from './testing/world';

let database: Database;
let world: World;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database.prisma);
});
afterAll(() => database.close());

const createCaller = createCallerFactory(knowledgeRouter);
const callerOf = (actor: Actor | null, ifMatch: string | null = null) =>
  createCaller({
    actor,
    db: database.prisma,
    now: TEST_NOW,
    address: '127.0.0.1',
    userAgent: '',
    ifMatch,
    reference: 'TEST',
  });
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: { cause?: unknown }) => thrown.cause,
  );
  if (!(error instanceof KenningError)) throw new Error(`not refused: ${String(error)}`);
  return { code: error.code, reason: error.reason };
};

describe('the doors of knowledge', () => {
  test('KN-D1: an item goes through every procedure and back, and each answer has its shape', async () => {
    const { author } = world.people;
    const api = callerOf(author);
    const { id, etag } = await api.item.create({
      title: 'Rotate the signing keys',
      contentType: 'procedures',
      accessLevel: 'restricted',
      markdown: 'Make a new key.\n',
      tags: ['keys'],
    });
    const misspelt = { title: 'Rotate', contentType: 'procedures', accesLevel: 'restricted' } as const;
    await expect(api.item.create(misspelt)).rejects.toThrow('accesLevel');
    await expect(callerOf(author, etag).item.patch({ id, ...{ content: 'Lost.' } })).rejects.toThrow('content');
    const named = { title: 'Rotate', contentType: 'procedures' as const, teamIds: [world.platform.id] };
    const passedOver = { code: 'invalid', reason: 'audience_without_level' };
    expect(await refusal(api.item.create(named))).toEqual(passedOver);
    const naming = callerOf(author, etag).item.patch({ id, teamIds: [world.platform.id] });
    expect(await refusal(naming)).toEqual(passedOver);
    const item = await api.item.get({ id });
    expect(item).toMatchObject({ id, etag, content: 'Make a new key.\n', can: { edit: true, restore: false } });
    const patched = await callerOf(author, etag).item.patch({ id, title: 'Turn the keys', markdown: 'Turn them.\n' });
    expect(patched).toMatchObject({ title: 'Turn the keys', content: 'Turn them.\n' });
    expect(await api.item.markdown({ id })).toEqual({
      id,
      title: 'Turn the keys',
      markdown: 'Turn them.\n',
      etag: patched.etag,
    });
    expect((await api.item.list({})).items.map((row) => row.id)).toEqual([id]);
    expect((await api.search.items({ q: 'turn keys' })).results.map((hit) => hit.id)).toEqual([id]);
    await api.item.trash({ id });
    expect((await api.trash.list({})).items.map((row) => row.id)).toEqual([id]);
    expect((await api.item.list({})).total).toBe(0);
    await api.item.restore({ id });
    expect((await api.item.editor({ id })).title).toBe('Turn the keys');
  });

  test('KN-D2: without signing in there is no door; a reading token does not write', async () => {
    expect(await refusal(callerOf(null).item.list({}))).toMatchObject({ code: 'unauthenticated' });
    const door = { kind: 'token', tokenId: 'token', scopes: ['read'] } as const;
    const reader = callerOf({ ...world.people.author, door });
    expect((await reader.item.list({})).total).toBe(1);
    const create = reader.item.create({ title: 'No', contentType: 'procedures' });
    expect(await refusal(create)).toEqual({ code: 'forbidden', reason: 'token_scope' });
  });

  test('KN-D3: every procedure answers an unreadable id as an unknown one', async () => {
    const { author, newcomer } = world.people;
    const { id: secret } = await callerOf(author).item.create({
      title: 'Secret',
      contentType: 'procedures',
      accessLevel: 'restricted',
    });
    const access = { accessLevel: 'public', teamIds: [], jobRoleIds: [], namedPersonIds: [] } as const;
    const lists = { teamIds: [], jobRoleIds: [], namedPersonIds: [] };
    const api = callerOf(newcomer, '*');
    const doors: ((id: string) => Promise<unknown>)[] = [
      (id) => api.item.get({ id }),
      (id) => api.item.page({ id }),
      (id) => api.item.editor({ id }),
      (id) => api.item.state({ id }),
      (id) => api.item.markdown({ id }),
      (id) => api.item.whoCanSee({ id }),
      (id) => api.item.previewAccess({ id, ...access, ...lists }),
      (id) => api.item.rename({ id, title: 'Mine' }),
      (id) => api.item.patch({ id, title: 'Mine' }),
      (id) => api.item.changeMetadata({ id, tags: ['mine'] }),
      (id) => api.item.changeAccess({ id, ...access, ...lists, confirmed: true }),
      (id) => api.item.changeMaintainers({ id, maintainerIds: [newcomer.personId], confirmed: true }),
      (id) => api.item.trash({ id }),
      (id) => api.item.restore({ id }),
    ];
    for (const door of doors) {
      expect(await refusal(door(secret))).toEqual({ code: 'not_found', reason: 'no_such_thing' });
      expect(await refusal(door('missing'))).toEqual({ code: 'not_found', reason: 'no_such_thing' });
    }
    expect(await callerOf(author).item.get({ id: secret })).toMatchObject({ title: 'Secret', revision: 1 });
  });
});
