import { Child } from './children';
import type { ServerKind } from './dialect';
import type { LoadAnswer, LoadQuestion } from './load';
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
  /** Null: so many did not arrive that there is none. */
  p95Ms: number | null;
  /** The generators could not send so fast: what is found says nothing of the server. */
  isBehind: boolean;
};

/** Everybody who has the documents open, in processes beside the server's. */
export type Crowd = {
  stage: (editsPerSecond: number, seconds: number) => Promise<Stage>;
  leave: () => Promise<void>;
};

let documents = 0;

/** Of what was to arrive; what did not has taken for ever. */
function percentileOf(delays: readonly number[], expected: number): number | null {
  let seen = 0;
  for (const [ms, count] of delays.entries()) {
    seen += count;
    if (seen >= expected * PERCENTILE) return ms;
  }
  return null;
}

function merged(editsPerSecond: number, answers: readonly LoadAnswer[]): Stage {
  const delays = (answers[0]?.delays ?? []).map((_, ms) =>
    answers.reduce((sum, answer) => sum + (answer.delays[ms] ?? 0), 0),
  );
  const expected = answers.reduce((sum, answer) => sum + answer.expected, 0);
  const arrived = delays.reduce((sum, count) => sum + count, 0);
  const isBehind = answers.some((answer) => answer.isBehind);
  return { editsPerSecond, expected, arrived, p95Ms: percentileOf(delays, expected), isBehind };
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
