import { answerSessionsCsv } from '@/server/lists';

type Given = { params: Promise<{ slug: string }> };

export async function GET(request: Request, { params }: Given): Promise<Response> {
  return answerSessionsCsv(request, (await params).slug);
}
