import type { PrismaClient } from '@/prisma/generated/client';
import { SECOND_MS } from '../clock';
import type { Db, Tx } from '../db/client';
import type { Jobs } from '../jobs';
import type { Log } from '../log';
import { isOfType, type Reaction, reactionJob, reactionJobId } from './reaction';
import { EVENTS_CHANNEL } from './record';
import type { Signals } from './signals';

export const OUTBOX_CURSOR = 'outbox';
export const DISPATCH_BATCH_EVENTS_MAX = 500;
const POLL_MS = 2 * SECOND_MS;
/** How soon to look again while an older transaction still holds back what is committed already. */
const HELD_BACK_POLL_MS = 50;

type OutboxRow = { id: bigint; xid: string; type: string };
type Position = { xid: string; event_id: bigint };

export type Dispatcher = {
  /** Hands over everything that is ready. @returns how many events */
  dispatch(): Promise<number>;
  stop(): Promise<void>;
};

/**
 * Follows the outbox and sends one job for every event and reaction. Events are taken in the order of commit: only
 * those older than every transaction still running, so that one that commits late is never stepped over. The jobs and
 * the cursor move in one transaction, so a crash between loses and doubles nothing; the row lock lets one process at a
 * time do it.
 */
export async function openDispatcher(options: {
  prisma: PrismaClient;
  jobs: Jobs;
  signals: Signals;
  reactions: readonly Reaction[];
  log: Log;
}): Promise<Dispatcher> {
  const { prisma, signals, log } = options;
  await prisma.$executeRaw`
    INSERT INTO event_cursor (name, xid, event_id) VALUES (${OUTBOX_CURSOR}, '0'::xid8, 0) ON CONFLICT DO NOTHING`;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let again = false;

  const dispatch = async () => {
    let total = 0;
    for (;;) {
      const { taken } = await dispatchBatch(prisma, options.jobs, options.reactions);
      total += taken;
      if (taken < DISPATCH_BATCH_EVENTS_MAX) return total;
    }
  };

  const round = async () => {
    clearTimeout(timer);
    let pauseMs = POLL_MS;
    try {
      do {
        again = false;
        await dispatch();
      } while (again && !stopped);
      if (await isHeldBack(prisma)) pauseMs = HELD_BACK_POLL_MS;
    } catch (error) {
      if (!stopped) log.error({ err: error }, 'dispatching events failed');
    }
    running = null;
    if (!stopped) timer = setTimeout(wake, again ? 0 : pauseMs);
  };

  const wake = () => {
    again = true;
    if (!stopped) running ??= round();
  };

  const silence = signals.on(EVENTS_CHANNEL, wake);
  wake();
  return {
    dispatch,
    async stop() {
      stopped = true;
      silence();
      clearTimeout(timer);
      await running;
    },
  };
}

/** One transaction's worth: read after the cursor, send, move the cursor. */
async function dispatchBatch(
  prisma: PrismaClient,
  jobs: Jobs,
  reactions: readonly Reaction[],
): Promise<{ taken: number }> {
  return prisma.$transaction(async (tx) => {
    const rows = await readAfter(tx, await lockedPosition(tx));
    const last = rows.at(-1);
    if (!last) return { taken: 0 };
    for (const reaction of reactions) {
      const items = rows
        .filter(({ type }) => isOfType(type, reaction.types))
        .map(({ id }) => ({ id: reactionJobId(reaction, id), data: { eventId: String(id) } }));
      if (items.length > 0) await jobs.sendMany(reactionJob(reaction), items, { db: tx });
    }
    await tx.$executeRaw`
      UPDATE event_cursor SET xid = ${last.xid}::xid8, event_id = ${last.id} WHERE name = ${OUTBOX_CURSOR}`;
    return { taken: rows.length };
  });
}

async function lockedPosition(tx: Tx): Promise<Position> {
  const [position] = await tx.$queryRaw<Position[]>`
    SELECT xid::text AS xid, event_id FROM event_cursor WHERE name = ${OUTBOX_CURSOR} FOR UPDATE`;
  if (!position) throw new Error('The cursor of the outbox is missing.');
  return position;
}

function readAfter(tx: Tx, { xid, event_id }: Position): Promise<OutboxRow[]> {
  return tx.$queryRaw<OutboxRow[]>`
    SELECT id, xid::text AS xid, type FROM event
     WHERE (xid, id) > (${xid}::xid8, ${event_id}) AND xid < pg_snapshot_xmin(pg_current_snapshot())
     ORDER BY xid, id
     LIMIT ${DISPATCH_BATCH_EVENTS_MAX}`;
}

/** How far the outbox is read. It is asked for apart: joined to the events, every one of them would be looked at. */
async function readPosition(db: Db): Promise<Position> {
  const [position] = await db.$queryRaw<Position[]>`
    SELECT xid::text AS xid, event_id FROM event_cursor WHERE name = ${OUTBOX_CURSOR}`;
  return position ?? { xid: '0', event_id: 0n };
}

/** Whether committed events wait for an older transaction to end. */
export async function isHeldBack(db: Db): Promise<boolean> {
  const { xid, event_id } = await readPosition(db);
  const waiting = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM event WHERE (xid, id) > (${xid}::xid8, ${event_id}) ORDER BY xid, id LIMIT 1`;
  return waiting.length > 0;
}

/** How far the outbox is behind. @returns events not handed over, and the age of the oldest in milliseconds */
export async function eventLag(db: Db, now: Date): Promise<{ waiting: number; oldestMs: number | null }> {
  const { xid, event_id } = await readPosition(db);
  const [row] = await db.$queryRaw<{ waiting: number; oldest: Date | null }[]>`
    SELECT count(*)::int AS waiting, min(at) AS oldest FROM event WHERE (xid, id) > (${xid}::xid8, ${event_id})`;
  return {
    waiting: row?.waiting ?? 0,
    oldestMs: row?.oldest ? Math.max(0, now.getTime() - row.oldest.getTime()) : null,
  };
}
