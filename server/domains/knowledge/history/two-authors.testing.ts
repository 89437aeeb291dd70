import { afterAll, beforeAll } from 'vitest';
import type { Actor } from '@/server/platform/access';
import { after, DAY_MS } from '@/server/platform/clock';
import { type GatherReport, gatherDocument } from '@/server/platform/collab/gather';
import type { Context } from '@/server/platform/command';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { changeMaintainers } from '../commands/change-maintainers';
import { buildItem } from '../factory';
import { as, makeWorld, TEST_NOW, type World } from '../testing/world';

/** When all sessions of an item have ended that was begun at TEST_NOW. */
export const LATER = after(TEST_NOW, 9 * DAY_MS);

/** For tests of items that two people write: a database of the file's own, and in it the small world. */
export class TwoAuthors {
  database!: Database;
  world!: World;
  author!: Actor;
  second!: Actor;

  constructor() {
    beforeAll(async () => {
      this.database = await testDatabase();
      this.world = await makeWorld(this.database.prisma);
      this.author = this.world.people.author;
      this.second = this.world.people.platformJunior;
    });
    afterAll(() => this.database.close());
  }

  readonly by = (actor: Actor, now = LATER): Context => as(actor, this.database.prisma, now);

  /** An item of the author that the second one may change. @returns its id */
  readonly begin = async (markdown: string): Promise<string> => {
    const { author, second, by } = this;
    const { id } = await buildItem(by(author, TEST_NOW), { markdown });
    const maintainerIds = [author.personId, second.personId];
    await changeMaintainers(by(author, TEST_NOW), { id, maintainerIds, confirmed: true });
    return id;
  };

  readonly gather = (documentId: string): Promise<GatherReport> =>
    gatherDocument(this.database.prisma, { documentId, now: LATER });
}
