import { type Clock, SECOND_MS, systemClock } from './clock';
import { connectionsOf } from './db/client';
import { eventLag } from './events/dispatch';
import { HEALTH_PARTS, type HealthPart, type PartState } from './health.schema';
import { inTime } from './in-time';
import type { Runtime } from './runtime';

/** How one part is, with figures for who runs the installation. */
export type PartHealth = { state: PartState; facts: Record<string, number | string | null> };

export type Health = { state: 'ok' | 'degraded' | 'down'; parts: Record<HealthPart, PartHealth> };

const CHECK_TIMEOUT_MS = 2 * SECOND_MS;
const EVENT_LAG_MAX_MS = 60 * SECOND_MS;
const MAIL_WAIT_MAX_MS = 600 * SECOND_MS;
/** Without these nobody is served. */
const NEEDED: readonly HealthPart[] = ['database', 'migrations'];

type Surroundings = Pick<Runtime, 'env' | 'database' | 'files' | 'jobs' | 'collaboration' | 'log'>;
/** How much is asked: watchers come every few seconds and need no figures that take counting. */
export type HealthDepth = 'states' | 'figures';
type Check = (runtime: Surroundings, now: Date, depth: HealthDepth) => Promise<PartHealth>;

/** Asks every part, each for two seconds at most. `down` as a whole means: send people elsewhere. */
export async function checkHealth(
  runtime: Surroundings,
  clock: Clock = systemClock,
  depth: HealthDepth = 'states',
): Promise<Health> {
  const now = clock();
  const entries = await Promise.all(
    HEALTH_PARTS.map(
      async (part) =>
        [
          part,
          await withinTime(CHECKS[part](runtime, now, depth), (error) =>
            runtime.log.warn({ err: error, part }, 'a part is down'),
          ),
        ] as const,
    ),
  );
  const parts = Object.fromEntries(entries) as Record<HealthPart, PartHealth>;
  const isDown = NEEDED.some((part) => parts[part].state === 'down');
  const isWell = entries.every(([, { state }]) => state === 'ok' || state === 'off');
  return { state: isDown ? 'down' : isWell ? 'ok' : 'degraded', parts };
}

const ok = (facts: PartHealth['facts'] = {}): PartHealth => ({ state: 'ok', facts });
const off = (): PartHealth => ({ state: 'off', facts: {} });
const okUnless = (isLate: boolean, facts: PartHealth['facts']): PartHealth => ({
  state: isLate ? 'degraded' : 'ok',
  facts,
});

const CHECKS: Record<HealthPart, Check> = {
  async database({ database }) {
    const started = performance.now();
    const { rows } = await database.pool.query<{ version: string }>(
      `SELECT current_setting('server_version') AS version`,
    );
    const answerMs = Math.round(performance.now() - started);
    const { open, waiting } = connectionsOf(database);
    return ok({ version: rows[0]?.version ?? null, answerMs, connections: open, waiting });
  },
  async migrations({ database }) {
    const { rows } = await database.pool.query<{ applied: number; last: string | null; broken: number }>(
      `SELECT count(*) FILTER (WHERE finished_at IS NOT NULL)::int AS applied, max(migration_name) AS last,
              count(*) FILTER (WHERE finished_at IS NULL)::int AS broken
         FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
    );
    const { applied = 0, last = null, broken = 0 } = rows[0] ?? {};
    return { state: applied > 0 && broken === 0 ? 'ok' : 'down', facts: { applied, last } };
  },
  async jobs({ jobs }) {
    if (!jobs) return off();
    const total = { waiting: 0, running: 0, dead: 0 };
    for (const { waiting, running, dead } of await jobs.states()) {
      total.waiting += waiting;
      total.running += running;
      total.dead += dead;
    }
    return ok(total);
  },
  async events({ database, jobs }, now) {
    if (!jobs) return off();
    const { waiting, oldestMs } = await eventLag(database.prisma, now);
    return okUnless((oldestMs ?? 0) > EVENT_LAG_MAX_MS, { waiting, oldestMs });
  },
  async mail({ env, database }, now) {
    const { _count, _min } = await database.prisma.mailMessage.aggregate({
      where: { state: 'waiting' },
      _count: true,
      _min: { createdAt: true },
    });
    const oldestMs = _min.createdAt ? Math.max(0, now.getTime() - _min.createdAt.getTime()) : null;
    if (!env.SMTP_URL) return { ...off(), facts: { waiting: _count } };
    return okUnless((oldestMs ?? 0) > MAIL_WAIT_MAX_MS, { waiting: _count, oldestMs });
  },
  async collaboration({ collaboration }) {
    if (!collaboration) return off();
    const { connections, rooms, waitingUpdates, failedBatches, fanOut } = collaboration.stats();
    const facts = { connections, rooms, waitingUpdates, failedBatches };
    if (!fanOut) return ok(facts);
    const redis = fanOut.open ? 'open' : 'away';
    return okUnless(!fanOut.open, { ...facts, redis });
  },
  async storage({ files }, _now, depth) {
    await files.check();
    return ok(depth === 'figures' ? await files.figures() : {});
  },
};

async function withinTime(check: Promise<PartHealth>, complain: (error: unknown) => void): Promise<PartHealth> {
  try {
    return await inTime(check, CHECK_TIMEOUT_MS, { state: 'down', facts: { reason: 'timeout' } });
  } catch (error) {
    complain(error);
    return { state: 'down', facts: { reason: 'error' } };
  }
}
