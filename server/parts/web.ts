import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Env } from '@/server/platform/env';

export type Web = {
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  close: () => Promise<void>;
};

/**
 * Prepares Next. It hears upgrades (hot reload) on a server of its own that never listens, and is passed those that
 * are not ours.
 */
export async function openWeb(env: Pick<Env, 'NODE_ENV' | 'HOST' | 'PORT'>): Promise<Web> {
  process.env.NEXT_TELEMETRY_DISABLED ??= '1';
  const { default: next } = await import('next');
  const dev = env.NODE_ENV === 'development';
  const upgrades = new Server();
  const app = next({
    dev,
    hostname: env.HOST,
    port: env.PORT,
    dir: process.cwd(),
    httpServer: upgrades,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle: (request, response) => handle(request, response),
    upgrade: (request, socket, head) => {
      // Built pages open no sockets; Next would leave some addresses hanging.
      const isHeard = env.NODE_ENV === 'development' && upgrades.emit('upgrade', request, socket, head);
      if (!isHeard) socket.destroy();
    },
    close: () => app.close(),
  };
}
