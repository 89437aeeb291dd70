import type { WebsocketProvider } from 'y-websocket';
import { MESSAGE_QUERY_AWARENESS } from '@/server/platform/collab/protocol.schema';

/** How long an answer is waited for; and where the browser itself says that the network is gone. */
const PATIENCE_MS = 3_000;
const PATIENCE_OFFLINE_MS = 1_000;
const QUESTION = new Uint8Array([MESSAGE_QUERY_AWARENESS]);

/** Finds out whether the server is still there, since a network that went away says nothing. */
export class SignOfLife {
  private readonly provider: WebsocketProvider;
  private waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(provider: WebsocketProvider) {
    this.provider = provider;
  }

  /**
   * The server answers at once, and when it does not the connection is given up and made anew.
   * @param online what the browser says of its network
   */
  ask(online: boolean): void {
    const { ws, wsconnected, wsLastMessageReceived: before } = this.provider;
    if (!ws || !wsconnected || (online && this.waiting !== undefined)) return;
    this.stop();
    ws.send(QUESTION);
    this.waiting = setTimeout(
      () => {
        this.waiting = undefined;
        if (this.provider.ws === ws && this.provider.wsLastMessageReceived === before) this.connectAnew();
      },
      online ? PATIENCE_MS : PATIENCE_OFFLINE_MS,
    );
  }

  /** The network is said to be back: nobody waits for the next attempt, nor for one that was begun without it. */
  wake(): void {
    if (this.provider.wsconnected) this.ask(true);
    else if (this.provider.shouldConnect) this.connectAnew();
  }

  stop(): void {
    clearTimeout(this.waiting);
    this.waiting = undefined;
  }

  private connectAnew(): void {
    this.provider.disconnect();
    this.provider.connect();
  }
}
