import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { demand } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import type { DocumentJson } from '../document.schema';
import { factsOf, lockItem } from '../load';
import { readMarkdownBeside } from '../markdown/read-beside';
import { itemPolicy } from '../policy';
import { checkIfMatch, etagOf } from '../rules';
import { holdText, readText, writeText } from '../text';
import { writeProjection } from './project-item';

export type ChangeContentInput = {
  id: string;
  /** The state that the change was made on (KN-R2); left out, it is merged with whatever is there. */
  ifMatch?: string;
} & ({ markdown: string } | { document: DocumentJson });

/**
 * Replaces the text of an item by the smallest change of its live document: open editors see it at once, and what
 * they type meanwhile stays.
 * @returns the new state's tag and the document's last update
 * @throws KenningError not_found, forbidden, precondition_failed/changed_since (KN-R3)
 */
export async function changeContent(ctx: Context, input: ChangeContentInput): Promise<{ etag: string; seq: bigint }> {
  const document = 'document' in input ? input.document : (await readMarkdownBeside(input.markdown)).document;
  return inTransaction(ctx.db, async (tx) => {
    const item = await lockItem(tx, ctx.actor, input.id);
    authorize(itemPolicy, 'edit', ctx.actor, factsOf(item));
    const head = await holdText(tx, item.id);
    if (input.ifMatch !== undefined) {
      demand(checkIfMatch(input.ifMatch, etagOf(item.revision, head)), 'precondition_failed');
    }
    const target = { itemId: item.id, personId: ctx.actor.personId, now: ctx.now };
    const seq = await writeText(tx, target, document);
    if (seq === null) return { etag: etagOf(item.revision, head), seq: head };
    const text = await readText(tx, item.id);
    if (text) await writeProjection(tx, { ...text, id: item.id, at: ctx.now, now: ctx.now });
    await recordEvent(tx, ctx, {
      type: 'knowledge.item.content_changed',
      subject: item.id,
      data: { seq: String(seq) },
    });
    return { etag: etagOf(item.revision, seq), seq };
  });
}
