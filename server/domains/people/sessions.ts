import type { Actor } from '@/server/platform/access';
import type { SessionEnding } from '@/server/platform/auth';
import type { Tx } from '@/server/platform/db/client';
import { recordEvent } from '@/server/platform/events/record';
import { PEOPLE_EVENTS } from './events';

/** One event for the sessions that ended together; none when none did. */
export async function recordEndedSessions(
  tx: Tx,
  by: { actor: Actor | null; now: Date },
  personId: string,
  sessionIds: string[],
  reason: SessionEnding,
): Promise<void> {
  if (sessionIds.length === 0) return;
  await recordEvent(tx, by, { type: PEOPLE_EVENTS.sessionEnded, subject: personId, data: { sessionIds, reason } });
}
