import type { Actor } from '../access';
import type { Db } from '../db/client';
import { ACTOR_FACTS, actorFrom } from './actor';
import { API_TOKEN_PREFIX, hashSecret } from './secrets';
import { SEEN_EVERY_MS } from './sessions';

const AUTHORIZATION = /^bearer +(\S+)$/i;

/** @returns the token of an `Authorization: Bearer kng_…` header, or null when the header carries another kind */
export function bearerToken(authorization: string | undefined): string | null {
  const token = AUTHORIZATION.exec(authorization?.trim() ?? '')?.[1];
  return token?.startsWith(API_TOKEN_PREFIX) ? token : null;
}

/** @returns who the token acts for, or null when it is unknown, revoked or expired, or its person has left */
export async function actorOfToken(db: Db, token: string, now: Date): Promise<Actor | null> {
  const row = await db.apiToken.findUnique({
    where: { tokenHash: hashSecret(token) },
    select: {
      id: true,
      scopes: true,
      revokedAt: true,
      expiresAt: true,
      lastUsedAt: true,
      person: { select: ACTOR_FACTS },
    },
  });
  if (!row || row.revokedAt || row.expiresAt <= now) return null;
  const actor = actorFrom(row.person, { kind: 'token', tokenId: row.id, scopes: row.scopes });
  const seenMs = row.lastUsedAt?.getTime() ?? 0;
  if (actor && now.getTime() - seenMs >= SEEN_EVERY_MS) {
    await db.apiToken.updateMany({ where: { id: row.id, lastUsedAt: row.lastUsedAt }, data: { lastUsedAt: now } });
  }
  return actor;
}
