import { randomBytes } from 'node:crypto';
import type { PrismaClient } from '@/prisma/generated/client';
import type { Actor } from '../access';
import { authenticate, bearerToken, isOwnOrigin, publicUrl } from '../auth';
import { PEER_HEADER, UNKNOWN_ADDRESS } from '../auth/address';
import { systemClock } from '../clock';
import { KenningError } from '../errors';
import { runtime } from '../runtime';
import { toTrpcError } from './errors';

/** What a door knows of a request before any procedure runs. */
export type RequestContext = {
  actor: Actor | null;
  db: PrismaClient;
  now: Date;
  /** Of the peer, as the server's socket saw it; `unknown` where there is none. */
  address: string;
  userAgent: string;
  /** The If-Match header, verbatim. */
  ifMatch: string | null;
  /** The number a person quotes when asking for help; it stands in the log too. */
  reference: string;
};

export const REFERENCE_BYTES = 5;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A short number for one request. */
export function newReference(): string {
  return randomBytes(REFERENCE_BYTES).toString('hex').toUpperCase();
}

/**
 * A browser that was led here by another site must not write with the person's cookie. Bearer tokens are never sent
 * by a browser on its own, so they need no such check. @param publicUrl of this process
 */
export function isForeignWrite(method: string, headers: Headers, publicUrl: string): boolean {
  if (SAFE_METHODS.has(method) || bearerToken(headers.get('authorization') ?? undefined)) return false;
  const origin = headers.get('origin');
  if (origin === null) return headers.get('sec-fetch-site') === 'cross-site';
  return !isOwnOrigin(origin, headers.get('host'), publicUrl);
}

/**
 * The one way in for pages, tRPC and REST.
 * @throws KenningError forbidden when another site's page writes with the person's cookie
 */
export async function openRequest(method: string, headers: Headers): Promise<RequestContext> {
  if (isForeignWrite(method, headers, publicUrl())) throw new KenningError('forbidden', 'foreign_origin');
  return {
    actor: await authenticate({ headers }),
    db: runtime().database.prisma,
    now: systemClock(),
    address: headers.get(PEER_HEADER) ?? UNKNOWN_ADDRESS,
    userAgent: headers.get('user-agent')?.slice(0, 400) ?? '',
    ifMatch: headers.get('if-match'),
    reference: newReference(),
  };
}

/** `openRequest` for tRPC's own handler, which takes whatever else is thrown here for a fault. @throws TRPCError */
export async function openTrpcRequest({ method, headers }: Request): Promise<RequestContext> {
  try {
    return await openRequest(method, headers);
  } catch (error) {
    const known = toTrpcError(error);
    if (known.code === 'INTERNAL_SERVER_ERROR') runtime().log.error({ err: error }, 'a request could not be opened');
    throw known;
  }
}
