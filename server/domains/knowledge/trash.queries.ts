import type { Prisma } from '@/prisma/generated/client';
import type { Context } from '@/server/platform/command';
import { invalid } from '@/server/platform/errors';
import { readCursor, SUMMARY_ROW, summaryOf, writeCursor } from './list.queries';
import { readableBy } from './policy';
import type { ItemSummaryOutput } from './rest.schema';
import type { ListTrashInput } from './schema';

export type TrashRow = ItemSummaryOutput & {
  trashedAt: Date;
  trashedBy: { id: string; name: string } | null;
  reason: string | null;
};
export type TrashList = { items: TrashRow[]; nextCursor: string | null; total: number };

/**
 * Items in the trash that the actor keeps, the last thrown away first, a page at a time.
 * @throws KenningError invalid/cursor
 */
export async function listTrash(ctx: Context, input: ListTrashInput): Promise<TrashList> {
  const where: Prisma.KnowledgeItemWhereInput = { AND: [readableBy(ctx.actor), { trashing: { isNot: null } }] };
  const [found, total] = await Promise.all([
    ctx.db.knowledgeItem.findMany({
      ...SUMMARY_ROW,
      where: { AND: [where, ...(input.cursor ? [after(input.cursor)] : [])] },
      orderBy: [{ trashing: { at: 'desc' } }, { id: 'asc' }],
      take: input.limit + 1,
    }),
    ctx.db.knowledgeItem.count({ where }),
  ]);
  const rows = found.slice(0, input.limit);
  const names = await namesOf(
    ctx,
    rows.flatMap((row) => row.trashing?.byId ?? []),
  );
  const items = rows.flatMap(({ trashing, ...row }) => {
    if (!trashing) return [];
    const trashedBy = names.get(trashing.byId ?? '') ?? null;
    return [
      { ...summaryOf(ctx.actor, { ...row, trashing }), trashedAt: trashing.at, trashedBy, reason: trashing.reason },
    ];
  });
  const last = items.at(-1);
  const isMore = found.length > rows.length && last !== undefined;
  return {
    items,
    nextCursor: isMore ? writeCursor({ value: last.trashedAt.toISOString(), id: last.id }) : null,
    total,
  };
}

function after(cursor: string): Prisma.KnowledgeItemWhereInput {
  const { value, id } = readCursor(cursor);
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) throw invalid('cursor');
  return { OR: [{ trashing: { is: { at: { lt: at } } } }, { trashing: { is: { at } }, id: { gt: id } }] };
}

async function namesOf(ctx: Context, ids: string[]): Promise<Map<string, { id: string; name: string }>> {
  const people = await ctx.db.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(people.map((person) => [person.id, person]));
}
