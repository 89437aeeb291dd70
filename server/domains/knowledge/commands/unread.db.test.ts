import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import { KenningError } from '@/server/platform/errors';
import { testDatabase } from '@/server/platform/testing/database';
import { buildItem } from '../factory';
import { as, makeWorld } from '../testing/world';
import { changeAccess } from './change-access';
import { changeContent } from './change-content';
import { changeMaintainers } from './change-maintainers';
import { changeMetadata } from './change-metadata';
import { decideAccessRequest } from './decide-access-request';
import { patchItem } from './patch-item';
import { renameItem } from './rename-item';
import { askForAccess, requestAccess, requestAccessJob, workRequest } from './request-access';
import { restoreItem, trashItem } from './trash-item';

let database: Database;
let author: Actor;
let stranger: Actor;

beforeAll(async () => {
  database = await testDatabase();
  ({ author, newcomer: stranger } = (await makeWorld(database.prisma)).people);
});
afterAll(() => database.close());

const by = (actor: Actor) => as(actor, database.prisma);

/** Every write of an item, by who may not read it. */
const WRITES: Record<string, (id: string, requestId: string) => Promise<unknown>> = {
  rename: (id) => renameItem(by(stranger), { id, title: 'Mine' }),
  metadata: (id) => changeMetadata(by(stranger), { id, summary: 'mine' }),
  content: (id) => changeContent(by(stranger), { id, markdown: 'mine' }),
  access: (id) => changeAccess(by(stranger), { id, accessLevel: 'public' }),
  maintainers: (id) => changeMaintainers(by(stranger), { id, maintainerIds: [stranger.personId] }),
  trash: (id) => trashItem(by(stranger), { id }),
  restore: (id) => restoreItem(by(stranger), { id }),
  patch: (id) => patchItem(by(stranger), { id, title: 'Mine', confirmed: true }, '*'),
  decide: (_, requestId) => decideAccessRequest(by(stranger), { requestId, decision: 'granted' }),
};

test.each(Object.keys(WRITES))(
  'KN-P5: %s of what one may not read does not even wait for its writers',
  async (name) => {
    const { id } = await buildItem(by(author), { accessLevel: 'restricted' });
    await requestAccess(by(stranger), { id });
    const request = await database.prisma.accessRequest.findFirstOrThrow({ where: { itemId: id } });
    const write = WRITES[name];
    if (!write) throw new Error('There is no such write.');
    await database.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM knowledge_item WHERE id = ${id} FOR UPDATE`;
      const [hidden, unknown] = await Promise.all([
        refusal(write(id, request.id)),
        refusal(write('missing', 'missing')),
      ]);
      expect(hidden).toEqual(unknown);
      expect(hidden).toMatchObject({ code: 'not_found', reason: 'no_such_thing', params: {} });
    });
  },
);

test('KN-P5: asking for access does not wait either, and nothing that was asked is lost', async () => {
  const { id } = await buildItem(by(author), { accessLevel: 'restricted' });
  const { prisma } = database;
  const kept: object[] = [];
  const jobs = { send: async (_: unknown, data: object) => String(kept.push(data)) };
  await prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM knowledge_item WHERE id = ${id} FOR UPDATE`;
    for (const asked of [id, 'missing']) {
      expect(await askForAccess(by(stranger), jobs, { id: asked, reason: 'On call.' })).toEqual({ asked: true });
    }
  });
  for (const data of [...kept, ...kept]) {
    await workRequest(prisma, requestAccessJob.schema.parse(JSON.parse(JSON.stringify(data))));
  }
  const requests = await prisma.accessRequest.findMany({ where: { personId: stranger.personId, itemId: id } });
  expect(requests).toMatchObject([{ reason: 'On call.', decision: null }]);
});

async function refusal(work: Promise<unknown>) {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof KenningError)) throw new Error(`not refused: ${String(error)}`);
  return { code: error.code, reason: error.reason, params: error.params };
}
