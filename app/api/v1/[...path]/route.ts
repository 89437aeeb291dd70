import { answerRest } from '@/server/rest';

type Params = { params: Promise<{ path: string[] }> };

async function handler(request: Request, { params }: Params): Promise<Response> {
  const { path } = await params;
  return answerRest(request, `/${path.map(encodeURIComponent).join('/')}`);
}

export { handler as DELETE, handler as GET, handler as PATCH, handler as POST, handler as PUT };
