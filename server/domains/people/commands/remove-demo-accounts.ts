import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction, type Tx } from '@/server/platform/db/client';
import { KenningError } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { forgetMailTo } from '@/server/platform/mail';
import { PEOPLE_EVENTS } from '../events';
import { holdActor, holdPeople } from '../facts';
import { COMPANY, companyPolicy } from '../policy';
import { issueSetUpCode } from './set-up';

/** What another domain removes before its people can go, in the same transaction. Called in order. */
export type DemoCleanup = (tx: Tx, input: { personIds: string[]; ctx: Context }) => Promise<unknown>;

/** Teams and job roles that only the demo world's people were in, and that no item names. */
async function removeEmptyPlaces(tx: Tx, places: { teamIds: string[]; jobRoleIds: string[] }): Promise<void> {
  await tx.team.deleteMany({
    where: { id: { in: places.teamIds }, members: { none: {} }, items: { none: {} } },
  });
  await tx.jobRole.deleteMany({
    where: { id: { in: places.jobRoleIds }, people: { none: {} }, items: { none: {} } },
  });
}

/**
 * Removes every account of the demo world and what it left, in one act that cannot be undone. When nobody remains,
 * the installation waits for its first administrator again.
 * @param cleanups what other domains remove first: items and the like
 * @returns how many went, and the code of a new set-up, for the console, when nobody remains
 * @throws KenningError conflict / no_demo_accounts
 */
export async function removeDemoAccounts(
  ctx: Context,
  cleanups: readonly DemoCleanup[],
): Promise<{ removed: number; setUpCode: string | null }> {
  authorize(companyPolicy, 'removeDemoAccounts', ctx.actor, COMPANY);
  const removed = await inTransaction(ctx.db, async (tx) => {
    const accounts = await tx.demoAccount.findMany({ select: { personId: true, person: { select: { email: true } } } });
    const personIds = accounts.map((account) => account.personId);
    if (personIds.length === 0) throw new KenningError('conflict', 'no_demo_accounts');
    await holdPeople(tx, [...personIds, ctx.actor.personId]);
    authorize(companyPolicy, 'removeDemoAccounts', await holdActor(ctx, tx), COMPANY);
    const of = { personId: { in: personIds } };
    const memberships = await tx.teamMembership.findMany({ where: of, select: { teamId: true }, distinct: ['teamId'] });
    const roles = await tx.jobRole.findMany({
      where: { people: { some: { id: { in: personIds } } } },
      select: { id: true },
    });
    for (const cleanup of cleanups) await cleanup(tx, { personIds, ctx });
    await forgetMailTo(
      tx,
      accounts.map((account) => account.person.email),
    );
    await tx.invitation.deleteMany({ where: { acceptedById: { in: personIds } } });
    await tx.person.deleteMany({ where: { id: { in: personIds } } });
    await removeEmptyPlaces(tx, {
      teamIds: memberships.map((row) => row.teamId),
      jobRoleIds: roles.map((row) => row.id),
    });
    await tx.installation.updateMany({ data: { demoLoadedAt: null } });
    const subject = ctx.actor.personId;
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.demoAccountsRemoved, subject, data: { personIds } });
    return personIds.length;
  });
  return { removed, setUpCode: await issueSetUpCode(ctx.db) };
}
