import { listSessions, sqlOfPrisma } from '@/server/platform/collab';
import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import type { RestoreSessionInput } from '../history/history.schema';
import { demandStretch, textAt } from '../history/versions.queries';
import { etagOf } from '../rules';
import { draftText } from '../text';
import { holdWritable, judgeChange, replaceText } from './change-content';

/**
 * CO-V13, CO-V54: makes an item say what it said when a session ended, or at a version within one, by the smallest change
 * of its live document: open editors see it at once. It is a change like any other, by whoever restores, and begins a
 * session, so that what stood there just before is the end of one and is gone back to the same way. What was written
 * since `ifMatch` is never undone unseen.
 * @param ifMatch the state that whoever restores has seen, or *; null where they did not say
 * @returns the new state's tag, whether the item said something else before, and the session that ended with that
 * @throws KenningError not_found, forbidden, precondition_failed (KN-R3), too_large
 */
export async function restoreSession(
  ctx: Context,
  input: RestoreSessionInput,
  ifMatch: string | null,
): Promise<{ etag: string; changed: boolean; before: string }> {
  const { id } = input;
  const on = { id, ifMatch };
  await judgeChange(ctx, on);
  const { session, version } = input;
  const { stretch } = await demandStretch(ctx, { id, session, version });
  const { json } = await textAt(ctx, id, stretch);
  const restored = { session, version, endedAt: stretch.endedAt.toISOString() };
  const draft = await draftText(ctx.db, id, { json });
  return inTransaction(ctx.db, async (tx) => {
    const held = await holdWritable(tx, ctx, on);
    const [newest] = await listSessions(sqlOfPrisma(tx), id, { before: null, limit: 1 });
    const before = String(newest?.firstSeq ?? session);
    const seq = await replaceText(tx, ctx, { ...held, draft, restored });
    return { etag: etagOf(held.item.revision, seq), changed: seq !== held.head, before };
  });
}
