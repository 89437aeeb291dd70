import pg from 'pg';
import { SECOND_MS } from '../clock';
import type { Log } from '../log';

const RECONNECT_FIRST_MS = 200;
const RECONNECT_MAX_MS = 10 * SECOND_MS;
const HEARTBEAT_MS = 15 * SECOND_MS;
const HEARTBEAT_TIMEOUT_MS = 5 * SECOND_MS;

/** Told of a channel's payload; null after every connection, when anything may have been missed. */
export type SignalListener = (payload: string | null) => void;

/** One connection of its own that hears what the database announces. A signal is a hint; the tables are the truth. */
export type Signals = {
  /** @returns how to stop listening */
  on(channel: string, listener: SignalListener): () => void;
  close(): Promise<void>;
};

const CHANNEL = /^[a-z_]+$/;

/** Opens the connection and keeps it: when it breaks it comes back, with pauses that grow up to ten seconds. */
export async function openSignals({ url, log }: { url: string; log: Log }): Promise<Signals> {
  const connection = new SignalConnection(url, log);
  await connection.start();
  return connection;
}

class SignalConnection implements Signals {
  readonly #listeners = new Map<string, Set<SignalListener>>();
  readonly #url: string;
  readonly #log: Log;
  #client: pg.Client | null = null;
  /** What the connection was asked last, the connecting itself first. */
  #asked: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #pauseMs = RECONNECT_FIRST_MS;

  constructor(url: string, log: Log) {
    this.#url = url;
    this.#log = log;
  }

  /** @throws when the first connection fails; later ones are tried again instead */
  async start(): Promise<void> {
    try {
      await this.#connect();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  on(channel: string, listener: SignalListener): () => void {
    if (!CHANNEL.test(channel)) throw new Error(`${channel} is not the name of a channel.`);
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    const client = this.#client;
    // Also where it is listened to: whether the database knows of that yet is not known here.
    const heard = client ? this.#ask(client, `LISTEN ${channel}`) : Promise.resolve();
    void heard.then(
      () => listeners.has(listener) && this.#call(channel, listener, null),
      (error: unknown) => client && this.#lose(client, error),
    );
    return () => void listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
    this.#client = null;
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      keepAlive: true,
      query_timeout: HEARTBEAT_TIMEOUT_MS,
      application_name: 'kenning-signals',
    });
    this.#client = client;
    client.on('error', (error) => this.#lose(client, error));
    client.on('end', () => this.#lose(client, new Error('the connection ended')));
    client.on('notification', ({ channel, payload }) => this.#tell(channel, payload ?? ''));
    try {
      const connecting = client.connect();
      this.#asked = connecting.catch(() => {});
      await connecting;
      for (const channel of this.#listeners.keys()) await this.#ask(client, `LISTEN ${channel}`);
    } catch (error) {
      this.#lose(client, error);
      throw error;
    }
    if (this.#client !== client) return;
    this.#pauseMs = RECONNECT_FIRST_MS;
    this.#beat(client);
    for (const channel of this.#listeners.keys()) this.#tell(channel, null);
  }

  /** Drops a connection and plans the next. Called more than once for one connection; only the first counts. */
  #lose(client: pg.Client, error: unknown): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = null;
    clearTimeout(this.#timer);
    client.removeAllListeners();
    client.on('error', () => {});
    client.end().catch(() => {});
    this.#log.warn({ err: error }, 'signals lost, connecting again');
    this.#timer = setTimeout(() => void this.#connect().catch(() => {}), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, RECONNECT_MAX_MS);
  }

  /** Notices a connection that died in silence. */
  #beat(client: pg.Client): void {
    this.#timer = setTimeout(() => {
      this.#ask(client, 'SELECT 1').then(
        () => this.#client === client && !this.#closed && this.#beat(client),
        (error) => this.#lose(client, error),
      );
    }, HEARTBEAT_MS);
  }

  /** One statement at a time: a connection that works takes no other. */
  #ask(client: pg.Client, statement: string): Promise<unknown> {
    const answer = this.#asked.then(() => client.query(statement));
    this.#asked = answer.catch(() => {});
    return answer;
  }

  #tell(channel: string, payload: string | null): void {
    for (const listener of this.#listeners.get(channel) ?? []) this.#call(channel, listener, payload);
  }

  #call(channel: string, listener: SignalListener, payload: string | null): void {
    try {
      listener(payload);
    } catch (error) {
      this.#log.error({ err: error, channel }, 'signal listener failed');
    }
  }
}
