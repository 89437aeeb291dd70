import NextAuth from 'next-auth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, signOut } from './domains/people';
import { buildPerson } from './domains/people/factory';
import { authenticate, buildAuthOptions, endSessions, holderOfSession } from './platform/auth';
import { systemClock } from './platform/clock';
import type { Database } from './platform/db/client';
import { KenningError } from './platform/errors';
import { openLog } from './platform/log';
import { testDatabase } from './platform/testing/database';

const SECRET = 'the secret of this installation, long enough';
const PASSWORD = 'ten thousand lakes';
let database: Database;

beforeAll(async () => {
  process.env.NEXTAUTH_URL = 'http://127.0.0.1:3000';
  database = await testDatabase();
  await buildPerson(database.prisma, { email: 'ana@example.com', password: PASSWORD });
});
afterAll(() => database.close());

function options() {
  const db = database.prisma;
  return buildAuthOptions({
    secret: SECRET,
    secureCookies: false,
    log: openLog('silent'),
    signIn: ({ email, password, address, userAgent }) =>
      signIn({ db, now: systemClock(), secret: SECRET, address, userAgent }, { email, password }),
    signOut: (sessionId) => signOut({ db, now: systemClock() }, sessionId),
    holder: (sessionId) => holderOfSession(db, sessionId, systemClock()),
    errorText: (error) => (error instanceof KenningError ? error.reason : 'fault'),
  });
}

/** A browser as far as next-auth sees one: it keeps cookies, and next-auth gets Next's request and response. */
class Browser {
  readonly cookies: Record<string, string> = {};

  constructor(private readonly address = '192.0.2.1') {}

  async ask(method: string, path: string[], body: Record<string, string> = {}): Promise<Record<string, string>> {
    const set: string[] = [];
    const answer = new Promise<unknown>((resolve) => {
      const response = {
        status: () => response,
        setHeader: (name: string, value: string | string[]) => {
          if (name.toLowerCase() === 'set-cookie') set.splice(0, set.length, ...[value].flat());
          return response;
        },
        getHeader: (name: string) => (name.toLowerCase() === 'set-cookie' ? set : undefined),
        json: resolve,
        send: resolve,
        end: () => resolve({}),
      };
      const headers = { 'x-kenning-address': this.address, 'user-agent': 'a browser' };
      const request = { method, body, headers, cookies: { ...this.cookies }, query: { nextauth: path } };
      void NextAuth(request as never, response as never, options());
    });
    const result = (await answer) as Record<string, string>;
    for (const line of set) {
      const [pair = ''] = line.split(';');
      const cut = pair.indexOf('=');
      this.cookies[pair.slice(0, cut)] = decodeURIComponent(pair.slice(cut + 1));
    }
    return result;
  }

  async post(path: string[], body: Record<string, string>): Promise<Record<string, string>> {
    const { csrfToken = '' } = await this.ask('GET', ['csrf']);
    return this.ask('POST', path, { csrfToken, json: 'true', callbackUrl: '/', ...body });
  }

  signIn(email: string, password: string) {
    return this.post(['callback', 'credentials'], { email, password });
  }

  who() {
    const around = { db: database.prisma, now: systemClock(), secret: SECRET, secureCookies: false };
    return authenticate({ headers: {}, cookies: this.cookies }, around);
  }
}

const errorIn = (answer: Record<string, string>) => new URL(answer.url ?? '', 'http://x').searchParams.get('error');

describe('PE-S4: next-auth keeps the cookie, we keep the session', () => {
  test('signing in sets a cookie that carries a session’s id; signing out ends the session, also for a copied cookie', async () => {
    const browser = new Browser();
    expect(errorIn(await browser.signIn('ana@example.com', PASSWORD))).toBeNull();
    const actor = await browser.who();
    expect(actor).toMatchObject({ door: { kind: 'session' } });
    const [session] = await database.prisma.session.findMany({ where: { personId: actor?.personId } });
    expect(session).toMatchObject({ address: '192.0.2.1', userAgent: 'a browser' });
    const thief = new Browser();
    Object.assign(thief.cookies, browser.cookies);
    expect(await thief.who()).not.toBeNull();
    await browser.post(['signout'], {});
    expect(await browser.who()).toBeNull();
    expect(await thief.who()).toBeNull();
  });

  test('next-auth’s own session answer names the person, never the session, and nobody once it has ended', async () => {
    const browser = new Browser();
    await browser.signIn('ana@example.com', PASSWORD);
    const told = await browser.ask('GET', ['session']);
    expect(Object.keys(told).sort()).toEqual(['expires', 'user']);
    expect(told.user).toEqual({ name: expect.any(String), email: 'ana@example.com' });
    const { personId = '' } = (await browser.who()) ?? {};
    await endSessions(database.prisma, { personId, reason: 'ended_by_person', now: systemClock() });
    expect(await browser.ask('GET', ['session'])).toEqual({});
  });
});

describe('PE-S1: refusals', () => {
  test('a wrong password and an unknown address get the same words', async () => {
    const browser = new Browser('192.0.2.2');
    const wrong = errorIn(await browser.signIn('ana@example.com', 'wrong'));
    const unknown = errorIn(await browser.signIn('nobody@example.com', 'wrong'));
    expect(wrong).toBe('CredentialsSignin');
    expect(unknown).toBe(wrong);
    expect(await browser.who()).toBeNull();
  });

  test('without the token against forged requests nothing happens', async () => {
    const browser = new Browser('192.0.2.3');
    await browser.ask('POST', ['callback', 'credentials'], {
      json: 'true',
      email: 'ana@example.com',
      password: PASSWORD,
    });
    expect(await browser.who()).toBeNull();
  });

  test('PE-T1: too many failures say so', async () => {
    const browser = new Browser('192.0.2.4');
    for (let n = 0; n < 5; n++) await browser.signIn('slow@example.com', 'wrong');
    expect(errorIn(await browser.signIn('slow@example.com', 'wrong'))).toBe('too_many_attempts');
  });
});
