import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';

const NONCE_BYTES = 16;
/** A browser keeps this page, and a nonce is good for one answer: it may run our own files, and nothing inline. */
const KEPT_PAGE = '/offline.html';

/**
 * Scripts run only with this response's nonce. Styles may be inline: Mermaid writes a style element into each diagram
 * (docs/decisions/004-styles-inline.md).
 */
function contentSecurityPolicy(scripts: string): string {
  return [
    "default-src 'self'",
    `script-src 'self'${scripts}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function scriptsOf({ nextUrl }: NextRequest, nonce: string): string {
  if (nextUrl.pathname === KEPT_PAGE) return '';
  return ` 'nonce-${nonce}' 'strict-dynamic'${process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''}`;
}

/** Gives every page a policy with a fresh nonce; Next puts the nonce on its own scripts. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  const policy = contentSecurityPolicy(scriptsOf(request, nonce));
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Where to lead back to after signing in: layouts are not told their address.
  headers.set('x-kenning-path', request.nextUrl.pathname + request.nextUrl.search);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

/** Not for the doors of programs: beside this, Next keeps the first 10 MiB of a body and forgets the rest (WB-G7). */
export const config = {
  matcher: ['/((?!api/|files(?:/|$)|_next/(?:static|image)(?:/|$)|favicon\\.ico$).*)'],
};
