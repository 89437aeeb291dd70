import { answerMetrics } from '@/server/operations';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return answerMetrics(request);
}
