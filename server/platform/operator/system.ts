import type { Context } from '../command';
import { inTransaction } from '../db/client';
import { KenningError } from '../errors';
import { recordEvent } from '../events/record';
import { checkHealth, type Health } from '../health';
import type { DeadJob, Jobs, QueueState } from '../jobs';
import type { Runtime } from '../runtime';
import { demandOperator } from './policy';

export const DEAD_JOBS_SHOWN_MAX = 50;

/** A process that serves this database. */
export type LeaseHolder = { name: string; host: string; pid: number; takenAt: Date; expiresAt: Date; alive: boolean };

export type SystemState = {
  health: Health;
  queues: QueueState[];
  dead: DeadJob[];
  holders: LeaseHolder[];
  settings: {
    publicUrl: string | null;
    hasMailServer: boolean;
    isShared: boolean;
    node: string;
    uptimeSeconds: number;
  };
  at: Date;
};

/** How the installation is, for who runs it. @throws KenningError not_found for everybody else */
export async function systemState(ctx: Context, runtime: Runtime): Promise<SystemState> {
  demandOperator(ctx.actor);
  const { env, jobs } = runtime;
  const holders = await ctx.db.processLease.findMany({ orderBy: { takenAt: 'desc' } });
  return {
    health: await checkHealth(runtime, () => ctx.now, 'figures'),
    queues: (await jobs?.states()) ?? [],
    dead: (await jobs?.dead(DEAD_JOBS_SHOWN_MAX)) ?? [],
    holders: holders.map(({ name, host, pid, takenAt, expiresAt }) => ({
      name,
      host,
      pid,
      takenAt,
      expiresAt,
      alive: expiresAt > ctx.now,
    })),
    settings: {
      publicUrl: env.PUBLIC_URL ?? null,
      hasMailServer: env.SMTP_URL !== undefined,
      isShared: env.REDIS_URL !== undefined,
      node: process.versions.node,
      uptimeSeconds: Math.round(process.uptime()),
    },
    at: ctx.now,
  };
}

/** Puts every dead job back into its queue. @throws KenningError not_found, unavailable/no_job_queue */
export async function retryDeadJobs(ctx: Context, jobs: Jobs | undefined): Promise<{ count: number }> {
  demandOperator(ctx.actor);
  if (!jobs) throw new KenningError('unavailable', 'no_job_queue');
  return inTransaction(ctx.db, async (tx) => {
    const count = await jobs.retryDead({ db: tx });
    await recordEvent(tx, ctx, { type: 'platform.jobs.retried', subject: 'dead', data: { count } });
    return { count };
  });
}
