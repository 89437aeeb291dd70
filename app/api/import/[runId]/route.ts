import { receiveForImport } from '@/server/imports';

type Params = { params: Promise<{ runId: string }> };

export async function POST(request: Request, { params }: Params): Promise<Response> {
  return receiveForImport(request, (await params).runId);
}
