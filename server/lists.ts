import { Readable } from 'node:stream';
import { itemsCsv } from './domains/knowledge';
import { listInputFrom } from './domains/knowledge/filters.rules';
import { openRequest } from './platform/trpc';

/** GET /library/items.csv?…: the list as it is filtered, for a spreadsheet. */
export async function answerItemsCsv(request: Request): Promise<Response> {
  const { actor, ...context } = await openRequest(request.method, request.headers);
  if (!actor) return new Response(null, { status: 401 });
  const { searchParams } = new URL(request.url);
  const rows = itemsCsv(
    { ...context, actor },
    listInputFrom((key) => searchParams.getAll(key)),
  );
  const day = context.now.toISOString().slice(0, 10);
  return new Response(Readable.toWeb(Readable.from(rows).map((text: string) => Buffer.from(text))) as ReadableStream, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="library-${day}.csv"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
