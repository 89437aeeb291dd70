import { serveAttachment } from '@/server/files';

type Params = { params: Promise<{ attachmentId: string }> };

async function handler(request: Request, { params }: Params): Promise<Response> {
  return serveAttachment(request, (await params).attachmentId);
}

export { handler as GET, handler as HEAD };
