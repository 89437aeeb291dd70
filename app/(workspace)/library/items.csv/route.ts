import { answerItemsCsv } from '@/server/lists';

export function GET(request: Request): Promise<Response> {
  return answerItemsCsv(request);
}
