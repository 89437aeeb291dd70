import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerWatcher } from '@/server/operations';
import { StartError } from '@/server/platform/db/start-error';
import type { Env } from '@/server/platform/env';
import type { PublicError } from '@/server/platform/errors.schema';
import { createListener, LISTENER_LIMITS, type ListenerLimits } from '@/server/platform/http';
import type { Log } from '@/server/platform/log';
import type { Metrics } from '@/server/platform/metrics';
import { newReference } from '@/server/platform/trpc';
import type { Collaboration } from './collaboration';
import { BODY_BYTES_MAX, mendedAddress, type Turned, turnedAway } from './gate.rules';
import { stampPeer } from './peer';
import type { Web } from './web';

export type Http = { server: Server; close: () => Promise<void> };

const CLOSE_PATIENCE_MS = 3_000;
/** Only for this time: the address stays what it is. */
const MOVED = 307;
const COLLABORATION_PATH = '/collab/';

/** Binds the one port. @throws StartError when it cannot */
export async function openHttp(
  env: Pick<Env, 'HOST' | 'PORT' | 'TRUSTED_PROXIES'>,
  log: Log,
  parts: { web: Web | null; collaboration: Collaboration | null; metrics?: Metrics },
  limits: ListenerLimits = LISTENER_LIMITS,
): Promise<Http> {
  const server = createListener((request, response) => {
    stampPeer(request, env.TRUSTED_PROXIES);
    parts.metrics?.observeRequest(request, response);
    const mended = mendedAddress(request);
    if (mended !== null) {
      response.writeHead(MOVED, { location: mended, 'cache-control': 'no-store' }).end();
      return;
    }
    const turned = turnedAway(request);
    if (turned) {
      turnAway(response, turned);
      return;
    }
    answer(request, response, parts.web).catch((error: unknown) => {
      log.error({ err: error }, 'a request failed outside every handler');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  }, limits);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
      answerPlainly(server, request, socket as Socket);
      return;
    }
    stampPeer(request, env.TRUSTED_PROXIES);
    const part = request.url?.startsWith(COLLABORATION_PATH) ? parts.collaboration : parts.web;
    if (part) part.upgrade(request, socket, head);
    else socket.destroy();
  });
  await listen(server, env);
  return { server, close: () => close(server) };
}

/**
 * WB-G6: who offers another protocol beside their request, as curl and Java do with HTTP/2, is answered as if they had
 * not. Node takes the rest of the connection for that protocol and reads no body: a request that has one is turned away.
 */
function answerPlainly(server: Server, request: IncomingMessage, socket: Socket): void {
  const { headers } = request;
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => socket.end());
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (hasBody) turnAway(response, { status: 400, reason: 'upgrade' });
  else server.emit('request', request, response);
}

async function answer(request: IncomingMessage, response: ServerResponse, web: Web | null): Promise<void> {
  const watcher = await answerWatcher(request);
  if (watcher) response.writeHead(watcher.status, Object.fromEntries(watcher.headers)).end(await watcher.text());
  else if (web) await web.handle(request, response);
  else response.writeHead(404).end();
}

/** So that a port that cannot be had is said before anything is filled. @throws StartError when it cannot */
export async function tryPort(env: Pick<Env, 'HOST' | 'PORT'>): Promise<void> {
  const server = createListener(undefined);
  await listen(server, env);
  await close(server);
}

/** What was sent is not read: the connection ends with the answer. */
function turnAway(response: ServerResponse, { status, reason }: Turned): void {
  const about: Pick<PublicError, 'code' | 'params'> =
    status === 413 ? { code: 'too_large', params: { bytesMax: BODY_BYTES_MAX } } : { code: 'invalid', params: {} };
  const error: PublicError = { ...about, reason, reference: newReference() };
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close' };
  response.writeHead(status, headers).end(JSON.stringify({ error }));
}

function listen(server: Server, { HOST, PORT }: Pick<Env, 'HOST' | 'PORT'>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const why = taken ? 'another program listens there' : (error.code ?? error.message);
      reject(new StartError(`Cannot listen on ${HOST}:${PORT}: ${why}; set HOST or PORT.`));
    });
    server.listen(PORT, HOST, () => resolve());
  });
}

/** Takes no new requests, lets those under way end, and then ends what is left. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_PATIENCE_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
