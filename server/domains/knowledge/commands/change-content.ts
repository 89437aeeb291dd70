import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction, type Tx } from '@/server/platform/db/client';
import { demand } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import type { DocumentJson } from '../document.schema';
import { factsOf, type ItemWithFacts, loadReadable, lockItem } from '../load';
import { itemPolicy } from '../policy';
import { checkIfMatch, etagOf } from '../rules';
import { draftText, headSeq, holdText, type ItemDraft, writeText } from '../text';
import type { WantedText } from '../text.tasks';
import { writeProjection } from './project-item';

/** Somebody went back to an earlier session. */
export const RESTORED_EVENT = 'knowledge.item.session_restored';

export type ChangeContentInput = {
  id: string;
  /** The state that the change was made on (KN-R2); left out, it is merged with whatever is there. */
  ifMatch?: string;
} & ({ markdown: string } | { document: DocumentJson });

/**
 * Replaces the text of an item by the smallest change of its live document: open editors see it at once, and what
 * they type meanwhile stays.
 * @returns the new state's tag and the document's last update
 * @throws KenningError not_found, forbidden, precondition_failed/changed_since (KN-R3), too_large
 */
export async function changeContent(ctx: Context, input: ChangeContentInput): Promise<{ etag: string; seq: bigint }> {
  const wanted = 'markdown' in input ? { markdown: input.markdown } : { json: JSON.stringify(input.document) };
  const draft = await draftChange(ctx, input, wanted);
  return inTransaction(ctx.db, async (tx) => {
    const held = await holdWritable(tx, ctx, input);
    const seq = await replaceText(tx, ctx, { ...held, draft });
    return { etag: etagOf(held.item.revision, seq), seq };
  });
}

/** `ifMatch`: null is a header that is missing; left out, any state will do. */
type OnState = { id: string; ifMatch?: string | null | undefined };
type Held = { item: ItemWithFacts; head: bigint };

function demandState({ ifMatch }: OnState, { item, head }: Held): void {
  if (ifMatch !== undefined) demand(checkIfMatch(ifMatch, etagOf(item.revision, head)), 'precondition_failed');
}

/**
 * Judges a change of the text before it is worked out, so that nobody keeps the process busy with what is refused. It is
 * judged again under the lock: `holdWritable`.
 * @throws KenningError not_found, forbidden, precondition_failed
 */
export async function judgeChange(ctx: Context, on: OnState): Promise<void> {
  const item = await loadReadable(ctx.db, ctx.actor, on.id);
  authorize(itemPolicy, 'edit', ctx.actor, factsOf(item));
  demandState(on, { item, head: await headSeq(ctx.db, item.id) });
}

/**
 * Works out a change of the text before anything is locked, since it may take long.
 * @throws KenningError as `judgeChange`; too_large
 */
export async function draftChange(ctx: Context, on: OnState, wanted: WantedText): Promise<ItemDraft> {
  await judgeChange(ctx, on);
  return draftText(ctx.db, on.id, wanted);
}

/** Holds an item and its text for who changes them. @throws KenningError not_found, forbidden, precondition_failed */
export async function holdWritable(tx: Tx, ctx: Context, on: OnState): Promise<Held> {
  const item = await lockItem(tx, ctx.actor, on.id);
  authorize(itemPolicy, 'edit', ctx.actor, factsOf(item));
  const held = { item, head: await holdText(tx, item.id) };
  demandState(on, held);
  return held;
}

/**
 * Writes a draft of a text that is held.
 * @param change.restored the session, or the version within one, whose end the text is brought back to, where it is
 * @returns the document's last update
 */
export async function replaceText(
  tx: Tx,
  ctx: Context,
  {
    item,
    head,
    draft,
    restored,
  }: Held & { draft: ItemDraft; restored?: { session: string; version?: string | undefined; endedAt: string } },
): Promise<bigint> {
  const { id } = item;
  const by = { personId: ctx.actor.personId, now: ctx.now };
  const seq = await writeText(tx, { itemId: id, ...by, begins: restored !== undefined }, draft);
  if (seq === null) return head;
  // Where somebody typed since the draft was made, the text is theirs too: whoever reads it projects it.
  if (draft.seq === head) await writeProjection(tx, { id, text: draft.text, seq, at: ctx.now, now: ctx.now });
  const type = restored ? RESTORED_EVENT : 'knowledge.item.content_changed';
  await recordEvent(tx, ctx, { type, subject: id, data: { seq: String(seq), ...restored } });
  return seq;
}
