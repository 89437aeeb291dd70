import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock';
import type { Database } from '../db/client';
import type { Signals } from '../events';
import type { Log } from '../log';
import type { CollabIdentity } from './connection';
import type { FanOut, FanOutStats } from './fan-out';
import type { CollabLimits } from './limits';
import type { CloseReason, CollabAccess } from './protocol.schema';
import type { ContentRules } from './update-contents';
import type { Fence } from './update-log';

/**
 * Nobody. `endedOf`: whose session it was that was ended on purpose, so that what the browser keeps of that person goes;
 * null: expired, or never there.
 */
export type SignedOut = { endedOf: string } | null;

/** Whether that is somebody. */
export const isIn = <Identity extends CollabIdentity>(one: Identity | SignedOut): one is Identity =>
  one !== null && 'personId' in one;

/** What a collaboration server is given. */
export type CollaborationOptions<Identity extends CollabIdentity> = {
  database: Pick<Database, 'pool' | 'pipelined'>;
  /** Of the documents' schema. */
  version: number;
  /** What the documents' schema knows. */
  rules: ContentRules;
  /** What other writers committed is heard here. */
  signals: Signals;
  /** The way to the other processes of the installation; null where this is the only one. */
  fanOut?: FanOut | null;
  /** Cookie or bearer token to person. Throwing: 503. */
  authenticate: (request: IncomingMessage) => Promise<Identity | SignedOut>;
  /** Asks anew who this is, whenever access may have changed. */
  renew: (identity: Identity) => Promise<Identity | SignedOut>;
  /** What this identity may do with this document now; null when nothing, and when there is no such document. */
  judge: (identity: Identity, documentId: string) => Promise<CollabAccess | null>;
  /** Whether a request by cookie comes from a page of ours, or from no page at all. */
  originAllowed: (request: IncomingMessage) => boolean;
  fence?: Fence;
  log: Log;
  limits?: Partial<CollabLimits>;
  clock?: Clock;
  /** Updates of a document were committed from here, up to `seq`. */
  onCommitted?: (documentId: string, seq: bigint) => void;
  /** For a histogram: one transaction of the log took this long and held so many updates. */
  onBatch?: (durationMs: number, updates: number) => void;
};

/** Figures since the start; gauges are `rooms`, `connections`, `openings` and what waits or is unread. */
export type CollaborationStats = {
  rooms: number;
  connections: number;
  openings: number;
  waitingUpdates: number;
  /** Of what was said and is not taken in yet. */
  waitingBytes: number;
  /** Of what was written to receivers and was not taken when it was last looked at. */
  unreadBytes: number;
  committedUpdates: number;
  committedBatches: number;
  failedBatches: number;
  /** Changes of which it was not found what they took away unseen, for a fault of ours. */
  unlooked: number;
  closed: Readonly<Partial<Record<CloseReason, number>>>;
  /** Null where there is one process alone. */
  fanOut: FanOutStats | null;
};
