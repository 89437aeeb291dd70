import type { Context } from '@/server/platform/command';
import { listItems } from './list.queries';
import type { ItemSummaryOutput } from './rest.schema';
import { itemPath } from './rules';
import { type ListItemsInput, PAGE_ROWS_MAX } from './schema';

const COLUMNS: readonly [string, (item: ItemSummaryOutput) => string][] = [
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

/** A cell as RFC 4180 has it. What a spreadsheet would take for a formula is quoted with an apostrophe first. */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const csvLine = (cells: string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** The whole list, page by page, for who asked for it: the same rows that the list shows them. */
export async function* itemsCsv(ctx: Context, input: ListItemsInput): AsyncGenerator<string> {
  yield csvLine(COLUMNS.map(([name]) => name));
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listItems>> = await listItems(ctx, {
      ...input,
      limit: PAGE_ROWS_MAX,
      cursor,
    });
    yield page.items.map((item) => csvLine(COLUMNS.map(([, cell]) => cell(item)))).join('');
    cursor = page.nextCursor;
  } while (cursor);
}
