import { Readable } from 'node:stream';
import { answer } from './answer';
import { itemsCsv, sessionsCsv } from './domains/knowledge';
import { listInputFrom } from './domains/knowledge/filters.rules';
import { peopleCsv } from './domains/people';
import { peopleFiltersFrom } from './domains/people/filters.rules';
import { idInPath } from './platform/slug.rules';

/** GET /library/items.csv?…: the list as it is filtered, for a spreadsheet. */
export function answerItemsCsv(request: Request): Promise<Response> {
  return answer(request, async (ctx) => {
    const { searchParams } = new URL(request.url);
    const input = listInputFrom((key) => searchParams.getAll(key));
    return csvFile(itemsCsv(ctx, input), `library-${dayOf(ctx.now)}.csv`);
  });
}

/** GET /people/people.csv?…: the same for people. */
export function answerPeopleCsv(request: Request): Promise<Response> {
  return answer(request, async (ctx) => {
    const { searchParams } = new URL(request.url);
    const input = peopleFiltersFrom((key) => searchParams.get(key));
    return csvFile(peopleCsv(ctx, input), `people-${dayOf(ctx.now)}.csv`);
  });
}

/** GET /library/<item>/history/sessions.csv: who wrote in which session. */
export function answerSessionsCsv(request: Request, slug: string): Promise<Response> {
  return answer(request, async (ctx) =>
    csvFile(await sessionsCsv(ctx, { id: idInPath(slug) }), `history-${dayOf(ctx.now)}.csv`),
  );
}

const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

function csvFile(rows: AsyncIterable<string>, name: string): Response {
  const bytes = Readable.from(rows).map((text: string) => Buffer.from(text));
  return new Response(Readable.toWeb(bytes) as ReadableStream, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
