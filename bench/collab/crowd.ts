import { Child } from './children';
import type { ServerKind } from './dialect';
import type { LoadAnswer, LoadQuestion } from './load';
import { P95_MS_MAX } from './rate-search';
import type { RunningServer, Stores } from './servers';

/** As many as the machine has cores left: with one, the generator would be measured and not the servers. */
export const GENERATORS = 2;
export const DOCUMENTS = 10;
export const CLIENTS = 20;
const CONNECT_MS_MAX = 40_000;
/** Beside the stage itself: what is prepared before, and what is waited for after it. */
const STAGE_SLACK_MS = 40_000;
const PERCENTILE = 0.95;

export type Stage = {
  editsPerSecond: number;
  /** Pairs of an edit and somebody else who was to see it. */
  expected: number;
  arrived: number;
  /** The same with what came too late: all that was worked for. */
  delivered: number;
  /** Null: so many did not arrive that there is none. */
  p95Ms: number | null;
  /** How late 95 of a hundred edits left their generator. Null: so many were never sent that there is none. */
  lagMs: number | null;
  /** The generators did not keep up: that the delay was not kept says nothing of the server. */
  isBehind: boolean;
};

/** Everybody who has the documents open, in processes beside the server's. */
export type Crowd = {
  stage: (editsPerSecond: number, seconds: number) => Promise<Stage>;
  leave: () => Promise<void>;
};

let documents = 0;

/**
 * A quarter of the delay that is allowed. An edit waits for its generator twice, when it leaves and when it has come, so
 * that beyond this half of the delay and more may be the generators' own. They share the processors with the server: where
 * these are all taken the generators are behind, and it is the machine that ends the search.
 */
const LAG_MS_MAX = P95_MS_MAX / 4;

/** Of what was to arrive; what did not has taken for ever. */
function percentileOf(delays: readonly number[], expected: number): number | null {
  let seen = 0;
  for (const [ms, count] of delays.entries()) {
    seen += count;
    if (seen >= expected * PERCENTILE) return ms;
  }
  return null;
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
const added = (counts: readonly number[][]) =>
  (counts[0] ?? []).map((_, ms) => sumOf(counts.map((one) => one[ms] ?? 0)));

function merged(editsPerSecond: number, answers: readonly LoadAnswer[]): Stage {
  const delays = added(answers.map((answer) => answer.delays));
  const expected = sumOf(answers.map((answer) => answer.expected));
  const lagMs = percentileOf(added(answers.map(({ lags }) => lags)), sumOf(answers.map(({ edits }) => edits)));
  const isBehind = lagMs === null || lagMs > LAG_MS_MAX || answers.some(({ gaveUp }) => gaveUp);
  return {
    editsPerSecond,
    expected,
    arrived: sumOf(delays),
    delivered: sumOf(answers.map((answer) => answer.delivered)),
    p95Ms: percentileOf(delays, expected),
    lagMs,
    isBehind,
  };
}

/** Ten new documents with twenty people each. */
export async function gather(stores: Stores, server: RunningServer): Promise<Crowd> {
  const ids = Array.from({ length: DOCUMENTS }, () => {
    documents += 1;
    return `crowd-${documents}`;
  });
  await stores.makeDocuments(ids);
  const started = await Promise.all(
    Array.from({ length: GENERATORS }, () => Child.start<LoadQuestion, LoadAnswer, unknown>('load')),
  );
  const generators = started.map(({ child }) => child);
  const leave = async () => {
    await Promise.all(generators.map((child) => child.kill()));
  };
  const askAll = async (question: (index: number) => LoadQuestion, msMax: number) => {
    const answers = await Promise.all(generators.map((child, index) => child.ask(question(index), msMax)));
    for (const { error } of answers) if (error) throw new Error(error);
    return answers;
  };
  const kind: ServerKind = server.kind;
  try {
    await askAll((index) => {
      const documentIds = ids.filter((_, at) => at % GENERATORS === index);
      return { ask: 'connect', kind, port: server.port, documentIds, clients: CLIENTS };
    }, CONNECT_MS_MAX);
  } catch (error) {
    await leave();
    throw error;
  }
  return {
    stage: async (editsPerSecond, seconds) => {
      const own = editsPerSecond / GENERATORS;
      const ms = seconds * 1_000 + STAGE_SLACK_MS;
      return merged(editsPerSecond, await askAll(() => ({ ask: 'stage', editsPerSecond: own, seconds }), ms));
    },
    leave,
  };
}
