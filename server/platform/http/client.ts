import { Agent, type Dispatcher, request } from 'undici';
import { SECOND_MS } from '../clock';
import { KenningError } from '../errors';
import {
  bareHost,
  isListed,
  isPublicAddress,
  literalAddress,
  type ResolvedAddress,
  type Resolver,
  systemResolver,
} from './address';

export const OUTBOUND_TIMEOUT_MS = 10 * SECOND_MS;
export const OUTBOUND_BYTES_MAX = 5 * 1024 * 1024;
export const OUTBOUND_REDIRECTS_MAX = 5;
export const OUTBOUND_URL_LENGTH_MAX = 8_192;

export type OutboundOptions = {
  /** Hosts that may be reached wherever they are: the setting OUTBOUND_ALLOW. */
  allow: readonly string[];
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** For everything together: names, redirects, answer. */
  timeoutMs?: number;
  bytesMax?: number;
  redirectsMax?: number;
  resolve?: Resolver;
};

/** What came back, whatever its status. Header names are lower case; the body is as it was sent. */
export type OutboundAnswer = { status: number; headers: Record<string, string>; body: Buffer; url: string };

type Hop = { url: URL; method: string; headers: Record<string, string>; body?: string | Uint8Array };

const REDIRECTS = [301, 302, 303, 307, 308];
const SECRET_HEADERS = ['authorization', 'cookie', 'proxy-authorization'];
const BODY_HEADERS = ['content-type', 'content-length', 'content-encoding'];

/**
 * The only way out. Names are resolved here, every address must be public, and the connection goes to the addresses
 * that were judged and to no other; each redirect is judged anew and takes no secret to another origin.
 * @throws KenningError invalid/bad_url, forbidden/refused_address, too_large/answer_too_large, unavailable/timeout,
 *   unavailable/unreachable, unavailable/too_many_redirects
 */
export async function outboundFetch(target: string, options: OutboundOptions): Promise<OutboundAnswer> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? OUTBOUND_TIMEOUT_MS);
  const redirectsMax = options.redirectsMax ?? OUTBOUND_REDIRECTS_MAX;
  let hop: Hop = {
    url: parseUrl(target),
    method: options.method ?? 'GET',
    headers: { 'accept-encoding': 'identity', ...lowerCase(options.headers ?? {}) },
    body: options.body,
  };
  for (let redirects = 0; ; redirects += 1) {
    const answer = await oneHop(hop, options, signal).catch((error: unknown) => {
      throw asKenningError(error, signal, hop.url);
    });
    const location = answer.headers.location;
    if (!REDIRECTS.includes(answer.status) || location === undefined) return answer;
    if (redirects >= redirectsMax) throw new KenningError('unavailable', 'too_many_redirects', { redirectsMax });
    hop = nextHop(hop, answer.status, location);
  }
}

async function oneHop(hop: Hop, options: OutboundOptions, signal: AbortSignal): Promise<OutboundAnswer> {
  const addresses = await judgedAddresses(hop.url, options, signal);
  const agent = agentFor(addresses);
  try {
    const response = await request(hop.url, {
      dispatcher: agent,
      method: hop.method as Dispatcher.HttpMethod,
      headers: hop.headers,
      body: hop.body,
      signal,
    });
    const body = await readLimited(response.body, options.bytesMax ?? OUTBOUND_BYTES_MAX);
    return { status: response.statusCode, headers: plainHeaders(response.headers), body, url: hop.url.href };
  } finally {
    // Without waiting: a peer that keeps its socket open must not hold the caller.
    void agent.destroy();
  }
}

/** Every address the connection may use. One that is not public refuses the whole name. */
async function judgedAddresses(url: URL, options: OutboundOptions, signal: AbortSignal): Promise<ResolvedAddress[]> {
  const host = bareHost(url);
  const literal = literalAddress(host);
  const addresses = literal ? [literal] : await unlessAborted((options.resolve ?? systemResolver)(host), signal);
  if (addresses.length === 0) throw new KenningError('unavailable', 'unreachable', { host });
  if (!isListed(url, options.allow) && !addresses.every(({ address }) => isPublicAddress(address))) {
    throw new KenningError('forbidden', 'refused_address', { host });
  }
  return addresses;
}

/** An agent that knows these addresses and cannot look up others. */
function agentFor(addresses: ResolvedAddress[]): Agent {
  return new Agent({
    connect: {
      lookup: (_host, lookupOptions, done) => {
        const first = addresses[0];
        if (lookupOptions.all) done(null, addresses);
        else done(null, first?.address ?? '', first?.family);
      },
    },
  });
}

async function readLimited(body: AsyncIterable<Uint8Array>, bytesMax: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > bytesMax) throw new KenningError('too_large', 'answer_too_large', { bytesMax });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function parseUrl(text: string, base?: URL): URL {
  if (text.length > OUTBOUND_URL_LENGTH_MAX || !URL.canParse(text, base)) throw new KenningError('invalid', 'bad_url');
  const url = new URL(text, base);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  if (!web || url.username !== '' || url.password !== '') throw new KenningError('invalid', 'bad_url');
  url.hash = '';
  return url;
}

function nextHop(hop: Hop, status: number, location: string): Hop {
  const url = parseUrl(location, hop.url);
  const dropped = url.origin === hop.url.origin ? [] : SECRET_HEADERS;
  const asGet = status === 303 ? hop.method !== 'HEAD' : hop.method === 'POST' && status < 303;
  const gone = asGet ? [...dropped, ...BODY_HEADERS] : dropped;
  const headers = Object.fromEntries(Object.entries(hop.headers).filter(([name]) => !gone.includes(name)));
  return { url, headers, method: asGet ? 'GET' : hop.method, body: asGet ? undefined : hop.body };
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(entries.filter(([name]) => name !== 'host'));
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

function asKenningError(error: unknown, signal: AbortSignal, url: URL): KenningError {
  if (error instanceof KenningError) return error;
  return new KenningError('unavailable', signal.aborted ? 'timeout' : 'unreachable', { host: bareHost(url) });
}
