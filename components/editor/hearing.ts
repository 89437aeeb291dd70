import type { WebsocketProvider } from 'y-websocket';
import { MESSAGE_SYNC } from '@/server/platform/collab/protocol.schema';
import { guarded } from './hear-changes';

/** Tells that something of the document is heard, before any of it is taken in. */
export class Hearing {
  private readonly listeners = new Set<() => void>();

  constructor({ messageHandlers }: WebsocketProvider) {
    const answer = messageHandlers[MESSAGE_SYNC];
    messageHandlers[MESSAGE_SYNC] = (...message) => {
      for (const listener of this.listeners) guarded(listener);
      answer?.(...message);
    };
  }

  /** @returns ends it */
  before(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
