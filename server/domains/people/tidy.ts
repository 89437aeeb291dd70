import { forgetOldAttempts } from '@/server/platform/auth';
import { after, DAY_MS } from '@/server/platform/clock';
import type { Db } from '@/server/platform/db/client';

/** Sessions and links that opened nothing for so long are of no use to anybody. */
export const ENDED_KEPT_MS = 90 * DAY_MS;

/** For a nightly job: forgets counters of failures, and sessions, invitations, links and tokens that ended long ago. */
export async function tidyPeople(db: Db, now: Date): Promise<{ removed: number }> {
  const before = after(now, -ENDED_KEPT_MS);
  const attempts = await forgetOldAttempts(db, now);
  const sessions = await db.session.deleteMany({
    where: { OR: [{ endedAt: { lt: before } }, { expiresAt: { lt: before } }] },
  });
  const invitations = await db.invitation.deleteMany({
    where: { acceptedAt: null, OR: [{ expiresAt: { lt: before } }, { revokedAt: { lt: before } }] },
  });
  const resets = await db.passwordReset.deleteMany({ where: { expiresAt: { lt: before } } });
  const tokens = await db.apiToken.deleteMany({
    where: { OR: [{ revokedAt: { lt: before } }, { expiresAt: { lt: before } }] },
  });
  return { removed: attempts + sessions.count + invitations.count + resets.count + tokens.count };
}
