import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import { recordEvent } from '@/server/platform/events';
import { openLog } from '@/server/platform/log';
import { testDatabase } from '@/server/platform/testing/database';
import fc from '@/server/platform/testing/fast-check';
import { buildItem } from '../factory';
import { KNOWLEDGE_REACTIONS } from '../reactions';
import { as, makePerson, makeWorld, TEST_NOW, type World } from '../testing/world';
import { changeMaintainers } from './change-maintainers';

const RUNS = 15;
const ITEMS = 2;

let database: Database;
let world: World;
let people = 0;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database.prisma);
});
afterAll(() => database.close());

/** `again` runs a job that ran already, as a queue may. `keep` and `remove` are the author's, of one item. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom({ act: 'leave' as const }, { act: 'return' as const }) },
  { weight: 3, arbitrary: fc.constant({ act: 'job' as const }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('again' as const), at: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constantFrom('keep' as const, 'remove' as const),
      item: fc.nat({ max: ITEMS - 1 }),
    }),
  },
);
type Step =
  | { act: 'leave' | 'return' | 'job' }
  | { act: 'again'; at: number }
  | { act: 'keep' | 'remove'; item: number };
/** What must hold of one item, said without looking at events. */
type Expected = { id: string; keeps: boolean; heirKeeps: boolean; owed: boolean; back: number };

class Story {
  here = true;
  waiting: bigint[] = [];
  ran: bigint[] = [];

  constructor(
    readonly person: Actor,
    readonly items: Expected[],
  ) {}

  async go(step: Step): Promise<void> {
    if ('item' in step) await this.#choose(this.items[step.item], step.act === 'keep');
    else if ('at' in step) await this.#run(this.ran[step.at % this.ran.length]);
    else if (step.act === 'job') await this.#run(this.waiting.shift());
    else await this.#move(step.act === 'return');
  }

  async settle(): Promise<void> {
    await this.#move(true);
    while (this.waiting.length > 0) await this.#run(this.waiting.shift());
  }

  async #move(here: boolean): Promise<void> {
    if (this.here === here) return;
    this.here = here;
    const { personId } = this.person;
    const handedOverTo = world.people.mobileSenior.personId;
    const type = here ? 'people.person.reactivated' : 'people.person.deactivated';
    const event = await database.prisma.$transaction(async (tx) => {
      if (here) await tx.deactivation.delete({ where: { personId } });
      else await tx.deactivation.create({ data: { personId, handedOverTo, at: TEST_NOW } });
      return recordEvent(tx, { actor: null, now: TEST_NOW }, { type, subject: personId });
    });
    this.waiting.push(event);
  }

  /** Both jobs ask how things stand when they run, whatever they were sent for. */
  async #run(eventId: bigint | undefined): Promise<void> {
    if (eventId === undefined) return;
    const event = await database.prisma.event.findUniqueOrThrow({ where: { id: eventId } });
    for (const reaction of KNOWLEDGE_REACTIONS.filter((one) => one.types.includes(event.type))) {
      await reaction.handle({ event, db: database.prisma, now: TEST_NOW, log: openLog('silent') });
    }
    this.ran.push(eventId);
    const returning = event.type === 'people.person.reactivated';
    if (returning !== this.here) return;
    for (const item of this.items) {
      if (returning && item.owed) Object.assign(item, { keeps: true, owed: false, back: item.back + 1 });
      if (!returning && item.keeps && !item.heirKeeps) {
        Object.assign(item, { keeps: false, heirKeeps: true, owed: true });
      }
    }
  }

  /** The author says who keeps an item: themselves, and the person or not; the heir no longer. */
  async #choose(item: Expected | undefined, keeps: boolean): Promise<void> {
    if (item === undefined || (keeps && !this.here && !item.keeps)) return;
    const { author } = world.people;
    const maintainerIds = keeps ? [author.personId, this.person.personId] : [author.personId];
    await changeMaintainers(as(author, database.prisma), { id: item.id, maintainerIds });
    if (keeps !== item.keeps) item.owed = false;
    Object.assign(item, { keeps, heirKeeps: false });
  }
}

async function begin(): Promise<Story> {
  people += 1;
  const person = await makePerson(database.prisma, { name: `To and fro ${people}` });
  const { author } = world.people;
  const items: Expected[] = [];
  for (let at = 0; at < ITEMS; at += 1) {
    const { id } = await buildItem(as(author, database.prisma));
    const maintainerIds = [author.personId, person.personId];
    await changeMaintainers(as(author, database.prisma), { id, maintainerIds });
    items.push({ id, keeps: true, heirKeeps: false, owed: false, back: 0 });
  }
  return new Story(person, items);
}

test('KN-H5: what a departure took and nobody changed on purpose comes back once, however often one leaves and returns', async () => {
  // The job of the first return finds them gone again, so that the second has to give back what the first departure took.
  const leftTwice = ['leave', 'job', 'return', 'leave', 'job', 'job', 'return', 'job'] as const;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps: Step[]) => {
      const story = await begin();
      for (const one of steps) await story.go(one);
      await story.settle();
      const { personId } = story.person;
      for (const { id: itemId, keeps, back } of story.items) {
        expect(await database.prisma.itemMaintainer.count({ where: { itemId, personId } })).toBe(keeps ? 1 : 0);
        const type = 'knowledge.item.handed_back';
        expect(await database.prisma.event.count({ where: { subject: itemId, type } })).toBe(back);
      }
    }),
    { numRuns: RUNS, examples: [[leftTwice.map((act) => ({ act }))]] },
  );
});
