import type { AuthOptions } from 'next-auth';
import { signIn, signOut } from './domains/people';
import { buildAuthOptions, cookiesAreSecure, publicUrl } from './platform/auth';
import { systemClock } from './platform/clock';
import { KenningError } from './platform/errors';
import { runtime } from './platform/runtime';

/** The sign-in page receives one text as `error`: the reason, and the seconds to wait where there are any. */
function errorText(error: unknown): string {
  if (error instanceof KenningError && error.code === 'rate_limited') {
    return `${error.reason}:${error.params.retryAfterSeconds ?? 0}`;
  }
  runtime().log.error({ err: error }, 'signing in failed');
  return 'fault';
}

/** next-auth's options for app/api/auth/[...nextauth]/route.ts, over the people of this installation. */
export function authOptions(): AuthOptions {
  const { database, secret, log } = runtime();
  const db = database.prisma;
  return buildAuthOptions({
    secret,
    log,
    secureCookies: cookiesAreSecure(publicUrl()),
    signIn: ({ email, password, address, userAgent }) =>
      signIn({ db, now: systemClock(), secret, address, userAgent }, { email, password }),
    signOut: (sessionId) => signOut({ db, now: systemClock() }, sessionId),
    errorText,
  });
}
