import { answerHealth } from '@/server/operations';

export const dynamic = 'force-dynamic';

export function GET(): Promise<Response> {
  return answerHealth();
}
