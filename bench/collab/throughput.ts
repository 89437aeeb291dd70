import type { AimName } from './aims';
import { CLIENTS, type Crowd, DOCUMENTS, GENERATORS, gather } from './crowd';
import { SERVER_KINDS, type ServerKind } from './dialect';
import { describe, type Found, highestRate, medianRate, P95_MS_MAX } from './rate-search';
import { compared, median, type Row } from './report';
import type { RunningServer, Stores } from './servers';

const REPETITIONS = 3;
const WARM = { editsPerSecond: 1_000, seconds: 2 };
const FIRST_RATE = 4_000;
const STEP = 1.3;
/** Where a search begins that knows what an earlier one found, and how it goes on. */
const BELOW_KNOWN = 0.9;
const KNOWN_STEP = 1.15;
/** Processor time is compared at one rate that the slowest of them has in hand. */
const COMMON_SHARE = 0.7;
const RATE_MIN = 100;
/** So long that Hocuspocus writes every document at least once. */
const COST_SECONDS = 11;
const RECEIVERS = CLIENTS - 1;

type Say = (line: string) => void;

async function withCrowd<T>(
  stores: Stores,
  kind: ServerKind,
  work: (crowd: Crowd, server: RunningServer) => Promise<T>,
): Promise<T> {
  const server = await stores.start(kind);
  try {
    const crowd = await gather(stores, server);
    try {
      await crowd.stage(WARM.editsPerSecond, WARM.seconds);
      return await work(crowd, server);
    } finally {
      await crowd.leave();
    }
  } finally {
    await server.kill();
  }
}

/** A B C, C B A: whatever else the machine does falls on all of them. */
async function inTurns(work: (kind: ServerKind) => Promise<void>): Promise<void> {
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (const kind of repetition % 2 === 0 ? SERVER_KINDS : [...SERVER_KINDS].reverse()) await work(kind);
  }
}

type Numbers = Record<ServerKind, number[]>;
const none = (): Numbers => ({ kenning: [], hocuspocus: [], relay: [] });

type Rates = Record<ServerKind, Found[]>;

async function searchRates(stores: Stores, say: Say): Promise<Rates> {
  const found: Rates = { kenning: [], hocuspocus: [], relay: [] };
  await inTurns(async (kind) => {
    const known = found[kind].at(-1)?.rate;
    const from = known ? known * BELOW_KNOWN : FIRST_RATE;
    const one = await withCrowd(stores, kind, (crowd) => highestRate(crowd, from, known ? KNOWN_STEP : STEP, say));
    found[kind].push(one);
    say(`  ${kind}: ${one.isLeast ? 'at least ' : ''}${Math.round(one.rate * RECEIVERS)} deliveries a second`);
  });
  return found;
}

/** Microseconds of processor time for a delivery. */
type Costs = { own: Numbers; database: Numbers };

async function measureCosts(stores: Stores, editsPerSecond: number, say: Say): Promise<Costs> {
  const costs: Costs = { own: none(), database: none() };
  await inTurns((kind) =>
    withCrowd(stores, kind, async (crowd, server) => {
      const before = await server.processor();
      const stage = await crowd.stage(editsPerSecond, COST_SECONDS);
      const after = await server.processor();
      const each = (ms: number) => (ms * 1_000) / stage.delivered;
      costs.own[kind].push(each(after.ownMs - before.ownMs));
      costs.database[kind].push(each(after.databaseMs - before.databaseMs));
      const [own, database] = [costs.own[kind].at(-1) ?? 0, costs.database[kind].at(-1) ?? 0];
      say(`  ${kind}: ${own.toFixed(2)} µs + ${database.toFixed(2)} µs of PostgreSQL; ${describe(stage)}`);
    }),
  );
  return costs;
}

function rateRows(rates: Rates): Row[] {
  const ours = medianRate(rates.kenning);
  const references: [string, ServerKind, AimName][] = [
    ['Hocuspocus + SQLite', 'hocuspocus', 'deliveries beside Hocuspocus'],
    ['relay', 'relay', 'deliveries beside the relay'],
  ];
  return references.map(([name, kind, aim]) => {
    const theirs = medianRate(rates[kind]);
    const reference = { name, value: theirs.rate * RECEIVERS };
    return {
      ...compared(`deliveries at p95 ≤ ${P95_MS_MAX} ms`, '1/s', ours.rate * RECEIVERS, reference, aim),
      isLeast: { ours: ours.isLeast, theirs: theirs.isLeast },
    };
  });
}

function costRows({ own, database }: Costs, editsPerSecond: number): Row[] {
  const hocuspocus = { name: 'Hocuspocus + SQLite', value: median(own.hocuspocus) };
  const name = `processor time of a delivery at ${Math.round(editsPerSecond * RECEIVERS)}/s`;
  const both = median(own.kenning.map((us, at) => us + (database.kenning[at] ?? 0)));
  return [
    {
      ...compared(name, 'µs', median(own.kenning), hocuspocus, 'processor time'),
      note: `of the server's own process; the relay takes ${median(own.relay)?.toFixed(2)} µs`,
    },
    {
      ...compared('the same with PostgreSQL', 'µs', both, hocuspocus, 'processor time with PostgreSQL'),
      note: `PostgreSQL takes ${median(database.kenning)?.toFixed(2)} µs of it; the SQLite of Hocuspocus is in its process`,
    },
  ];
}

/** How many edits reach everybody in time, and what one costs. */
export async function throughput(stores: Stores, say: Say): Promise<Row[]> {
  say(`Throughput: ${DOCUMENTS} documents × ${CLIENTS} clients, ${GENERATORS} generators, ${REPETITIONS} repetitions.`);
  say('  Hocuspocus as shipped writes 2 s after the last change and at most 10 s after the first; Kenning at once.');
  const rates = await searchRates(stores, say);
  const slowest = Math.min(...SERVER_KINDS.map((kind) => medianRate(rates[kind]).rate));
  const common = Math.max(slowest * COMMON_SHARE, RATE_MIN);
  return [...rateRows(rates), ...costRows(await measureCosts(stores, common, say), common)];
}
