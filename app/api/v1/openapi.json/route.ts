import { describeRest } from '@/server/rest';

export function GET(request: Request): Response {
  return Response.json(describeRest(request));
}
