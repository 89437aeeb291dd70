import { CLIENTS, type Crowd, DOCUMENTS, GENERATORS, gather, type Stage } from './crowd';
import { SERVER_KINDS, type ServerKind } from './dialect';
import { compared, median, type Row } from './report';
import type { RunningServer, Stores } from './servers';

const P95_MS_MAX = 200;
const REPETITIONS = 3;
const STAGE_SECONDS = 2.5;
const WARM = { editsPerSecond: 1_000, seconds: 2 };
const FIRST_RATE = 4_000;
const STEP = 1.3;
/** Where a search begins that knows what an earlier one found, and how it goes on. */
const BELOW_KNOWN = 0.9;
const KNOWN_STEP = 1.15;
const PRECISION = 1.06;
/** So many that a search ends at what the server can do, and not at the last rate that it may try. */
const RATES_MAX = 24;
/** Processor time is compared at one rate that the slowest of them has in hand. */
const COMMON_SHARE = 0.7;
const RATE_MIN = 100;
/** So long that Hocuspocus writes every document at least once. */
const COST_SECONDS = 11;
const RECEIVERS = CLIENTS - 1;

type Say = (line: string) => void;

const keeps = (stage: Stage) => stage.p95Ms !== null && stage.p95Ms <= P95_MS_MAX && stage.arrived === stage.expected;
const describe = ({ editsPerSecond, p95Ms, arrived, expected, isBehind }: Stage) =>
  `${Math.round(editsPerSecond)} edits/s: p95 ${p95Ms ?? 'over'} ms${arrived < expected ? `, ${expected - arrived} of ${expected} late` : ''}${isBehind ? ', the generators were behind' : ''}`;

/** Whether the rate keeps the delay. On a machine that others use too, once in two times is enough. */
async function holds(crowd: Crowd, rate: number, say: Say): Promise<boolean> {
  for (let time = 0; time < 2; time += 1) {
    const stage = await crowd.stage(rate, STAGE_SECONDS);
    say(`    ${describe(stage)}`);
    if (keeps(stage)) return true;
  }
  return false;
}

/** The highest rate that keeps the delay: up by steps until one does not, then between the two. */
async function highestRate(crowd: Crowd, from: number, step: number, say: Say): Promise<number> {
  let kept = 0;
  let lost = Number.POSITIVE_INFINITY;
  let rate = from;
  for (let tried = 0; tried < RATES_MAX && lost / Math.max(kept, 1) > PRECISION; tried += 1) {
    if (await holds(crowd, rate, say)) kept = rate;
    else lost = rate;
    if (kept === 0) rate = lost / step;
    else rate = lost === Number.POSITIVE_INFINITY ? kept * step : Math.sqrt(kept * lost);
  }
  return kept;
}

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

async function searchRates(stores: Stores, say: Say): Promise<Numbers> {
  const found = none();
  await inTurns(async (kind) => {
    const known = found[kind].at(-1);
    const from = known ? known * BELOW_KNOWN : FIRST_RATE;
    const rate = await withCrowd(stores, kind, (crowd) => highestRate(crowd, from, known ? KNOWN_STEP : STEP, say));
    found[kind].push(rate);
    say(`  ${kind}: ${Math.round(rate * RECEIVERS)} deliveries a second`);
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
      const each = (ms: number) => (ms * 1_000) / stage.arrived;
      costs.own[kind].push(each(after.ownMs - before.ownMs));
      costs.database[kind].push(each(after.databaseMs - before.databaseMs));
      const [own, database] = [costs.own[kind].at(-1) ?? 0, costs.database[kind].at(-1) ?? 0];
      say(`  ${kind}: ${own.toFixed(2)} µs + ${database.toFixed(2)} µs of PostgreSQL; ${describe(stage)}`);
    }),
  );
  return costs;
}

function rateRows(rates: Numbers): Row[] {
  const rate = (kind: ServerKind) => (median(rates[kind]) ?? 0) * RECEIVERS;
  const name = `deliveries at p95 ≤ ${P95_MS_MAX} ms`;
  const references: [string, ServerKind, number][] = [
    ['Hocuspocus + SQLite', 'hocuspocus', 1.2],
    ['relay', 'relay', 0.8],
  ];
  return references.map(([reference, kind, value]) =>
    compared(name, '1/s', rate('kenning'), { name: reference, value: rate(kind) }, { bound: 'at least', value }),
  );
}

function costRows({ own, database }: Costs, editsPerSecond: number): Row[] {
  const hocuspocus = { name: 'Hocuspocus + SQLite', value: median(own.hocuspocus) };
  const name = `processor time of a delivery at ${Math.round(editsPerSecond * RECEIVERS)}/s`;
  const both = median(own.kenning.map((us, at) => us + (database.kenning[at] ?? 0)));
  const aim = { bound: 'at most', value: 0.5 } as const;
  return [
    {
      ...compared(name, 'µs', median(own.kenning), hocuspocus, aim),
      note: `of the server's own process; the relay takes ${median(own.relay)?.toFixed(2)} µs`,
    },
    {
      ...compared('the same with PostgreSQL', 'µs', both, hocuspocus, aim),
      note: `PostgreSQL takes ${median(database.kenning)?.toFixed(2)} µs of it; the SQLite of Hocuspocus is in its process`,
    },
  ];
}

/** How many edits reach everybody in time, and what one costs. */
export async function throughput(stores: Stores, say: Say): Promise<Row[]> {
  say(`Throughput: ${DOCUMENTS} documents × ${CLIENTS} clients, ${GENERATORS} generators, ${REPETITIONS} repetitions.`);
  say('  Hocuspocus as shipped writes 2 s after the last change and at most 10 s after the first; Kenning at once.');
  const rates = await searchRates(stores, say);
  const slowest = Math.min(...SERVER_KINDS.map((kind) => median(rates[kind]) ?? 0));
  const common = Math.max(slowest * COMMON_SHARE, RATE_MIN);
  return [...rateRows(rates), ...costRows(await measureCosts(stores, common, say), common)];
}
