import { z } from 'zod';
import { loadActor } from '@/server/platform/auth';
import type { Context } from '@/server/platform/command';
import { type Db, inTransaction } from '@/server/platform/db/client';
import { recordEvent } from '@/server/platform/events/record';
import { defineJob, type Jobs } from '@/server/platform/jobs';
import { id } from '@/server/platform/scalars.schema';
import { factsOf, lockUnread } from '../load';
import { itemPolicy } from '../policy';
import { type RequestAccessInput, requestAccessInput } from '../schema';

const REQUESTED = 'knowledge.item.access_requested';
const AMENDED = 'knowledge.item.access_request_amended';

/** Asks on behalf of a person, after they were answered. Safe to run twice: an asking is recorded once. */
export const requestAccessJob = defineJob({
  name: 'knowledge.request_access',
  schema: requestAccessInput.extend({ personId: id, at: z.coerce.date<Date | string>() }),
});

/**
 * Asks the maintainers to be let in. The answer must tell nothing: it is the same, and takes as long, whether the item
 * exists, is open to the asker already, is in the trash, is being written, or was asked for before. The asking is kept
 * as a job, and is done where nobody waits for it.
 */
export async function askForAccess(
  { actor, now }: Context,
  jobs: Pick<Jobs, 'send'>,
  given: RequestAccessInput,
): Promise<{ asked: true }> {
  await jobs.send(requestAccessJob, { ...requestAccessInput.parse(given), personId: actor.personId, at: now });
  return { asked: true };
}

/** Does what the job says, as the person is now; nothing when they have left. */
export async function workRequest(db: Db, asking: z.infer<typeof requestAccessJob.schema>): Promise<void> {
  const { personId, at, ...input } = asking;
  const actor = await loadActor(db, personId, { kind: 'job' });
  if (actor) await requestAccess({ actor, db, now: at }, input);
}

/**
 * Records a request, and so tells the maintainers, where there is something to ask for and no open request of this
 * person; an open one is given the new reason.
 */
export async function requestAccess(ctx: Context, given: RequestAccessInput): Promise<void> {
  const input = requestAccessInput.parse(given);
  await inTransaction(ctx.db, async (tx) => {
    const item = await lockUnread(tx, input.id);
    if (!item || item.trashing || itemPolicy.read(ctx.actor, factsOf(item))) return;
    const { personId } = ctx.actor;
    const asked = { subject: item.id, type: { in: [REQUESTED, AMENDED] }, actorId: personId, at: { gte: ctx.now } };
    // This asking is recorded already, or a later one that says more.
    if ((await tx.event.count({ where: asked })) > 0) return;
    const asker = { itemId: item.id, personId };
    const open = await tx.accessRequest.findFirst({ where: { ...asker, decision: null } });
    const { reason } = input;
    if (open && (reason === '' || reason === open.reason)) return;
    const { id: requestId } = open
      ? await tx.accessRequest.update({ where: { id: open.id }, data: { reason } })
      : await tx.accessRequest.create({ data: { ...asker, reason, createdAt: ctx.now } });
    const type = open ? AMENDED : REQUESTED;
    await recordEvent(tx, ctx, { type, subject: item.id, data: { requestId, personId } });
  });
}
