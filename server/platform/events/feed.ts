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

type Row = {
  snapshot: string;
  id: string | null;
  type: string;
  subject: string;
  actor_id: string | null;
  data: unknown;
};

/** More than this since the last look is not told one by one. */
export const FEED_EVENTS_MAX = 1_000;

/**
 * Follows new events without waiting for older transactions: each look keeps its snapshot, and the next reads what was
 * not to be seen in it. So everything is read once, however long a transaction beside it takes.
 */
export function openEventFeed({ pool, signals, log }: { pool: pg.Pool; signals: Signals; log: Log }): EventFeed {
  const listeners = new Set<{ types: readonly string[]; listener: FeedListener }>();
  let snapshot: string | null = null;
  let lost = true;
  let again = false;
  let running = false;
  let closed = false;

  const look = async () => {
    let all = lost;
    lost = false;
    try {
      const { rows } = await pool.query<Row>(SINCE, [all ? null : snapshot]);
      const fresh = rows.filter((row): row is Row & { id: string } => row.id !== null);
      all ||= fresh.length > FEED_EVENTS_MAX;
      snapshot = rows[0]?.snapshot ?? snapshot;
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

/**
 * Events of transactions that began after the snapshot $1 or were running in it, with the snapshot of now; without $1
 * only the latter.
 */
const SINCE = `
  SELECT now.snapshot::text AS snapshot, e.id::text AS id, e.type, e.subject, e.actor_id, e.data
    FROM (SELECT pg_current_snapshot() AS snapshot) now
    LEFT JOIN (
      SELECT * FROM event WHERE xid >= pg_snapshot_xmax($1::pg_snapshot)
      UNION ALL
      SELECT * FROM event WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip($1::pg_snapshot)))
      LIMIT ${FEED_EVENTS_MAX + 1}
    ) e ON true
   ORDER BY e.id`;

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
