import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { PEER_HEADER, UNKNOWN_ADDRESS } from '@/server/platform/auth/address';
import { isWithin } from '@/server/platform/http';

/**
 * Writes down who asks, before anybody reads the request.
 * @param proxies addresses and networks that are believed about whom they speak for (TRUSTED_PROXIES)
 */
export function stampPeer(request: Pick<IncomingMessage, 'headers' | 'socket'>, proxies: readonly string[]): void {
  request.headers[PEER_HEADER] = peerOf(request, proxies);
}

/**
 * Each proxy adds whom it heard, on the right. From there on, the first who is no proxy of ours is who asks; what
 * stands further left may have come from them. A word that is no address is nobody's: the proxy that said it counts.
 */
function peerOf({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>, proxies: readonly string[]): string {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  let peer = socket.remoteAddress ?? UNKNOWN_ADDRESS;
  while (isWithin(peer, proxies)) {
    const named = forwarded.pop()?.trim() ?? '';
    if (!isIP(named)) break;
    peer = named;
  }
  return peer;
}
