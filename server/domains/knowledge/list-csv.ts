import type { Context } from '@/server/platform/command';
import { type CsvColumns, csvOf } from '@/server/platform/csv';
import { listItems } from './list.queries';
import type { ItemSummaryOutput } from './rest.schema';
import { itemPath } from './rules';
import { type ListItemsInput, PAGE_ROWS_MAX } from './schema';

const COLUMNS: CsvColumns<ItemSummaryOutput> = [
  ['id', (item) => item.id],
  ['title', (item) => item.title],
  ['content_type', (item) => item.contentType],
  ['status', (item) => item.status],
  ['access_level', (item) => item.accessLevel],
  ['author', (item) => item.author.name],
  ['tags', (item) => item.tags.join('; ')],
  ['version', (item) => item.version],
  ['created_at', (item) => item.createdAt.toISOString()],
  ['updated_at', (item) => item.updatedAt.toISOString()],
  ['next_review_due', (item) => item.nextReviewDue?.toISOString() ?? ''],
  ['path', itemPath],
];

/** The whole list for who asked for it: the same rows that the list shows them. */
export function itemsCsv(ctx: Context, input: ListItemsInput): AsyncGenerator<string> {
  return csvOf(COLUMNS, async (cursor) => {
    const { items, nextCursor } = await listItems(ctx, { ...input, limit: PAGE_ROWS_MAX, cursor });
    return { rows: items, nextCursor };
  });
}
