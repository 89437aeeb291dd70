import type { Clock } from '../clock';
import type { Log } from '../log';
import type { Connection } from './connection';
import type { CollabLimits } from './limits';
import { webSocketFrame } from './outbox';
import { type PeerPresence, Presence } from './presence';

export type RoomPresenceOptions = {
  connections: ReadonlySet<Connection>;
  limits: CollabLimits;
  clock: Clock;
  log: Log;
  /** Who has written with this Yjs client, as far as that is read. */
  authorOf: (clientId: number) => string | undefined;
  /** Text is on its way: presence goes with it, because a caret must not be ahead of the letters that it stands behind. */
  isBusy: () => boolean;
  /** Tells other processes of people that are connected here. */
  share: (people: readonly PeerPresence[]) => void;
};

/** Who is in a room, and how they hear of each other: what changed in one go of the event loop is told as one. */
export class RoomPresence {
  private readonly presence: Presence;
  private readonly options: RoomPresenceOptions;
  private timer: NodeJS.Immediate | null = null;
  private answered: { message: Uint8Array; frame: Buffer } | null = null;
  /** Another process has asked who is here. */
  private asked = false;

  constructor(options: RoomPresenceOptions) {
    this.options = options;
    this.presence = new Presence(options.limits, options.authorOf);
  }

  private nowMs(): number {
    return this.options.clock().getTime();
  }

  /** @throws Error when the bytes are malformed */
  hear(connection: Connection, bytes: Uint8Array): void {
    if (!this.presence.hear(connection, connection.person, bytes, this.nowMs())) {
      const { documentId, identity } = connection;
      this.options.log.info({ documentId, personId: identity.personId }, 'collab: a forged presence');
      connection.close('notTheirs');
    }
    this.tellSoon();
  }

  hearPeer(origin: string, people: readonly PeerPresence[]): void {
    this.presence.hearPeer(origin, people, this.nowMs());
    this.tellSoon();
  }

  leave(connection: Connection): void {
    this.presence.leave(connection, this.nowMs());
    this.tellSoon();
  }

  expire(): void {
    this.presence.expire(this.nowMs());
    this.tellSoon();
  }

  /** Whose Yjs client this is, as far as it is present or was a moment ago. */
  personOf(clientId: number): string | undefined {
    return this.presence.personOf(clientId);
  }

  /** Tells one who has come, or asks, of everybody present. */
  answer(connection: Connection): void {
    const message = this.presence.everybody();
    if (this.answered?.message !== message) this.answered = { message, frame: webSocketFrame(message) };
    connection.sendFrame(this.answered.frame);
  }

  /** Tells the other processes soon of all who are connected here. */
  answerPeers(): void {
    this.asked = true;
    this.tellSoon();
  }

  private tellSoon(): void {
    if (this.options.isBusy()) return;
    this.timer ??= setImmediate(() => {
      this.timer = null;
      if (!this.options.isBusy()) this.tell();
    });
  }

  /** Tells what has changed. */
  tell(): void {
    const news = this.presence.takeNews();
    const peers = news?.peers ?? [];
    // The departed are not among those who are here, so that the answer alone would not tell of them.
    this.share(this.asked ? [...peers.filter(({ state }) => state === null), ...this.presence.own()] : peers);
    this.asked = false;
    if (!news) return;
    // Its speaker hears it too: a stock client leaves a server that says nothing for 30 s.
    const frame = webSocketFrame(news.everybody);
    for (const connection of this.options.connections) connection.sendFrame(frame);
  }

  private share(people: readonly PeerPresence[]): void {
    const { presenceStatesPerMessageMax } = this.options.limits;
    for (let at = 0; at < people.length; at += presenceStatesPerMessageMax) {
      this.options.share(people.slice(at, at + presenceStatesPerMessageMax));
    }
  }

  /** The room is over: tells the others who has left. */
  end(): void {
    if (this.timer) clearImmediate(this.timer);
    this.timer = null;
    this.tell();
  }
}
