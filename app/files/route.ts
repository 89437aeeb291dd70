import { receiveAttachment } from '@/server/files';

export function POST(request: Request): Promise<Response> {
  return receiveAttachment(request);
}
