import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '@/server/platform/access';
import { after, MINUTE_MS } from '@/server/platform/clock';
import type { Database } from '@/server/platform/db/client';
import { recordEvent } from '@/server/platform/events';
import { openLog } from '@/server/platform/log';
import { testDatabase } from '@/server/platform/testing/database';
import { buildItem } from '../factory';
import { judgeDocument, readThings } from '../judge';
import { KNOWLEDGE_REACTIONS } from '../reactions';
import { waitingRequests } from '../requests.queries';
import { as, makePerson, makeWorld, TEST_NOW, type World } from '../testing/world';
import { changeMaintainers } from './change-maintainers';
import { decideAccessRequest } from './decide-access-request';
import { askForAccess, requestAccess, requestAccessJob } from './request-access';
import { trashItem } from './trash-item';

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

const inMinutes = (minutes: number) => after(TEST_NOW, minutes * MINUTE_MS);
const by = (actor: Actor) => as(actor, database.prisma);

/** Lets every reaction of this domain see every event so far, as the outbox does, `times` over. */
async function react(times = 1): Promise<void> {
  const events = await database.prisma.event.findMany({ orderBy: { id: 'asc' } });
  for (let round = 0; round < times; round += 1) {
    for (const event of events) {
      for (const reaction of KNOWLEDGE_REACTIONS.filter((one) => one.types.includes(event.type))) {
        await reaction.handle({ event, db: database.prisma, now: TEST_NOW, log: openLog('silent') });
      }
    }
  }
}

const notified = async (personId: string) =>
  (await database.prisma.notification.findMany({ where: { personId }, orderBy: { createdAt: 'asc' } })).map(
    ({ kind, subjectId }) => ({ kind, subjectId }),
  );

describe('asking for access', () => {
  test('KN-Q5: the answer is the same for everything one cannot or can read', async () => {
    const secret = await buildItem(by(author), { accessLevel: 'restricted' });
    const open = await buildItem(by(author));
    const gone = await buildItem(by(author), { accessLevel: 'restricted' });
    await trashItem(by(author), { id: gone.id });
    const jobs = { send: vi.fn(async () => '') };
    for (const id of [secret.id, secret.id, open.id, gone.id, 'missing']) {
      const asking = { id, reason: 'I am on call.' };
      expect(await askForAccess(by(stranger), jobs, asking)).toEqual({ asked: true });
      expect(jobs.send).toHaveBeenLastCalledWith(requestAccessJob, expect.objectContaining(asking));
      await requestAccess(by(stranger), asking);
    }
    const waiting = await waitingRequests(by(author));
    expect(waiting.map((request) => request.item.id)).toEqual([secret.id]);
    expect(waiting[0]).toMatchObject({ reason: 'I am on call.', person: { id: stranger.personId } });
    expect(await waitingRequests(by(stranger))).toEqual([]);
  });

  test('KN-Q15: a second reason is recorded on the open request, once; an asking that comes twice is done once', async () => {
    const { id } = await buildItem(by(author), { accessLevel: 'restricted' });
    const ask = (minutes: number, reason: string) =>
      requestAccess(as(stranger, database.prisma, inMinutes(minutes)), { id, reason });
    const waiting = async () => (await waitingRequests(by(author), { itemId: id })).map((request) => request.reason);
    await ask(0, 'I am on call.');
    await ask(1, '');
    expect(await waiting()).toEqual(['I am on call.']);
    for (const minutes of [3, 3, 2]) await ask(minutes, `I am on call from ${minutes}.`);
    expect(await waiting()).toEqual(['I am on call from 3.']);
    const events = await database.prisma.event.findMany({ where: { subject: id }, orderBy: { id: 'asc' } });
    const types = ['created', 'access_requested', 'access_request_amended'].map((verb) => `knowledge.item.${verb}`);
    expect(events.map((event) => event.type)).toEqual(types);
    const [request] = await waitingRequests(by(author), { itemId: id });
    if (!request) throw new Error('no request waits');
    await decideAccessRequest(by(author), { requestId: request.id, decision: 'declined' });
    await ask(3, 'I am on call from 3.');
    expect(await waiting()).toEqual([]);
    await Promise.all([ask(4, 'Again.'), ask(5, 'And again.')]);
    expect(await waiting()).toHaveLength(1);
  });

  test('KN-Q6: granting names the person; the maintainers hear of the request, the asker of the grant', async () => {
    const { id } = await buildItem(by(author), { accessLevel: 'confidential' });
    await requestAccess(by(stranger), { id });
    const [request] = await waitingRequests(by(author), { itemId: id });
    if (!request) throw new Error('no request waits');
    await react(2);
    expect(await notified(author.personId)).toContainEqual({ kind: 'knowledge.access_requested', subjectId: id });
    const decided = { requestId: request.id, decision: 'granted' as const };
    await expect(decideAccessRequest(by(stranger), decided)).rejects.toMatchObject({ code: 'not_found' });
    await decideAccessRequest(by(author), decided);
    expect(await judgeDocument(database.prisma, stranger, id)).toBe('read');
    await expect(decideAccessRequest(by(author), decided)).rejects.toMatchObject({ reason: 'already_decided' });
    await react(2);
    const told = await notified(stranger.personId);
    expect(told.filter((one) => one.subjectId === id)).toEqual([{ kind: 'knowledge.access_granted', subjectId: id }]);
    expect(await readThings({ actor: stranger, db: database.prisma }, [id])).toHaveProperty('size', 1);
  });

  test('KN-Q21: whoever decides, no keeper is told of the request any more', async () => {
    const colleague = world.people.mobileSenior;
    const unread = (itemId: string) =>
      database.prisma.notification.count({
        where: { kind: 'knowledge.access_requested', subjectId: itemId, readAt: null },
      });
    for (const decision of ['granted', 'declined'] as const) {
      const { id } = await buildItem(by(author), { accessLevel: 'restricted' });
      const maintainerIds = [author.personId, colleague.personId];
      await changeMaintainers(by(author), { id, maintainerIds, confirmed: true });
      await requestAccess(by(stranger), { id });
      await react();
      expect(await unread(id)).toBe(2);
      const [request] = await waitingRequests(by(author), { itemId: id });
      await decideAccessRequest(by(author), { requestId: request?.id ?? '', decision });
      // At once: who answered is not to see it counted on.
      expect(await unread(id)).toBe(0);
      // The reactions to both may come twice, and that to the request after that to its end.
      await react(2);
      expect(await unread(id)).toBe(0);
      expect(await notified(colleague.personId)).toContainEqual({ kind: 'knowledge.access_requested', subjectId: id });
    }
  });

  test('KN-Q22: of a request that is decided before anybody could be told, nobody is told', async () => {
    const { id } = await buildItem(by(author), { accessLevel: 'restricted' });
    await requestAccess(by(stranger), { id });
    const [request] = await waitingRequests(by(author), { itemId: id });
    await decideAccessRequest(by(author), { requestId: request?.id ?? '', decision: 'declined' });
    await react();
    expect((await notified(author.personId)).filter((one) => one.subjectId === id)).toEqual([]);
  });

  test('KN-Q7: declining lets nobody in and tells the asker nothing', async () => {
    const { id } = await buildItem(by(author), { accessLevel: 'restricted' });
    await requestAccess(by(stranger), { id });
    const [request] = await waitingRequests(by(author), { itemId: id });
    if (!request) throw new Error('no request waits');
    await decideAccessRequest(by(author), { requestId: request.id, decision: 'declined' });
    await react();
    expect(await judgeDocument(database.prisma, stranger, id)).toBeNull();
    expect((await notified(stranger.personId)).filter((one) => one.subjectId === id)).toEqual([]);
    expect((await readThings({ actor: stranger, db: database.prisma }, [id])).size).toBe(0);
    await requestAccess(as(stranger, database.prisma, inMinutes(1)), { id });
    expect(await waitingRequests(by(author), { itemId: id })).toHaveLength(1);
  });
});

describe('handing over', () => {
  const deactivate = async (personId: string, handedOverTo: string | null) => {
    const { prisma } = database;
    await prisma.$transaction(async (tx) => {
      await tx.deactivation.create({ data: { personId, handedOverTo, at: TEST_NOW } });
      await recordEvent(tx, { actor: null, now: TEST_NOW }, { type: 'people.person.deactivated', subject: personId });
    });
  };

  test('KN-H1: the named successor keeps what the person kept, and hears of it once', async () => {
    const leaving = await makePerson(database.prisma, { name: 'Leaving one' });
    const own = await buildItem(by(leaving), { accessLevel: 'restricted' });
    const shared = await buildItem(by(author));
    const keepers = { id: shared.id, maintainerIds: [author.personId, leaving.personId] };
    await changeMaintainers(by(author), keepers);
    await deactivate(leaving.personId, world.people.mobileSenior.personId);
    await react(2);
    for (const { id } of [own, shared]) {
      expect(await judgeDocument(database.prisma, world.people.mobileSenior, id)).toBe('write');
    }
    const told = await notified(world.people.mobileSenior.personId);
    expect(told.filter(({ kind }) => kind === 'knowledge.handed_over')).toHaveLength(1);
  });

  test('KN-H2: without a named successor only what nobody else keeps goes to the manager, and comes back', async () => {
    const manager = await makePerson(database.prisma, { name: 'Manager' });
    const leaving = await makePerson(database.prisma, { name: 'Leaving two', managerId: manager.personId });
    const own = await buildItem(by(leaving), { accessLevel: 'restricted' });
    const shared = await buildItem(by(leaving), { accessLevel: 'restricted' });
    const keepers = { id: shared.id, maintainerIds: [leaving.personId, author.personId], confirmed: true };
    await changeMaintainers(by(leaving), keepers);
    await deactivate(leaving.personId, null);
    await react(2);
    expect(await judgeDocument(database.prisma, manager, own.id)).toBe('write');
    expect(await judgeDocument(database.prisma, manager, shared.id)).toBeNull();
    await database.prisma.$transaction(async (tx) => {
      await tx.deactivation.delete({ where: { personId: leaving.personId } });
      const event = { type: 'people.person.reactivated', subject: leaving.personId } as const;
      await recordEvent(tx, { actor: null, now: TEST_NOW }, event);
    });
    await react(2);
    const kept = { itemId: own.id, personId: leaving.personId };
    expect(await database.prisma.itemMaintainer.count({ where: kept })).toBe(1);
  });
});
