import { createHmac, randomUUID } from 'node:crypto';
import { createClient } from '@redis/client';
import { SECOND_MS } from '../clock';
import { inTime } from '../in-time';
import type { Log } from '../log';
import { encodePeerFrame, type PeerFrame, readPeerFrame } from './fan-out.frame';
import { COLLAB_LIMITS, type CollabLimits } from './limits';

const RECONNECT_FIRST_MS = 50;
const RECONNECT_MAX_MS = 2 * SECOND_MS;
const PING_MS = 5 * SECOND_MS;
/** A Redis that has said nothing for so long, in spite of the pings, is gone. */
const SILENCE_MAX_MS = 15 * SECOND_MS;
const CLOSE_MS = 2 * SECOND_MS;

export type FanOutListener = {
  /** Another process of the installation says this. */
  hear: (frame: PeerFrame) => void;
  /** The others can be heard, for the first time or again: what they said before was not. */
  onOpen: () => void;
};

/** Figures since the start. `dropped`: what Redis was too slow for. `refused`: what was not of this installation. */
export type FanOutStats = { open: boolean; sent: number; heard: number; dropped: number; refused: number };

/**
 * The way from this process to the others of its installation. It promises nothing: what is said while Redis
 * is away or slow is lost, and whoever needs it finds it in PostgreSQL, or is told again.
 */
export type FanOut = {
  /** Whether the others can be heard now. */
  readonly isOpen: boolean;
  readonly stats: FanOutStats;
  listen(listener: FanOutListener): void;
  /** Never waits. */
  send(about: PeerFrame['about'], message: PeerFrame['message']): void;
  close(): Promise<void>;
};

export type FanOutOptions = {
  url: string;
  /** Known to the processes of this installation alone. */
  key: Buffer;
  log: Log;
  limits?: Partial<CollabLimits>;
};

/** Opens the way over Redis and keeps it. Returns at once, whether Redis is there or not. */
export function openFanOut(options: FanOutOptions): FanOut {
  return new RedisFanOut(options);
}

function connect(url: string) {
  return createClient({
    url,
    RESP: 3,
    // What is said while Redis is away is of no use when it is back.
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    pingInterval: PING_MS,
    socket: {
      socketTimeout: SILENCE_MAX_MS,
      reconnectStrategy: (retries) => Math.min(RECONNECT_FIRST_MS * 2 ** retries, RECONNECT_MAX_MS),
    },
  });
}

class RedisFanOut implements FanOut {
  readonly #client: ReturnType<typeof connect>;
  readonly #key: Buffer;
  readonly #channel: string;
  readonly #origin = randomUUID();
  readonly #limits: CollabLimits;
  readonly #log: Log;
  readonly #counts = { sent: 0, heard: 0, dropped: 0, refused: 0 };
  #listener: FanOutListener | null = null;
  #isSubscribed = false;
  #isAway = false;
  #unsent = 0;
  #unsentBytes = 0;

  constructor({ url, key, log, limits }: FanOutOptions) {
    this.#key = key;
    // Says which installation it is and not its key: channels can be listed.
    this.#channel = `kenning:${createHmac('sha256', key).update('channel').digest('hex').slice(0, 32)}`;
    this.#limits = { ...COLLAB_LIMITS, ...limits };
    this.#log = log;
    this.#client = connect(url);
    this.#client.on('error', (error) => this.#complain(error));
    this.#client.on('ready', () => void this.#start());
    // It tries again and again by itself; an error is told by the event.
    void this.#client.connect().catch(() => {});
  }

  get isOpen(): boolean {
    return this.#isSubscribed && this.#client.isReady;
  }

  get stats(): FanOutStats {
    return { open: this.isOpen, ...this.#counts };
  }

  listen(listener: FanOutListener): void {
    this.#listener = listener;
    if (this.isOpen) listener.onOpen();
  }

  send(about: PeerFrame['about'], message: PeerFrame['message']): void {
    if (!this.#client.isReady) return;
    const frame = encodePeerFrame({ origin: this.#origin, about, message }, this.#key);
    const { fanOutFrameBytesMax, fanOutUnsentMax, fanOutUnsentBytesMax } = this.#limits;
    const isFull = this.#unsent >= fanOutUnsentMax || this.#unsentBytes + frame.length > fanOutUnsentBytesMax;
    if (isFull || frame.length > fanOutFrameBytesMax) {
      this.#counts.dropped += 1;
      return;
    }
    this.#unsent += 1;
    this.#unsentBytes += frame.length;
    this.#counts.sent += 1;
    const done = () => {
      this.#unsent -= 1;
      this.#unsentBytes -= frame.length;
    };
    // A failure is one of the connection, which tells of it itself.
    this.#client.publish(this.#channel, frame).then(done, done);
  }

  async close(): Promise<void> {
    this.#listener = null;
    // Answered when all that was said before has left; not by a Redis that is away.
    const flushed = this.#client.isReady ? this.#client.ping().catch(() => {}) : Promise.resolve();
    await inTime(flushed, CLOSE_MS, undefined);
    this.#client.destroy();
  }

  /** The connection is there. After a break the client has subscribed by itself already. */
  async #start(): Promise<void> {
    try {
      if (!this.#isSubscribed) await this.#client.subscribe(this.#channel, this.#hear, true);
    } catch (error) {
      // It broke meanwhile, and will be there again.
      this.#complain(error);
      return;
    }
    this.#isSubscribed = true;
    if (this.#isAway) this.#log.info({}, 'collab: Redis is there again');
    this.#isAway = false;
    this.#listener?.onOpen();
  }

  /** Once for each time that it is away. */
  #complain(error: unknown): void {
    if (this.#isAway) return;
    this.#isAway = !this.#client.isReady;
    this.#log.warn({ err: error }, 'collab: Redis does not answer; what is written goes by PostgreSQL alone');
  }

  readonly #hear = (bytes: Buffer): void => {
    try {
      const tooLong = bytes.length > this.#limits.fanOutFrameBytesMax;
      const frame = tooLong ? null : readPeerFrame(bytes, this.#key);
      if (!frame) {
        this.#counts.refused += 1;
      } else if (frame.origin !== this.#origin) {
        this.#counts.heard += 1;
        this.#listener?.hear(frame);
      }
    } catch (error) {
      this.#counts.refused += 1;
      this.#log.warn({ err: error }, 'collab: another process said what this one does not know');
    }
  };
}
