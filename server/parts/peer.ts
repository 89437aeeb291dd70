import type { IncomingMessage } from 'node:http';
import { isLoopback } from '@/server/platform/http';

/** The header under which everything behind the port reads the peer's address. What a client sends in it is gone. */
const PEER_HEADER = 'x-kenning-address';

/**
 * Writes down who asks, before anybody reads the request. A proxy on this machine is believed about whom it speaks
 * for, and only its own word: the last entry, the one before which everything may have come from the client.
 */
export function stampPeer(request: Pick<IncomingMessage, 'headers' | 'socket'>): void {
  request.headers[PEER_HEADER] = peerOf(request);
}

function peerOf({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): string {
  const peer = socket.remoteAddress ?? 'unknown';
  const forwarded = headers['x-forwarded-for'];
  if (forwarded === undefined || !isLoopback(peer)) return peer;
  const last = [forwarded].flat().join(',').split(',').at(-1)?.trim();
  return last || peer;
}
