import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR_MS, after as later } from '@/server/platform/clock';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { buildContext, buildPerson, buildSession, MAILROOM } from '../factory';
import { createApiToken } from './api-tokens';
import { changePassword } from './change-password';
import { requestPasswordReset, resetPassword } from './reset-password';
import { signIn } from './sign-in';

const now = new Date('2026-01-05T09:00:00Z');
const OLD = 'ten thousand lakes';
const NEW = 'a hundred islands';
const AROUND = { ...MAILROOM, secret: 'installation' };
let database: Database;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const outside = (address: string, ms = 0) => ({
  db: database.prisma,
  now: later(now, ms),
  address,
  userAgent: '',
  secret: 'installation',
});
const openSessions = (personId: string) => database.prisma.session.count({ where: { personId, endedAt: null } });

async function mailedToken(email: string): Promise<string> {
  const mail = await database.prisma.mailMessage.findFirstOrThrow({
    where: { toAddress: email, text: { contains: 'token=' } },
    orderBy: { id: 'desc' },
  });
  return /token=([\w-]+)/.exec(mail.text)?.[1] ?? '';
}

describe('PE-P3: changing one’s password', () => {
  test('asks for the current one, ends the other sessions, and keeps this one', async () => {
    const ctx = await buildContext(database.prisma, { email: 'ana@example.com', password: OLD, now });
    await buildSession(database.prisma, ctx.actor.personId, now);
    await expect(changePassword(ctx, { current: 'wrong', next: NEW }, AROUND)).rejects.toMatchObject({
      reason: 'wrong_password',
    });
    await expect(changePassword(ctx, { current: OLD, next: 'short' }, AROUND)).rejects.toMatchObject({
      reason: 'password_too_short',
    });
    await expect(changePassword(ctx, { current: OLD, next: OLD }, AROUND)).rejects.toMatchObject({
      reason: 'password_unchanged',
    });
    expect(await openSessions(ctx.actor.personId)).toBe(2);
    await changePassword(ctx, { current: OLD, next: NEW }, AROUND);
    expect(await openSessions(ctx.actor.personId)).toBe(1);
    expect(await signIn(outside('192.0.2.1'), { email: 'ana@example.com', password: OLD })).toBeNull();
    expect(await signIn(outside('192.0.2.1'), { email: 'ana@example.com', password: NEW })).not.toBeNull();
    expect(await database.prisma.mailMessage.count({ where: { toAddress: 'ana@example.com' } })).toBe(1);
  });

  test('PE-K2: not by a token; PE-T1: guessing the current one is slowed', async () => {
    const door = { kind: 'token', tokenId: 't', scopes: ['write'] } as const;
    const byToken = await buildContext(database.prisma, { password: OLD, door, now });
    await expect(changePassword(byToken, { current: OLD, next: NEW }, AROUND)).rejects.toMatchObject({
      code: 'forbidden',
    });
    const ctx = await buildContext(database.prisma, { password: OLD, now });
    const guesses = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => changePassword(ctx, { current: `guess ${n}`, next: NEW }, AROUND)),
    );
    const reasons = guesses.map((one) => (one.status === 'rejected' ? one.reason.reason : 'none'));
    expect(reasons.filter((reason) => reason === 'too_many_attempts')).toHaveLength(3);
  });
});

describe('PE-S1, PE-R1: a forgotten password', () => {
  test('the answer is the same for an address that has an account, has none, or has left', async () => {
    await buildPerson(database.prisma, { email: 'known@example.com', password: OLD });
    await buildPerson(database.prisma, { email: 'left@example.com', password: OLD, left: true });
    for (const email of ['known@example.com', 'unknown@example.com', 'left@example.com']) {
      expect(await requestPasswordReset(outside('192.0.2.2'), { email }, MAILROOM, 0)).toBeUndefined();
    }
    const mails = await database.prisma.mailMessage.findMany({ where: { text: { contains: 'token=' } } });
    expect(mails.map((mail) => mail.toAddress)).toEqual(['known@example.com']);
  });

  test('the answer takes the same time, however long the work for an account takes', async () => {
    await buildPerson(database.prisma, { email: 'slow@example.com', password: OLD });
    const [answerMs, workMs, noiseMs] = [900, 500, 300];
    const timeOf = async (email: string): Promise<number> => {
      const started = performance.now();
      await requestPasswordReset(outside('192.0.2.6'), { email }, MAILROOM, answerMs);
      return performance.now() - started;
    };
    const slow = await database.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE password_reset IN ACCESS EXCLUSIVE MODE`;
      const time = timeOf('slow@example.com');
      await new Promise((resolve) => setTimeout(resolve, workMs));
      // In an object, or the transaction would wait for it.
      return { time };
    });
    const [known, unknown] = [await slow.time, await timeOf('unknown@example.com')];
    for (const time of [known, unknown]) expect(time).toBeGreaterThanOrEqual(answerMs - 1);
    expect(Math.abs(known - unknown)).toBeLessThan(noiseMs);
    expect(await mailedToken('slow@example.com')).not.toBe('');
  });

  test('PE-R2: a new password by a mailed link revokes bearer tokens too, and the mail says so', async () => {
    const { prisma } = database;
    const ctx = await buildContext(prisma, { email: 'robbed@example.com', password: OLD, now });
    const { personId } = ctx.actor;
    const mine = await createApiToken(ctx, { name: 'A thief’s', scopes: ['write'], expiresInDays: 30 });
    const others = await createApiToken(await buildContext(prisma, { now }), {
      name: 'Another’s',
      scopes: ['read'],
      expiresInDays: 30,
    });
    await requestPasswordReset(outside('192.0.2.5'), { email: 'robbed@example.com' }, MAILROOM, 0);
    const token = await mailedToken('robbed@example.com');
    await resetPassword(outside('192.0.2.5'), { token, password: NEW }, MAILROOM);
    const revokedAt = async (id: string) => (await prisma.apiToken.findUniqueOrThrow({ where: { id } })).revokedAt;
    expect([await revokedAt(mine.tokenId), await revokedAt(others.tokenId)]).toEqual([now, null]);
    const event = await prisma.event.findFirstOrThrow({ where: { type: 'people.token.revoked', subject: personId } });
    expect(event.data).toEqual({ tokenIds: [mine.tokenId] });
    const mail = await prisma.mailMessage.findFirstOrThrow({
      where: { toAddress: 'robbed@example.com', NOT: { text: { contains: 'token=' } } },
    });
    expect(mail.text).toContain('your tokens are revoked');
  });

  test('the link works once, ends every session, and makes other links useless', async () => {
    const person = await buildPerson(database.prisma, { email: 'noah@example.com', password: OLD });
    await buildSession(database.prisma, person.id, now);
    await requestPasswordReset(outside('192.0.2.3'), { email: 'noah@example.com' }, MAILROOM, 0);
    const first = await mailedToken('noah@example.com');
    await requestPasswordReset(outside('192.0.2.3', 1), { email: 'noah@example.com' }, MAILROOM, 0);
    const tried = await Promise.allSettled(
      [1, 2, 3].map(() => resetPassword(outside('192.0.2.3'), { token: first, password: NEW }, MAILROOM)),
    );
    expect(tried.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await openSessions(person.id)).toBe(0);
    expect(await database.prisma.passwordReset.count({ where: { personId: person.id, usedAt: null } })).toBe(0);
    expect(await signIn(outside('192.0.2.3'), { email: 'noah@example.com', password: NEW })).not.toBeNull();
    const stored = await database.prisma.passwordReset.findMany();
    expect(JSON.stringify(stored)).not.toContain(first);
  });

  test('not after its time, not unknown, not for whoever has left', async () => {
    const person = await buildPerson(database.prisma, { email: 'late@example.com', password: OLD });
    await requestPasswordReset(outside('192.0.2.4'), { email: 'late@example.com' }, MAILROOM, 0);
    const token = await mailedToken('late@example.com');
    const dead = { code: 'invalid', reason: 'link_does_not_work' };
    const input = { token, password: NEW };
    await expect(resetPassword(outside('192.0.2.4', 3 * HOUR_MS), input, MAILROOM)).rejects.toMatchObject(dead);
    await expect(resetPassword(outside('192.0.2.4'), { ...input, token: 'unknown' }, MAILROOM)).rejects.toMatchObject(
      dead,
    );
    await database.prisma.deactivation.create({ data: { personId: person.id, at: now } });
    await expect(resetPassword(outside('192.0.2.4'), input, MAILROOM)).rejects.toMatchObject(dead);
  });

  test('PE-T1: asking for one address again and again is slowed, whether it has an account or not', async () => {
    for (const email of ['ana@example.com', 'nobody@example.com']) {
      const asked = await Promise.allSettled(
        Array.from({ length: 8 }, (_, n) => requestPasswordReset(outside(`198.51.100.${n}`), { email }, MAILROOM, 0)),
      );
      expect(asked.filter((one) => one.status === 'fulfilled')).toHaveLength(5);
    }
  });
});
