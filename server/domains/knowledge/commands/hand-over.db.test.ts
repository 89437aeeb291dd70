import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import { recordEvent } from '@/server/platform/events';
import { openLog } from '@/server/platform/log';
import { untilOneWaits } from '@/server/platform/testing/blocked';
import { testDatabase } from '@/server/platform/testing/database';
import { buildItem } from '../factory';
import { KNOWLEDGE_REACTIONS } from '../reactions';
import { as, makePerson, makeWorld, TEST_NOW, type World } from '../testing/world';
import { changeMaintainers } from './change-maintainers';
import { handOver } from './hand-over';

/** More than fit into two transactions. */
const MANY_ITEMS = 450;

let database: Database;
let world: World;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database.prisma);
});
afterAll(() => database.close());

const by = (actor: Actor) => as(actor, database.prisma);
const run = (signal?: AbortSignal) => ({ db: database.prisma, now: TEST_NOW, signal });

/** Lets the reactions see an event, as the outbox does. */
async function deliver(eventId: bigint): Promise<void> {
  const event = await database.prisma.event.findUniqueOrThrow({ where: { id: eventId } });
  for (const reaction of KNOWLEDGE_REACTIONS.filter((one) => one.types.includes(event.type))) {
    await reaction.handle({ event, db: database.prisma, now: TEST_NOW, log: openLog('silent') });
  }
}

const leave = ({ personId }: Actor, handedOverTo: string | null = null): Promise<bigint> =>
  database.prisma.$transaction(async (tx) => {
    await tx.deactivation.create({ data: { personId, handedOverTo, at: TEST_NOW } });
    return recordEvent(tx, { actor: null, now: TEST_NOW }, { type: 'people.person.deactivated', subject: personId });
  });

const comeBack = ({ personId }: Actor): Promise<bigint> =>
  database.prisma.$transaction(async (tx) => {
    await tx.deactivation.delete({ where: { personId } });
    return recordEvent(tx, { actor: null, now: TEST_NOW }, { type: 'people.person.reactivated', subject: personId });
  });

const maintainersOf = async (itemId: string): Promise<string[]> =>
  (await database.prisma.itemMaintainer.findMany({ where: { itemId } })).map((row) => row.personId).sort();

async function writeMany(author: Actor): Promise<void> {
  const data = Array.from({ length: MANY_ITEMS }, (_, at) => ({
    title: `Page ${at}`,
    contentType: 'procedures' as const,
    authorId: author.personId,
    createdAt: TEST_NOW,
    updatedAt: TEST_NOW,
  }));
  await database.prisma.knowledgeItem.createMany({ data });
}

test('KN-H3: who returns gets back what went at this departure, but nothing they were removed from since', async () => {
  const [author, heir] = [world.people.author, world.people.mobileSenior];
  const person = await makePerson(database.prisma, { name: 'To and fro' });
  const [once, again, twice] = [await buildItem(by(author)), await buildItem(by(author)), await buildItem(by(author))];
  const keep = (id: string, ...keepers: Actor[]) =>
    changeMaintainers(by(author), { id, maintainerIds: keepers.map((keeper) => keeper.personId) });
  for (const { id } of [once, again, twice]) await keep(id, author, person);

  await deliver(await leave(person, heir.personId));
  expect(await maintainersOf(once.id)).not.toContain(person.personId);
  const first = await comeBack(person);
  await deliver(first);
  for (const { id } of [once, again, twice]) expect(await maintainersOf(id)).toContain(person.personId);
  await keep(once.id, author);
  await deliver(first);
  expect(await maintainersOf(once.id)).toEqual([author.personId]);

  await keep(twice.id, author, person);
  await deliver(await leave(person, heir.personId));
  const second = await comeBack(person);
  await deliver(second);
  expect(await maintainersOf(once.id)).toEqual([author.personId]);
  for (const { id } of [again, twice]) expect(await maintainersOf(id)).toContain(person.personId);
  await keep(again.id, author);
  await deliver(second);
  await deliver(first);
  expect(await maintainersOf(again.id)).toEqual([author.personId]);
});

test('KN-H3: who kept much gives all of it and gets all of it back, and can be stopped between two parts', async () => {
  const manager = await makePerson(database.prisma, { name: 'Manager of much' });
  const person = await makePerson(database.prisma, { name: 'Much', managerId: manager.personId });
  await writeMany(person);
  const left = await leave(person);
  const stopped = handOver(run(AbortSignal.abort()), { personId: person.personId, toPersonId: null });
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  const kept = (actor: Actor) => database.prisma.itemMaintainer.count({ where: { personId: actor.personId } });
  expect(await kept(manager)).toBe(0);
  await deliver(left);
  expect(await kept(manager)).toBe(MANY_ITEMS);
  await deliver(await comeBack(person));
  expect(await kept(person)).toBe(MANY_ITEMS);
});

test('KN-H4: a successor who leaves while they are being chosen gets nothing; the next one does', async () => {
  const manager = await makePerson(database.prisma, { name: 'Leaving manager' });
  const person = await makePerson(database.prisma, { name: 'Leaving too', managerId: manager.personId });
  const { id } = await buildItem(by(person));
  await leave(person);
  let handing: Promise<number> | undefined;
  await database.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM person WHERE id = ${manager.personId} FOR UPDATE`;
    await tx.deactivation.create({ data: { personId: manager.personId, at: TEST_NOW } });
    handing = handOver(run(), { personId: person.personId, toPersonId: null });
    await untilOneWaits(database.prisma);
  });
  expect(await handing).toBe(1);
  expect(await maintainersOf(id)).toEqual([world.people.leader.personId]);
});

test('KN-H4: a departure that is worked late, after another one, tells nothing of what that one took', async () => {
  const heir = await makePerson(database.prisma, { name: 'Heir of two departures' });
  const person = await makePerson(database.prisma, { name: 'Twice gone' });
  await buildItem(by(person));
  const first = await leave(person, heir.personId);
  await comeBack(person);
  const second = await leave(person, heir.personId);
  for (const departure of [first, second]) await deliver(departure);
  const told = await database.prisma.notification.findMany({ where: { personId: heir.personId } });
  expect(told.map(({ eventId, data }) => ({ eventId, data }))).toEqual([
    { eventId: second, data: { actorId: person.personId, items: 1 } },
  ]);
});
