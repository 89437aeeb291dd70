import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authenticate } from '@/server/platform/auth';
import { DAY_MS, after as later } from '@/server/platform/clock';
import type { Context } from '@/server/platform/command';
import type { Database } from '@/server/platform/db/client';
import { untilOneWaits } from '@/server/platform/testing/blocked';
import { testDatabase } from '@/server/platform/testing/database';
import { getMyProfile, listMySessions, listMyTokens } from '../account.queries';
import { buildContext, buildSession, MAILROOM } from '../factory';
import { getMe } from '../queries';
import { API_TOKENS_MAX, invitePersonInput } from '../schema';
import { createApiToken, revokeApiToken } from './api-tokens';
import { changeAccessRole } from './change-access-role';
import { deactivatePerson } from './deactivate-person';
import { endOtherSessions, endSession } from './end-sessions';
import { invitePerson } from './invite-person';
import { createJobRole } from './job-roles';
import { createTeam } from './teams';
import { setNotificationPreference, updateProfile } from './update-profile';

const now = new Date('2026-01-05T09:00:00Z');
let database: Database;
let ana: Context;
let noah: Context;

beforeAll(async () => {
  database = await testDatabase();
  ana = await buildContext(database.prisma, { name: 'Ana', now });
  noah = await buildContext(database.prisma, { name: 'Noah', now });
});
afterAll(() => database.close());

const bearer = (token: string, ms = 0) =>
  authenticate(
    { headers: { authorization: `Bearer ${token}` } },
    { db: database.prisma, now: later(now, ms), secret: 'x', secureCookies: false },
  );

test('PE-Z1: one changes one’s own name and time zone', async () => {
  await updateProfile(ana, { name: 'Ana Ruiz', timeZone: 'Europe/Madrid' });
  const person = await database.prisma.person.findUniqueOrThrow({ where: { id: ana.actor.personId } });
  expect(person).toMatchObject({ name: 'Ana Ruiz', timeZone: 'Europe/Madrid' });
});

test('a preference is one row a kind and channel, and is kept when it is set again', async () => {
  const input = { kind: 'knowledge.access_requested', channel: 'mail', wanted: false } as const;
  await setNotificationPreference(ana, input);
  await setNotificationPreference(ana, { ...input, wanted: true });
  expect((await getMyProfile(ana)).preferences).toEqual([{ ...input, wanted: true }]);
});

describe('PE-S4: sessions', () => {
  test('one sees one’s own, this one first, and ends one or all others', async () => {
    const second = await buildSession(database.prisma, ana.actor.personId, later(now, 60_000));
    await buildSession(database.prisma, ana.actor.personId, later(now, 120_000));
    const before = await listMySessions(ana);
    expect(before).toHaveLength(3);
    expect(before.map((session) => session.here)).toEqual([true, false, false]);
    await endSession(ana, { sessionId: second });
    await expect(endSession(ana, { sessionId: second })).rejects.toMatchObject({ code: 'not_found' });
    expect(await endOtherSessions(ana)).toEqual({ ended: 1 });
    expect(await listMySessions(ana)).toHaveLength(1);
    const event = await database.prisma.event.findFirstOrThrow({
      where: { type: 'people.session.ended', subject: ana.actor.personId },
    });
    expect(event.data).toEqual({ sessionIds: [second], reason: 'ended_by_person' });
  });

  test('nobody sees or ends another’s', async () => {
    const [own] = await listMySessions(ana);
    await expect(endSession(noah, { sessionId: own?.id ?? '' })).rejects.toMatchObject({ code: 'not_found' });
    expect(await listMySessions(ana)).toHaveLength(1);
  });
});

describe('PE-K1, PE-K2: bearer tokens', () => {
  test('shown once, kept as a hash, working until revoked or expired', async () => {
    const { token, tokenId } = await createApiToken(ana, { name: 'CI', scopes: ['read'], expiresInDays: 30 });
    const row = await database.prisma.apiToken.findUniqueOrThrow({ where: { id: tokenId } });
    expect(JSON.stringify(row)).not.toContain(token);
    expect(await bearer(token)).toMatchObject({ personId: ana.actor.personId });
    expect(await bearer(token, 30 * DAY_MS)).toBeNull();
    expect(JSON.stringify(await listMyTokens(ana))).not.toContain(row.tokenHash);
    await expect(revokeApiToken(noah, { tokenId })).rejects.toMatchObject({ code: 'not_found' });
    await revokeApiToken(ana, { tokenId });
    await revokeApiToken(ana, { tokenId });
    expect(await bearer(token)).toBeNull();
    expect(await listMyTokens(ana)).toEqual([]);
    expect(await database.prisma.event.count({ where: { type: 'people.token.revoked' } })).toBe(1);
  });

  test('PE-K4: there are so many and no more, until one is taken back', async () => {
    const input = { name: 'One of many', scopes: ['read' as const], expiresInDays: 1 };
    const { tokenId } = await createApiToken(noah, input);
    const { id: _, ...row } = await database.prisma.apiToken.findUniqueOrThrow({ where: { id: tokenId } });
    const more = Array.from({ length: API_TOKENS_MAX - 1 }, (_, index) => ({ ...row, tokenHash: `hash-${index}` }));
    await database.prisma.apiToken.createMany({ data: more });
    await expect(createApiToken(noah, input)).rejects.toMatchObject({ reason: 'too_many_tokens' });
    await revokeApiToken(noah, { tokenId });
    await expect(createApiToken(noah, input)).resolves.toMatchObject({ token: expect.any(String) });
  });

  test('PE-K5: a live token is listed however many have expired since it was made', async () => {
    const person = await buildContext(database.prisma, { now });
    const { tokenId } = await createApiToken(person, { name: 'Old but good', scopes: ['read'], expiresInDays: 365 });
    const { id: _, ...row } = await database.prisma.apiToken.findUniqueOrThrow({ where: { id: tokenId } });
    const dayAfter = later(now, DAY_MS);
    const expired = Array.from({ length: API_TOKENS_MAX }, (_, index) => ({
      ...row,
      tokenHash: `expired-${index}`,
      createdAt: dayAfter,
      expiresAt: dayAfter,
    }));
    await database.prisma.apiToken.createMany({ data: expired });
    const listed = await listMyTokens({ ...person, now: later(now, 2 * DAY_MS) });
    expect(listed[0]).toMatchObject({ id: tokenId, expired: false });
    expect(listed.slice(1).every((token) => token.expired)).toBe(true);
  });

  test('a token makes no token, and sees neither sessions nor tokens', async () => {
    const { token } = await createApiToken(ana, { name: 'Write', scopes: ['write'], expiresInDays: 1 });
    const actor = await bearer(token);
    if (!actor) throw new Error('the token should open');
    const byToken = { ...ana, actor };
    const forbidden = { code: 'forbidden' };
    await expect(createApiToken(byToken, { name: 'More', scopes: ['read'], expiresInDays: 1 })).rejects.toMatchObject(
      forbidden,
    );
    await expect(listMySessions(byToken)).rejects.toMatchObject(forbidden);
    await expect(listMyTokens(byToken)).rejects.toMatchObject(forbidden);
  });

  test('PE-X4: no token is made for whoever is deactivated while they ask for one', async () => {
    const { prisma } = database;
    const admin = await buildContext(prisma, { accessRole: 'administrator', now });
    const leaver = await buildContext(prisma, { now });
    const { personId } = leaver.actor;
    const race = await prisma.$transaction(async (tx) => {
      const input = { personId, handOverToId: ana.actor.personId, reason: '' };
      await deactivatePerson({ ...admin, db: tx }, input);
      const asking = Promise.allSettled([
        createApiToken(leaver, { name: 'Late', scopes: ['write'], expiresInDays: 1 }),
      ]);
      await untilOneWaits(prisma);
      // In an object, or the transaction would wait for it.
      return { asking };
    });
    expect(await race.asking).toMatchObject([{ status: 'rejected', reason: { code: 'unauthenticated' } }]);
    expect(await prisma.apiToken.count({ where: { personId } })).toBe(0);
  });

  test('PE-V4: an administrator’s token administers nobody and nothing; its person does', async () => {
    const admin = await buildContext(database.prisma, { accessRole: 'administrator', now });
    const { token } = await createApiToken(admin, { name: 'Write', scopes: ['read', 'write'], expiresInDays: 1 });
    const actor = await bearer(token);
    if (!actor) throw new Error('the token should open');
    const byToken = { ...admin, actor };
    const invitation = invitePersonInput.parse({ email: 'thief@example.com', name: 'Thief' });
    const { personId } = noah.actor;
    const tries = [
      () => invitePerson(byToken, invitation, MAILROOM),
      () => changeAccessRole(byToken, { personId, accessRole: 'administrator' }),
      () => deactivatePerson(byToken, { personId, handOverToId: ana.actor.personId, reason: '' }),
      () => createTeam(byToken, { name: 'Team', description: '' }),
      () => createJobRole(byToken, { name: 'Role' }),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
    expect((await getMe(byToken)).can).toEqual({ invite: false, operate: false });
    expect((await getMe(admin)).can).toEqual({ invite: true, operate: true });
  });
});
