import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '@/prisma/generated/client';
import { DAY_MS, after as later, MINUTE_MS } from '../clock';
import type { Database } from '../db/client';
import { testDatabase } from '../testing/database';
import { type AuthRequest, authenticate, whoseSessionEnded } from './authenticate';
import { sessionCookie } from './cookie';
import { newApiToken } from './secrets';
import { createSession, endSessions, SESSION_LIFE_MS } from './sessions';

const SECRET = 'the secret of this installation, long enough';
const now = new Date('2026-01-05T09:00:00Z');
let database: Database;
let person: Person;
let sessionId: string;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.prisma.person.deleteMany();
  person = await database.prisma.person.create({ data: { email: 'ana@example.com', name: 'Ana' } });
  sessionId = await createSession(database.prisma, { personId: person.id, address: '', userAgent: '', now });
});

const ask = (request: AuthRequest, ms = 0, secureCookies = false) =>
  authenticate(request, { db: database.prisma, now: later(now, ms), secret: SECRET, secureCookies });

async function cookieHeader(secret = SECRET, secure = false): Promise<string> {
  const { name, value } = await sessionCookie({ sessionId, secret, secure });
  return `theme=dark; ${name}=${value}`;
}

async function token(values: { expiresAt?: Date; revokedAt?: Date } = {}): Promise<{ secret: string; id: string }> {
  const { secret, hash, hint } = newApiToken();
  const { id } = await database.prisma.apiToken.create({
    data: {
      personId: person.id,
      name: 'script',
      tokenHash: hash,
      hint,
      scopes: ['read'],
      createdAt: now,
      expiresAt: later(now, DAY_MS),
      ...values,
    },
  });
  return { secret, id };
}

describe('PE-S4: who comes in by a session', () => {
  test('the cookie of an open session, from headers of either kind or parsed already', async () => {
    const cookie = await cookieHeader();
    const { name, value } = await sessionCookie({ sessionId, secret: SECRET, secure: false });
    const ways = [
      { headers: { cookie } },
      { headers: new Headers({ cookie }) },
      { headers: {}, cookies: { [name]: value } },
    ];
    for (const way of ways) {
      expect(await ask(way)).toMatchObject({ personId: person.id, door: { kind: 'session', sessionId } });
    }
  });

  test('nobody without a cookie, with a forged one, or with one of another installation', async () => {
    expect(await ask({ headers: {} })).toBeNull();
    expect(await ask({ headers: { cookie: 'next-auth.session-token=garbage' } })).toBeNull();
    expect(
      await ask({ headers: { cookie: await cookieHeader('another secret of another place, as long') } }),
    ).toBeNull();
    const other = await encode({ token: { sub: person.id }, secret: SECRET });
    expect(await ask({ headers: { cookie: `next-auth.session-token=${other}` } })).toBeNull();
  });

  test('over https only the secure cookie counts', async () => {
    expect(await ask({ headers: { cookie: await cookieHeader() } }, 0, true)).toBeNull();
    expect(await ask({ headers: { cookie: await cookieHeader(SECRET, true) } }, 0, true)).not.toBeNull();
  });

  test('a session that ended, or is too old, opens nothing from the next request on', async () => {
    const headers = { cookie: await cookieHeader() };
    expect(await ask({ headers }, SESSION_LIFE_MS)).toBeNull();
    await endSessions(database.prisma, { personId: person.id, sessionId, reason: 'signed_out', now });
    expect(await ask({ headers })).toBeNull();
  });

  test('PE-S9 a browser is told to forget a person whose session was ended on purpose, not one whose has expired', async () => {
    const headers = { cookie: await cookieHeader() };
    const whose = (ms: number) =>
      whoseSessionEnded(
        { headers },
        { db: database.prisma, now: later(now, ms), secret: SECRET, secureCookies: false },
      );
    expect(await whose(0)).toBeNull();
    await database.prisma.session.update({ where: { id: sessionId }, data: { expiresAt: now } });
    expect(await ask({ headers })).toBeNull();
    expect(await whose(1)).toBeNull();
    await endSessions(database.prisma, { personId: person.id, reason: 'deactivated', now });
    expect(await whose(1)).toBe(person.id);
    expect(
      await whoseSessionEnded({ headers: {} }, { db: database.prisma, now, secret: SECRET, secureCookies: false }),
    ).toBeNull();
  });

  test('being seen is written down every five minutes, not at every request', async () => {
    const headers = { cookie: await cookieHeader() };
    const seen = async () => (await database.prisma.session.findUniqueOrThrow({ where: { id: sessionId } })).lastSeenAt;
    await ask({ headers }, 4 * MINUTE_MS);
    expect(await seen()).toEqual(now);
    await ask({ headers }, 6 * MINUTE_MS);
    expect(await seen()).toEqual(later(now, 6 * MINUTE_MS));
  });
});

describe('PE-K3: who comes in by a bearer token', () => {
  test('its person, with its scopes', async () => {
    const { secret, id } = await token();
    const actor = await ask({ headers: { authorization: `Bearer ${secret}` } });
    expect(actor).toMatchObject({ personId: person.id, door: { kind: 'token', tokenId: id, scopes: ['read'] } });
  });

  test('nobody when it is unknown, expired or revoked, even with a good cookie beside it', async () => {
    const cookie = await cookieHeader();
    const expired = await token({ expiresAt: now });
    const revoked = await token({ revokedAt: now });
    for (const secret of ['kng_nothing', expired.secret, revoked.secret]) {
      expect(await ask({ headers: { cookie, authorization: `Bearer ${secret}` } })).toBeNull();
    }
  });

  test('the encrypted cookie value is no bearer token', async () => {
    const { value } = await sessionCookie({ sessionId, secret: SECRET, secure: false });
    expect(await ask({ headers: { authorization: `Bearer ${value}` } })).toBeNull();
  });
});

test('PE-X4: whoever has left comes in by no door', async () => {
  const { secret } = await token();
  await database.prisma.deactivation.create({ data: { personId: person.id, at: now } });
  expect(await ask({ headers: { cookie: await cookieHeader() } })).toBeNull();
  expect(await ask({ headers: { authorization: `Bearer ${secret}` } })).toBeNull();
});

test('an actor knows teams, seniority and active reports', async () => {
  const { prisma } = database;
  const teams = await Promise.all(['A', 'B', 'C'].map((name) => prisma.team.create({ data: { name } })));
  const role = await prisma.jobRole.create({
    data: { name: 'Engineer', levels: { create: { key: 'staff', name: 'Staff', rank: 0, senior: true } } },
    include: { levels: true },
  });
  await prisma.person.update({
    where: { id: person.id },
    data: {
      jobRoleId: role.id,
      jobLevelId: role.levels[0]?.id,
      accessRole: 'leadership',
      teams: { create: teams.map((team) => ({ teamId: team.id })) },
    },
  });
  const here = await prisma.person.create({ data: { email: 'b@example.com', name: 'B', managerId: person.id } });
  await prisma.person.create({
    data: { email: 'c@example.com', name: 'C', managerId: person.id, deactivation: { create: { at: now } } },
  });
  const actor = await ask({ headers: { cookie: await cookieHeader() } });
  expect(actor).toMatchObject({ senior: true, accessRole: 'leadership', jobRoleId: role.id, reportIds: [here.id] });
  expect([...(actor?.teamIds ?? [])].sort()).toEqual(teams.map((team) => team.id).sort());
});
