import type { AccessRole } from '@/prisma/generated/enums';
import { type Db, inTransaction } from '@/server/platform/db/client';
import { recordEvent } from '@/server/platform/events/record';
import { assertDemoWorldMayLoad } from '../demo';
import { PEOPLE_EVENTS } from '../events';
import { checkPlace, type Place } from '../facts';

export type DemoPersonInput = Place & {
  /** In lower case. */
  email: string;
  name: string;
  timeZone: string;
  accessRole: AccessRole;
  /** Shared by all accounts of the demo world: hashed once by the caller. */
  passwordHash: string;
};

/**
 * Makes an account of the demo world, which has no invitation. Only where no real person is.
 * @throws KenningError conflict / real_people_present (PE-D2); invalid / no_such_…, level_of_another_role
 */
export async function addDemoPerson(
  ctx: { db: Db; now: Date },
  { passwordHash, teamIds, ...person }: DemoPersonInput,
): Promise<{ personId: string }> {
  const { db, now } = ctx;
  return inTransaction(db, async (tx) => {
    await assertDemoWorldMayLoad(tx);
    await checkPlace(tx, { ...person, teamIds });
    const { id } = await tx.person.create({
      data: {
        ...person,
        createdAt: now,
        credential: { create: { passwordHash, changedAt: now } },
        demoAccount: { create: {} },
        teams: { create: teamIds.map((teamId) => ({ teamId, since: now })) },
      },
      select: { id: true },
    });
    await recordEvent(tx, { actor: null, now }, { type: PEOPLE_EVENTS.joined, subject: id, data: { demo: true } });
    return { personId: id };
  });
}
