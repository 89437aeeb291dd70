import type { NextRequest } from 'next/server';
import NextAuth, { type AuthOptions } from 'next-auth';
import { signIn, signOut } from './domains/people';
import { buildAuthOptions, cookiesAreSecure, holderOfSession, publicUrl } from './platform/auth';
import { systemClock } from './platform/clock';
import { invalid, KenningError } from './platform/errors';
import { HTTP_STATUS } from './platform/errors.schema';
import { runtime } from './platform/runtime';
import { newReference, publicError } from './platform/trpc';

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
    holder: (sessionId) => holderOfSession(db, sessionId, systemClock()),
    errorText,
  });
}

type Context = { params: Promise<{ nextauth: string[] }> };

/** Answers below /api/auth. Over a body or an address that it cannot read, next-auth throws instead of refusing it. */
export async function answerAuth(request: NextRequest, context: Context): Promise<Response> {
  try {
    return await NextAuth(request, context, authOptions());
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    const shown = publicError(invalid('request'), newReference());
    runtime().log.warn({ err: error, reference: shown.reference }, 'next-auth could not read a request');
    return Response.json({ error: shown }, { status: HTTP_STATUS[shown.code] });
  }
}
