import { Readable } from 'node:stream';
import { itemsCsv } from './domains/knowledge';
import { listInputFrom } from './domains/knowledge/filters.rules';
import { answer } from './files';

/** GET /library/items.csv?…: the list as it is filtered, for a spreadsheet. */
export function answerItemsCsv(request: Request): Promise<Response> {
  return answer(request, async (ctx) => {
    const { searchParams } = new URL(request.url);
    const rows = itemsCsv(
      ctx,
      listInputFrom((key) => searchParams.getAll(key)),
    );
    const day = ctx.now.toISOString().slice(0, 10);
    const bytes = Readable.from(rows).map((text: string) => Buffer.from(text));
    return new Response(Readable.toWeb(bytes) as ReadableStream, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="library-${day}.csv"`,
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  });
}
