import type { Prisma } from '@/prisma/generated/client';
import type { Actor } from '../access';
import type { Tx } from '../db/client';

/** The channel on which the table tells that events were committed. */
export const EVENTS_CHANNEL = 'kenning_events';

/** An event as a command states it. `type` is domain.thing.past-participle; `data` names people by id only. */
export type NewEvent = {
  type: `${string}.${string}.${string}`;
  subject: string;
  data?: Prisma.InputJsonObject;
  version?: number;
};

/**
 * Records what happened, in the transaction of the write. The table tells listeners when the transaction commits.
 * @returns the event's id, the key on which reactions are idempotent
 */
export async function recordEvent(
  tx: Tx,
  by: { actor: Pick<Actor, 'personId'> | null; now: Date },
  event: NewEvent,
): Promise<bigint> {
  const source = event.type.slice(0, event.type.indexOf('.'));
  const row = await tx.event.create({
    data: {
      source,
      type: event.type,
      subject: event.subject,
      version: event.version ?? 1,
      actorId: by.actor?.personId ?? null,
      data: event.data ?? {},
      at: by.now,
    },
    select: { id: true },
  });
  return row.id;
}
