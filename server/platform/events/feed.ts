import type pg from 'pg';
import { SECOND_MS } from '../clock';
import type { Log } from '../log';
import { isOfType } from './reaction';
import { EVENTS_CHANNEL } from './record';
import type { Signals } from './signals';

const BACKSTOP_POLL_MS = 5 * SECOND_MS;

/** What a live listener is told of an event. */
export type FeedEvent = { id: bigint; type: string; subject: string; actorId: string | null; data: unknown };

/** The events just committed, or 'all' when any may have been missed: judge everything again. */
export type FeedListener = (news: readonly FeedEvent[] | 'all') => void;

/** Events for the living process, at once and in no promised order; nothing is remembered over a restart. */
export type EventFeed = {
  /** @param types exact types, or `domain.thing.*`; @returns how to stop */
  on(types: readonly string[], listener: FeedListener): () => void;
  close(): void;
};

type Row = { xmin: string; id: string | null; type: string; subject: string; actor_id: string | null; data: unknown };

/**
 * Follows new events without waiting for older transactions: it reads everything that may have committed since its
 * last look (transactions not older than the oldest then running) and leaves out what it has told already.
 */
export function openEventFeed({ pool, signals, log }: { pool: pg.Pool; signals: Signals; log: Log }): EventFeed {
  const listeners = new Set<{ types: readonly string[]; listener: FeedListener }>();
  let position: string | null = null;
  let told = new Set<string>();
  let lost = true;
  let again = false;
  let running = false;
  let closed = false;

  const look = async () => {
    const all = lost;
    lost = false;
    try {
      const { rows } = await pool.query<Row>(SINCE, [all ? null : position]);
      const fresh = rows.filter((row): row is Row & { id: string } => row.id !== null && !told.has(row.id));
      told = new Set(rows.flatMap(({ id }) => id ?? []));
      position = rows[0]?.xmin ?? position;
      if (!closed) tell(listeners, all ? 'all' : fresh.map(asEvent), log);
    } catch (error) {
      lost = true;
      if (!closed) log.error({ err: error }, 'following events failed');
    }
  };

  const wake = async () => {
    again = true;
    if (running) return;
    running = true;
    while (again && !closed) {
      again = false;
      await look();
    }
    running = false;
  };

  const silence = signals.on(EVENTS_CHANNEL, (payload) => {
    lost ||= payload === null;
    void wake();
  });
  const timer = setInterval(() => void wake(), BACKSTOP_POLL_MS);
  return {
    on(types, listener) {
      const entry = { types, listener };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    close() {
      closed = true;
      silence();
      clearInterval(timer);
    },
  };
}

/** Events of transactions from $1 on, with the oldest transaction now running; without $1 only the latter. */
const SINCE = `
  WITH now AS (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin)
  SELECT now.xmin::text AS xmin, e.id::text AS id, e.type, e.subject, e.actor_id, e.data
    FROM now LEFT JOIN event e ON e.xid >= $1::xid8
   ORDER BY e.xid, e.id`;

function asEvent(row: Row & { id: string }): FeedEvent {
  return { id: BigInt(row.id), type: row.type, subject: row.subject, actorId: row.actor_id, data: row.data };
}

function tell(
  listeners: ReadonlySet<{ types: readonly string[]; listener: FeedListener }>,
  news: readonly FeedEvent[] | 'all',
  log: Log,
): void {
  for (const { types, listener } of listeners) {
    const wanted = news === 'all' ? news : news.filter(({ type }) => isOfType(type, types));
    if (wanted.length === 0) continue;
    try {
      listener(wanted);
    } catch (error) {
      log.error({ err: error }, 'event listener failed');
    }
  }
}
