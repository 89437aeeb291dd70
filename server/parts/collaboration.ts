import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Lease } from '@/server/platform/db/lease';
import type { Runtime } from '@/server/platform/runtime';

export type Collaboration = {
  /** Takes an upgrade at /collab/<documentId>. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Closes the sockets and writes what they have sent. */
  close: () => Promise<void>;
};

/** Opens the collaboration server over the domains' authenticate, judge and load. */
export async function openCollaboration(_runtime: Runtime, _lease: Lease): Promise<Collaboration> {
  return { upgrade: (_request, socket) => void socket.destroy(), close: async () => {} };
}
