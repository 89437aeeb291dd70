import { Readable } from 'node:stream';
import { answer, NO_STORE } from './answer';
import { addAttachment, readAttachment } from './domains/knowledge';
import { runtime } from './platform/runtime';
import { isNotModified, servingHeaders } from './platform/storage';

/** GET /files/<attachment>/<name>: for whoever may read the item. The name in the address is only for the reader. */
export function serveAttachment(request: Request, id: string): Promise<Response> {
  return answer(request, async (ctx) => {
    const { fileId, name } = await readAttachment(ctx, { id });
    const opened = await runtime().files.open(fileId);
    if (!opened) throw new Error('The bytes of a stored file are missing.');
    const { file, stream } = opened;
    const headers = servingHeaders(file, name);
    if (isNotModified(file, request.headers.get('if-none-match'))) {
      stream.destroy();
      const { 'Content-Length': _, ...kept } = headers;
      return new Response(null, { status: 304, headers: kept });
    }
    if (request.method === 'HEAD') {
      stream.destroy();
      return new Response(null, { headers });
    }
    return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, { headers });
  });
}

/**
 * POST /files?item=<id>&name=<name> with the bytes as body: adds a file to an item; with `&as=image` only what a page
 * can show, judged by its bytes.
 * @returns 201 with `{ id, name, url, mediaType, sizeBytes }`
 */
export function receiveAttachment(request: Request): Promise<Response> {
  return answer(request, async (ctx) => {
    const { searchParams } = new URL(request.url);
    const itemId = searchParams.get('item') ?? '';
    const name = searchParams.get('name') ?? '';
    const source = request.body ? Readable.fromWeb(request.body as never) : new Uint8Array();
    const added = await addAttachment(ctx, runtime().files, {
      itemId,
      name,
      source,
      imagesOnly: searchParams.get('as') === 'image',
    });
    return Response.json(added, { status: 201, headers: NO_STORE });
  });
}
