import { Prisma } from '@/prisma/generated/client';
import { type Db, inTransaction, type Tx } from '@/server/platform/db/client';
import { refreshSearchVector } from '../search/vector';
import { headOf, readText } from '../text';
import type { DerivedText } from '../text.tasks';
import { recordMentions } from './record-mentions';

type Projecting = { db: Db; now: Date };

/** The projections that are being made in this process, by item. */
const underWay = new Map<string, Promise<boolean>>();

/**
 * Brings what is derived from a document up to date: Markdown, JSON, plain text, headings, reading time, search
 * vector; and the summary as long as nobody has written one. Safe to run twice and at once: an older state never replaces a
 * newer one.
 * KN-Z62: however many ask for it at once, one makes it and one more after that, which all who came meanwhile wait for.
 * @returns whether something newer may have been written; false too when there is no such item
 */
export async function projectItem(ctx: Projecting, input: { id: string }): Promise<boolean> {
  // Whoever is in a transaction may hold what another waits for: they wait for nobody.
  if (!('$transaction' in ctx.db)) return projectNow(ctx, input);
  let waited = 0;
  for (let other = underWay.get(input.id); other; other = underWay.get(input.id)) {
    const isDone = await other.then(
      () => true,
      () => false,
    );
    waited += 1;
    // The second began after this was asked for, and has all that was written until then.
    if (isDone && waited > 1) return true;
  }
  const run = projectNow(ctx, input).finally(() => underWay.delete(input.id));
  underWay.set(input.id, run);
  return (await run) || waited > 0;
}

async function projectNow(ctx: Projecting, input: { id: string }): Promise<boolean> {
  const known = await ctx.db.itemProjection.findUnique({ where: { itemId: input.id }, select: { seq: true } });
  const newest = await headOf(ctx.db, input.id);
  if (!newest || (known && known.seq >= newest.seq)) return false;
  const read = await readText(ctx.db, input.id);
  if (!read) return false;
  return inTransaction(ctx.db, (tx) => writeProjection(tx, { ...read, id: input.id, at: newest.at, now: ctx.now }));
}

type Projected = { id: string; text: DerivedText; seq: bigint; now: Date /** when that text was written */; at: Date };

/** Writes what a text says, unless something newer is written. The item's row must exist. */
export async function writeProjection(tx: Tx, { id, text, seq, at, now }: Projected): Promise<boolean> {
  // The item's row first, as every command does: two locks in one order cannot block each other.
  await tx.$queryRaw(Prisma.sql`SELECT 1 FROM knowledge_item WHERE id = ${id} FOR NO KEY UPDATE`);
  const before = await tx.itemProjection.findUnique({ where: { itemId: id }, select: { seq: true } });
  const written = await tx.$executeRaw(Prisma.sql`
    INSERT INTO item_projection (item_id, seq, document_json, plain_text, headings, projected_at)
    SELECT i.id, ${seq}::bigint, ${text.json}::jsonb, ${text.plainText}, ${text.headings}, ${now}::timestamptz
    FROM knowledge_item i WHERE i.id = ${id}
    ON CONFLICT (item_id) DO UPDATE
    SET seq = excluded.seq, document_json = excluded.document_json, plain_text = excluded.plain_text,
        headings = excluded.headings, projected_at = excluded.projected_at
    WHERE item_projection.seq < excluded.seq`);
  if (written === 0) return false;
  await tx.$executeRaw(Prisma.sql`
    UPDATE knowledge_item
    SET content = ${text.markdown}, summary = CASE WHEN summary_written THEN summary ELSE ${text.summary} END,
        updated_at = greatest(updated_at, ${at}::timestamptz)
    WHERE id = ${id}`);
  await tx.knowledgeMetadata.updateMany({
    where: { itemId: id },
    data: { estimatedReadTime: text.estimatedReadTime },
  });
  await refreshSearchVector(tx, id);
  await recordMentions(tx, {
    itemId: id,
    personIds: text.mentionedPersonIds,
    since: before?.seq ?? 0n,
    until: seq,
    now,
  });
  return true;
}

/**
 * Items whose text has moved on since it was projected, by id.
 * @param after only those behind this one
 * @param limit how many at most
 */
export async function staleItems(db: Db, { after, limit }: { after: string; limit: number }): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT i.id FROM knowledge_item i
    CROSS JOIN document_head(i.id) AS head(seq)
    LEFT JOIN item_projection p ON p.item_id = i.id
    WHERE i.id > ${after} AND (p.seq IS NULL OR p.seq < head.seq)
    ORDER BY i.id LIMIT ${limit}::int`);
  return rows.map((row) => row.id);
}
