import { decode, encode } from 'next-auth/jwt';
import { SESSION_LIFE_SECONDS } from './sessions';

/** Cookies are `Secure`, and named so that only a secure page can set them, when the product is met over https. */
export function cookiesAreSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https://');
}

/** next-auth's own names. */
export function sessionCookieName(secure: boolean): string {
  return secure ? '__Secure-next-auth.session-token' : 'next-auth.session-token';
}

/** The cookie that next-auth would have set for the session: for tests and for scripts that sign in without a browser. */
export async function sessionCookie(input: {
  sessionId: string;
  secret: string;
  secure: boolean;
}): Promise<{ name: string; value: string }> {
  const value = await encode({ token: { sid: input.sessionId }, secret: input.secret, maxAge: SESSION_LIFE_SECONDS });
  return { name: sessionCookieName(input.secure), value };
}

/** @returns the session's id in a cookie value that we have encrypted, or null */
export async function sessionIdIn(value: string, secret: string): Promise<string | null> {
  try {
    const token = await decode({ token: value, secret });
    return typeof token?.sid === 'string' ? token.sid : null;
  } catch {
    // Not ours, from another secret, or past its time: all are simply not signed in.
    return null;
  }
}
