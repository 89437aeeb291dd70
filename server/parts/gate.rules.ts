const MIB_BYTES = 1024 * 1024;

/** The largest body that is read as a whole. Doors that take larger ones read them in pieces and count themselves. */
export const BODY_BYTES_MAX = 8 * MIB_BYTES;

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const READING = ['GET', 'HEAD'];
/** What is not a page: doors of programs, and what Next serves itself. */
const NO_PAGES = /^\/(?:api|files|_next|__next[^/]*)(?:\/|$)/;
/** Doors that count what they read. */
const COUNTING = /^\/(?:files|api\/import|api\/v1)(?:\/|$)/;

export type Asked = { method?: string; url?: string; headers: Readonly<Record<string, unknown>> };
export type Turned = { status: 400 | 405 | 411 | 413; reason: string };

const turned = (status: Turned['status'], reason: string): Turned => ({ status, reason });

/**
 * WB-G1 to WB-G4: what is turned away before anything reads it, whoever asks.
 * @returns the answer's status and its reason; null for what may go on
 */
export function turnedAway({ method = '', url = '/', headers }: Asked): Turned | null {
  const path = url.split('?', 1)[0] ?? '/';
  if (!isAddress(url, path)) return turned(400, 'address');
  if (!METHODS.includes(method)) return turned(405, 'method');
  // There are no server actions: nothing can be sent to a page.
  if (!NO_PAGES.test(path) && !READING.includes(method)) return turned(405, 'method');
  if (COUNTING.test(path)) return null;
  if (Number(headers['content-length'] ?? 0) > BODY_BYTES_MAX) return turned(413, 'body');
  return headers['transfer-encoding'] === undefined ? null : turned(411, 'length_missing');
}

const ZERO_BYTES = /%00/g;

/**
 * WB-G5: what a person follows to a page whose query holds a zero byte is that page without it: a list or a search then
 * says in words what it has. Programs are told of the byte instead (WB-G1).
 * @returns the address to go to; null where nothing is to be mended
 */
export function mendedAddress({ method = '', url = '/' }: Asked): string | null {
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  // Two slashes would lead to another host.
  if (at < 0 || !READING.includes(method) || NO_PAGES.test(path) || !/^\/(?![/\\])/.test(path)) return null;
  const mended = path + url.slice(at).replace(ZERO_BYTES, '');
  // What is taken away may leave another behind: %0%000.
  return mended === url || !isAddress(mended, path) ? null : mended;
}

/** Whether the path is UTF-8 once its escapes are read, and no zero byte stands anywhere: PostgreSQL holds none. */
function isAddress(url: string, path: string): boolean {
  if (/%00/.test(url)) return false;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
