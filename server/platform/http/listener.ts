import { createServer, type RequestListener, type Server } from 'node:http';
import { MINUTE_MS, SECOND_MS } from '../clock';

/** What a connection may take before it has said what it wants, whatever it wants. */
export const LISTENER_LIMITS = {
  /** For the head of a request, an upgrade's too: from the first byte, or from the connection while there is none. */
  headMs: 10 * SECOND_MS,
  /** For a whole request, with the largest file over a slow network. */
  requestMs: 5 * MINUTE_MS,
  /** How often both are looked at. */
  lookMs: 2 * SECOND_MS,
  /** Half-open ones among them. Who comes after that is let go at once, so that files and the database stay reachable. */
  connectionsMax: 10_000,
} as const;

export type ListenerLimits = { readonly [Name in keyof typeof LISTENER_LIMITS]: number };

/** An HTTP server, not listening yet, on which nobody stays half-open. */
export function createListener(
  answer: RequestListener | undefined,
  { headMs, requestMs, lookMs, connectionsMax }: ListenerLimits = LISTENER_LIMITS,
): Server {
  const server = createServer(
    { headersTimeout: headMs, requestTimeout: requestMs, connectionsCheckingInterval: lookMs },
    answer,
  );
  server.maxConnections = connectionsMax;
  return server;
}
