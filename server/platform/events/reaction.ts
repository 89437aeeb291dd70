import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Event } from '@/prisma/generated/client';
import type { Db } from '../db/client';
import { defineJob, type JobDefinition, type JobWorker, onJob } from '../jobs';
import type { Log } from '../log';

/** An event as it stands in the table. Its `data` has the shape of its `version`; parse it before use. */
export type RecordedEvent = Event;

export type ReactionRun = {
  event: RecordedEvent;
  db: Db;
  now: Date;
  log: Log;
  /** Aborted when the job's time is over or the process stops; absent outside the queue. */
  signal?: AbortSignal;
};

/** What one domain does when something happened. It may be called twice for one event: it is idempotent on its id. */
export type Reaction = {
  /** domain.what-it-does; also the name of its queue, so it stays. */
  name: string;
  types: readonly string[];
  concurrency?: number;
  handle: (run: ReactionRun) => Promise<void>;
};

const reactionData = z.object({ eventId: z.string().regex(/^\d+$/) });
export type ReactionData = z.infer<typeof reactionData>;

/** @param reaction.types exact types, or all of a thing as `knowledge.item.*` */
export function defineReaction(reaction: Reaction): Reaction {
  return reaction;
}

/** Whether an event of this type is meant by a list of types and patterns. */
export function isOfType(type: string, wanted: readonly string[]): boolean {
  return wanted.some((one) => (one.endsWith('.*') ? type.startsWith(one.slice(0, -1)) : type === one));
}

/** The queue of a reaction. */
export function reactionJob(reaction: Reaction): JobDefinition<ReactionData> {
  return defineJob({ name: `reaction.${reaction.name}`, schema: reactionData });
}

/** The identity of the job for one reaction and one event: sent twice, it is one job. */
export function reactionJobId(reaction: Reaction, eventId: bigint): string {
  const hex = createHash('sha256').update(`${reaction.name}\n${eventId}`).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The worker that runs a reaction with its event. */
export function reactionWorker(reaction: Reaction, db: Db): JobWorker {
  return onJob(
    reactionJob(reaction),
    async ({ eventId }, { now, log, signal }) => {
      const event = await db.event.findUniqueOrThrow({ where: { id: BigInt(eventId) } });
      await reaction.handle({ event, db, now, log, signal });
    },
    { concurrency: reaction.concurrency },
  );
}
