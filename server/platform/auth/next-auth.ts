import type { AuthOptions } from 'next-auth';
import type { Log } from '../log';
import { PEER_HEADER, UNKNOWN_ADDRESS } from './address';
import { SESSION_LIFE_SECONDS } from './sessions';

export type SignInAttempt = { email: string; password: string; address: string; userAgent: string };

/** What next-auth is given: platform knows no domain, so signing in and out are functions from outside. */
export type NextAuthParts = {
  secret: string;
  secureCookies: boolean;
  log: Log;
  /** @returns the new session's id, or null when the pair is wrong; may throw KenningError rate_limited */
  signIn: (attempt: SignInAttempt) => Promise<string | null>;
  signOut: (sessionId: string) => Promise<void>;
  /** @returns whose open session it is, or null when it has ended */
  holder: (sessionId: string) => Promise<{ name: string; email: string } | null>;
  /** Turns what signIn threw into the text that the sign-in page receives as `error`. */
  errorText: (error: unknown) => string;
};

function headerOf(headers: Record<string, unknown> | undefined, name: string): string {
  const value = headers?.[name];
  return typeof value === 'string' ? value : '';
}

/**
 * next-auth keeps the cookie, we keep the session: the encrypted token carries nothing but the id of a session row,
 * which every request looks up, so that a token can be taken back.
 */
export function buildAuthOptions(parts: NextAuthParts): AuthOptions {
  return {
    secret: parts.secret,
    useSecureCookies: parts.secureCookies,
    session: { strategy: 'jwt', maxAge: SESSION_LIFE_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      {
        id: 'credentials',
        name: 'E-mail and password',
        type: 'credentials',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: async (credentials, request) => {
          const { email, password } = credentials ?? {};
          if (typeof email !== 'string' || typeof password !== 'string') return null;
          const headers = request.headers;
          const address = headerOf(headers, PEER_HEADER) || UNKNOWN_ADDRESS;
          try {
            const id = await parts.signIn({ email, password, address, userAgent: headerOf(headers, 'user-agent') });
            return id === null ? null : { id };
          } catch (error) {
            throw new Error(parts.errorText(error));
          }
        },
      },
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ sid: user ? user.id : token.sid }),
      // next-auth's own clients take an empty object for "not signed in".
      session: async ({ session, token }) => {
        const user = typeof token.sid === 'string' ? await parts.holder(token.sid) : null;
        return user ? { user, expires: session.expires } : ({} as typeof session);
      },
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === 'string') await parts.signOut(token.sid);
      },
    },
    logger: {
      error: (code) => parts.log.warn({ nextAuth: code }, 'next-auth reported an error'),
      warn: (code) => parts.log.debug({ nextAuth: code }, 'next-auth warned'),
      debug: () => undefined,
    },
  };
}
