import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { SECOND_MS, systemClock } from './clock';
import { connectionsOf } from './db/client';
import { eventLag } from './events/dispatch';
import type { Runtime } from './runtime';

const HTTP_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const COMMIT_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];
const COMMIT_UPDATES = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000];

/** The figures of one process, made once: the library keeps them in the module, and Next has a copy of the module. */
export type Metrics = {
  /** Everything in Prometheus' text format. */
  text(): Promise<{ contentType: string; body: string }>;
  /** Times a request from now until its answer has left. */
  observeRequest(request: IncomingMessage, response: ServerResponse): void;
  /** One transaction of the collaboration log. */
  observeCommit(durationMs: number, updates: number): void;
};

/** @param runtime read at each scrape, so parts that open later are seen */
export function openMetrics(runtime: Pick<Runtime, 'database' | 'jobs' | 'collaboration' | 'log'>): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry, prefix: 'kenning_' });
  const http = new Histogram({
    name: 'kenning_http_request_duration_seconds',
    help: 'From the request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: HTTP_SECONDS,
    registers,
  });
  const commits = new Histogram({
    name: 'kenning_collaboration_commit_duration_seconds',
    help: 'One transaction of the update log.',
    buckets: COMMIT_SECONDS,
    registers,
  });
  const updates = new Histogram({
    name: 'kenning_collaboration_commit_updates',
    help: 'Updates in one transaction of the update log.',
    buckets: COMMIT_UPDATES,
    registers,
  });
  gaugeState(registers, runtime);
  gaugeClosed(registers, runtime);
  gaugeQueues(registers, runtime);
  return {
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
    observeRequest(request, response) {
      const end = http.startTimer({ method: methodLabel(request.method), route: routeLabel(request.url ?? '/') });
      response.once('close', () => end({ status: `${Math.trunc(response.statusCode / 100)}xx` }));
    },
    observeCommit(durationMs, count) {
      commits.observe(durationMs / SECOND_MS);
      updates.observe(count);
    },
  };
}

/** What is read from memory at each scrape. */
function gaugeState(registers: Registry[], runtime: Pick<Runtime, 'database' | 'collaboration'>): void {
  new Gauge({
    name: 'kenning_database_pool_connections',
    help: 'Connections of the pools, and requests that wait for one.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(connectionsOf(runtime.database))) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'kenning_collaboration',
    help: 'Sockets, rooms and updates of the collaboration server; committed and failed count since the start.',
    labelNames: ['what'],
    registers,
    collect() {
      const stats = runtime.collaboration?.stats();
      if (!stats) return;
      this.set({ what: 'sockets' }, stats.connections);
      this.set({ what: 'rooms' }, stats.rooms);
      this.set({ what: 'waiting_updates' }, stats.waitingUpdates);
      this.set({ what: 'waiting_bytes' }, stats.waitingBytes);
      this.set({ what: 'unread_bytes' }, stats.unreadBytes);
      this.set({ what: 'committed_updates' }, stats.committedUpdates);
      this.set({ what: 'failed_commits' }, stats.failedBatches);
      this.set({ what: 'unlooked_changes' }, stats.unlooked);
      const { fanOut } = stats;
      if (!fanOut) return;
      this.set({ what: 'redis_open' }, fanOut.open ? 1 : 0);
      this.set({ what: 'redis_sent' }, fanOut.sent);
      this.set({ what: 'redis_heard' }, fanOut.heard);
      this.set({ what: 'redis_dropped' }, fanOut.dropped);
      this.set({ what: 'redis_refused' }, fanOut.refused);
    },
  });
}

/** Why the server let go of sockets: whoever runs it sees who is turned away, and for what. */
function gaugeClosed(registers: Registry[], runtime: Pick<Runtime, 'collaboration'>): void {
  new Gauge({
    name: 'kenning_collaboration_closed',
    help: 'Sockets that the collaboration server closed since the start, by reason.',
    labelNames: ['reason'],
    registers,
    collect() {
      for (const [reason, count] of Object.entries(runtime.collaboration?.stats().closed ?? {})) {
        this.set({ reason }, count);
      }
    },
  });
}

/** What is read from the database at each scrape. A scrape survives a database that does not answer. */
function gaugeQueues(registers: Registry[], runtime: Pick<Runtime, 'database' | 'jobs' | 'log'>): void {
  const unlessDown = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      runtime.log.warn({ err: error }, 'a figure could not be read');
    }
  };
  new Gauge({
    name: 'kenning_jobs',
    help: 'Jobs of each queue by state.',
    labelNames: ['queue', 'state'],
    registers,
    collect() {
      return unlessDown(async () => {
        this.reset();
        for (const { name: queue, ...counts } of (await runtime.jobs?.states()) ?? [])
          for (const [state, count] of Object.entries(counts)) this.set({ queue, state }, count);
      });
    },
  });
  const waiting = new Gauge({
    name: 'kenning_events_waiting',
    help: 'Events not handed to their reactions.',
    registers,
  });
  new Gauge({
    name: 'kenning_event_lag_seconds',
    help: 'Age of the oldest event not handed to its reactions.',
    registers,
    collect() {
      return unlessDown(async () => {
        const lag = await eventLag(runtime.database.prisma, systemClock());
        waiting.set(lag.waiting);
        this.set((lag.oldestMs ?? 0) / SECOND_MS);
      });
    },
  });
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const ROUTES = ['/api/trpc', '/api/auth', '/api/v1', '/api/health', '/api/metrics', '/_next/static', '/_next'];

const methodLabel = (method = ''): string => (METHODS.includes(method) ? method : 'other');

/** One of few names for an address, so that nobody's visits become labels. */
export function routeLabel(url: string): string {
  const path = url.split('?', 1)[0] ?? '/';
  const route = ROUTES.find((one) => path === one || path.startsWith(`${one}/`));
  if (route) return route;
  return path.startsWith('/api/') ? '/api' : 'page';
}
