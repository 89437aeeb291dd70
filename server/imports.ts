import { Readable } from 'node:stream';
import { answer, NO_STORE } from './answer';
import { receiveImportFile } from './domains/knowledge';

async function* nothing(): AsyncGenerator<Uint8Array> {}

/**
 * POST /api/import/<run>?path=<path> with the bytes as body: one file of an import that the person has begun.
 * @returns 201 with `{ sizeBytes }`
 */
export function receiveForImport(request: Request, runId: string): Promise<Response> {
  return answer(request, async (ctx) => {
    const path = new URL(request.url).searchParams.get('path') ?? '';
    const body = request.body ? Readable.fromWeb(request.body as never) : nothing();
    const received = await receiveImportFile(ctx, { runId, path, body });
    return Response.json(received, { status: 201, headers: NO_STORE });
  });
}
