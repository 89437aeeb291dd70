import type { Context } from '@/server/platform/command';
import { keptItems } from './policy';

export const REQUESTS_SHOWN_MAX = 200;

/** A request that waits for an answer, with what it takes to give one. */
export type WaitingRequest = {
  id: string;
  reason: string;
  createdAt: Date;
  person: { id: string; name: string };
  item: { id: string; title: string };
};

/** Requests for items that the actor keeps, the oldest first. @param input.itemId only those for one item */
export async function waitingRequests(ctx: Context, input: { itemId?: string } = {}): Promise<WaitingRequest[]> {
  return ctx.db.accessRequest.findMany({
    where: {
      decision: null,
      person: { deactivation: null },
      itemId: input.itemId,
      item: { AND: [keptItems(ctx.actor), { trashing: null }] },
    },
    select: {
      id: true,
      reason: true,
      createdAt: true,
      person: { select: { id: true, name: true } },
      item: { select: { id: true, title: true } },
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: REQUESTS_SHOWN_MAX,
  });
}
