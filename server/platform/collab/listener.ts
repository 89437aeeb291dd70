import pg from 'pg';
import { z } from 'zod';
import type { Log } from '../log';
import type { CollabLimits } from './limits';
import { DOCUMENT_CHANNEL, type DocumentNotice } from './store';

const notice = z.object({ origin: z.string().nullable(), documentId: z.string(), seq: z.string().regex(/^\d+$/) });

export type ListenerOptions = {
  url: string;
  limits: CollabLimits;
  log: Log;
  onNotice: (notice: DocumentNotice) => void;
  /** Called whenever listening (re)starts: what was announced before that may have been missed. */
  onListening: () => void;
};

/** Hears what other writers committed, on a connection of its own that comes back after every loss. */
export class DocumentListener {
  private readonly options: ListenerOptions;
  private client: pg.Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private retryMs: number;
  private closed = false;

  constructor(options: ListenerOptions) {
    this.options = options;
    this.retryMs = options.limits.retryFirstMs;
  }

  async start(): Promise<void> {
    if (this.closed) return;
    const client = new pg.Client({ connectionString: this.options.url, keepAlive: true });
    this.client = client;
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    client.on('notification', (message) => this.hear(message.payload));
    try {
      await client.connect();
      await client.query(`listen ${DOCUMENT_CHANNEL}`);
      this.retryMs = this.options.limits.retryFirstMs;
      this.options.onListening();
    } catch (error) {
      this.options.log.warn({ err: error }, 'collab: cannot listen to the database; trying again');
      this.lost(client);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
    const { client } = this;
    this.client = null;
    await client?.end().catch(() => {
      // A connection that is already broken needs no farewell.
    });
  }

  private lost(client: pg.Client): void {
    if (this.client !== client || this.closed) return;
    this.client = null;
    client.end().catch(() => {
      // It is being replaced; how it ended does not matter.
    });
    this.timer = setTimeout(() => void this.start(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, this.options.limits.retryMaxMs);
  }

  private hear(payload: string | undefined): void {
    try {
      this.options.onNotice(notice.parse(JSON.parse(payload ?? '')));
    } catch (error) {
      this.options.log.warn({ err: error }, 'collab: a notice could not be read');
    }
  }
}
