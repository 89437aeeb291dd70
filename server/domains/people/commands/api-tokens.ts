import { newApiToken } from '@/server/platform/auth';
import { after, DAY_MS } from '@/server/platform/clock';
import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { KenningError, notFound } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { PEOPLE_EVENTS } from '../events';
import { holdActor, holdPeople, selfFor } from '../facts';
import { API_TOKENS_MAX, type CreateApiTokenInput } from '../schema';

/**
 * Makes a bearer token for oneself (PE-K1: it expires within a year; PE-K2: a token never makes another;
 * PE-K4: one has so many and no more).
 * @returns the token in clear, this once; afterwards only its hash is known
 * @throws KenningError conflict / too_many_tokens; unauthenticated when the person is deactivated meanwhile
 */
export async function createApiToken(
  ctx: Context,
  input: CreateApiTokenInput,
): Promise<{ tokenId: string; token: string; expiresAt: Date }> {
  const person = await selfFor(ctx, 'secureAccount');
  const { secret, hash, hint } = newApiToken();
  const expiresAt = after(ctx.now, input.expiresInDays * DAY_MS);
  return inTransaction(ctx.db, async (tx) => {
    await holdPeople(tx, [person.id]);
    await holdActor(ctx, tx);
    const kept = await tx.apiToken.count({
      where: { personId: person.id, revokedAt: null, expiresAt: { gt: ctx.now } },
    });
    if (kept >= API_TOKENS_MAX) throw new KenningError('conflict', 'too_many_tokens', { most: API_TOKENS_MAX });
    const { id } = await tx.apiToken.create({
      data: {
        personId: person.id,
        name: input.name,
        tokenHash: hash,
        hint,
        scopes: [...new Set(input.scopes)],
        createdAt: ctx.now,
        expiresAt,
      },
      select: { id: true },
    });
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.tokenCreated, subject: person.id, data: { tokenId: id } });
    return { tokenId: id, token: secret, expiresAt };
  });
}

/** Takes one of one's own tokens back at once. Doing it twice is no error. @throws KenningError not_found */
export async function revokeApiToken(ctx: Context, input: { tokenId: string }): Promise<void> {
  const person = await selfFor(ctx, 'secureAccount');
  await inTransaction(ctx.db, async (tx) => {
    const token = await tx.apiToken.findFirst({ where: { id: input.tokenId, personId: person.id } });
    if (!token) throw notFound();
    const revoked = await tx.apiToken.updateMany({
      where: { id: token.id, revokedAt: null },
      data: { revokedAt: ctx.now },
    });
    if (revoked.count === 0) return;
    const data = { tokenIds: [token.id] };
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.tokenRevoked, subject: person.id, data });
  });
}
