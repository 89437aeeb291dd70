import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { assertRealPeopleMayCome } from '../demo';
import { checkPlace, holdActor } from '../facts';
import { writeInvitation } from '../invitations';
import type { Mailroom } from '../mails.schema';
import { COMPANY, companyPolicy } from '../policy';
import type { InvitePersonInput } from '../schema';

/**
 * Invites a person by mail. The role, level, teams and manager are theirs from the moment they accept.
 * @returns the invitation's id, and its link, which is not shown again
 * @throws KenningError conflict / email_taken, invitation_open, demo_accounts_present; invalid / no_such_…
 */
export async function invitePerson(
  ctx: Context,
  input: InvitePersonInput,
  mailroom: Mailroom,
): Promise<{ invitationId: string; link: string }> {
  return inTransaction(ctx.db, async (tx) => {
    authorize(companyPolicy, 'invite', await holdActor(ctx, tx), COMPANY);
    await assertRealPeopleMayCome(tx);
    await checkPlace(tx, input);
    return writeInvitation(ctx, tx, { ...input, managerEmail: null }, mailroom);
  });
}
