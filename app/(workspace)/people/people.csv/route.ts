import { answerPeopleCsv } from '@/server/lists';

export function GET(request: Request): Promise<Response> {
  return answerPeopleCsv(request);
}
