import type { Actor } from '@/server/platform/access';
import type { Tx } from '@/server/platform/db/client';
import { recordEvent } from '@/server/platform/events/record';
import { PEOPLE_EVENTS } from './events';

/** Revokes every bearer token of a person, with one event for all; none when there were none. */
export async function revokeTokensOf(by: { actor: Actor | null; now: Date }, tx: Tx, personId: string): Promise<void> {
  const tokens = await tx.apiToken.updateManyAndReturn({
    where: { personId, revokedAt: null },
    data: { revokedAt: by.now },
    select: { id: true },
  });
  if (tokens.length === 0) return;
  const data = { tokenIds: tokens.map((token) => token.id) };
  await recordEvent(tx, by, { type: PEOPLE_EVENTS.tokenRevoked, subject: personId, data });
}
