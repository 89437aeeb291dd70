import { parseCookie } from 'cookie';
import type { Actor } from '../access';
import { systemClock } from '../clock';
import type { Db } from '../db/client';
import { runtime } from '../runtime';
import { actorOfToken, bearerToken } from './api-tokens';
import { cookiesAreSecure, sessionCookieName, sessionIdIn } from './cookie';
import { publicUrl } from './public-url';
import { actorOfSession, personOfEndedSession } from './sessions';

/** What any door has of a request. The address is not in it on purpose: who asks never stands in a query string. */
export type AuthRequest = {
  headers: Headers | Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed from the cookie header when absent. */
  cookies?: Readonly<Partial<Record<string, string>>>;
};

export type AuthSurroundings = { db: Db; now: Date; secret: string; secureCookies: boolean };

function surroundings(): AuthSurroundings {
  const { database, secret } = runtime();
  return { db: database.prisma, now: systemClock(), secret, secureCookies: cookiesAreSecure(publicUrl()) };
}

async function shownSession({ headers, cookies }: AuthRequest, around: AuthSurroundings): Promise<string | null> {
  const all = cookies ?? parseCookie(header(headers, 'cookie') ?? '');
  const cookie = all[sessionCookieName(around.secureCookies)];
  return cookie ? sessionIdIn(cookie, around.secret) : null;
}

function header(headers: AuthRequest['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = headers[name];
  return Array.isArray(value) ? value.join('; ') : value;
}

/**
 * The one answer to "who is this", for pages, tRPC, REST and sockets: a bearer token of ours, else the session
 * cookie. A token that no longer holds is not rescued by a cookie beside it. Every call looks the row up, so whatever
 * was ended has ended.
 * @returns the actor, or null for whoever is not signed in
 */
export async function authenticate(request: AuthRequest, given?: AuthSurroundings): Promise<Actor | null> {
  const around = given ?? surroundings();
  const token = bearerToken(header(request.headers, 'authorization'));
  if (token) return actorOfToken(around.db, token, around.now);
  const sessionId = await shownSession(request, around);
  return sessionId ? actorOfSession(around.db, sessionId, around.now) : null;
}

/**
 * Whose session a browser shows that was ended on purpose: by signing out, from another device, with a new password, or
 * because its person left. Such a browser keeps nothing of that person. One whose session has only expired does.
 * @returns the person's id; null where no cookie of such a session is shown
 */
export async function whoseSessionEnded(request: AuthRequest, given?: AuthSurroundings): Promise<string | null> {
  if (bearerToken(header(request.headers, 'authorization'))) return null;
  const around = given ?? surroundings();
  const sessionId = await shownSession(request, around);
  return sessionId ? personOfEndedSession(around.db, sessionId) : null;
}
