import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { PEER_HEADER } from './platform/auth/address';
import { checkHealth, type Health } from './platform/health';
import { isLoopback } from './platform/http';
import { runtime } from './platform/runtime';

let checking: Promise<Health> | null = null;

/** One look for everybody who asks at the same time: anybody may ask, and looking is work. */
function lookOnce(): Promise<Health> {
  checking ??= checkHealth(runtime()).finally(() => {
    checking = null;
  });
  return checking;
}

const DOORS: Readonly<Record<string, (headers: Headers) => Promise<Response>>> = {
  '/api/health': answerHealth,
  '/api/metrics': answerMetrics,
};

/** What watches a process finds it at its port, whatever roles it has. @returns null for every other request */
export function answerWatcher({ method, url, headers }: IncomingMessage): Promise<Response> | null {
  const door = DOORS[url?.split('?', 1)[0] ?? ''];
  if (!door || (method !== 'GET' && method !== 'HEAD')) return null;
  return door(new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])));
}

/** GET /api/health, for anybody: whether the process serves (200) or not (503), and each part's state in one word. */
async function answerHealth(): Promise<Response> {
  const { state, parts } = await lookOnce();
  const states = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.state]));
  const headers = { 'cache-control': 'no-store' };
  return Response.json({ state, parts: states }, { status: state === 'down' ? 503 : 200, headers });
}

/**
 * GET /api/metrics, for who holds METRICS_TOKEN. Without that setting, for programs on this machine alone, and not
 * for what a proxy on this machine passes on. Everybody else finds nothing here.
 */
async function answerMetrics(headers: Headers): Promise<Response> {
  const { metrics, env } = runtime();
  if (!metrics || !mayScrape(headers, env.METRICS_TOKEN)) return new Response(null, { status: 404 });
  const { contentType, body } = await metrics.text();
  return new Response(body, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
}

/** @param token METRICS_TOKEN */
export function mayScrape(headers: Headers, token: string | undefined): boolean {
  if (token !== undefined) return isSame(headers.get('authorization') ?? '', `Bearer ${token}`);
  if (headers.has('x-forwarded-for') || headers.has('forwarded')) return false;
  return isLoopback(headers.get(PEER_HEADER) ?? '');
}

/** Compares without telling by its time how much was right. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
