import { expect, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Rig } from '@/server/platform/collab/rig';
import { EditorSession } from './session';

export const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

export const saved = (session: EditorSession) => eventually(() => expect(session.getState().phase).toBe('saved'));

/** Somebody's session on the document `d1`, with a real socket. Whoever opens it destroys it. */
export async function openSession({ url, allow }: Rig, personId: string): Promise<EditorSession> {
  allow(personId, 'd1', 'write');
  class SignedSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { authorization: `Bearer ${personId}` }, origin: 'http://ours.example' });
    }
  }
  const WebSocketPolyfill = SignedSocket as unknown as typeof globalThis.WebSocket;
  const session = new EditorSession({ url: `${url}/collab`, documentId: 'd1', personId, WebSocketPolyfill });
  session.connect();
  await saved(session);
  return session;
}
