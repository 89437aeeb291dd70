import type { ServerKind } from './dialect';
import { addToBucket, emptyBuckets, LoadRoom } from './load-room';

export type LoadQuestion =
  | { ask: 'connect'; kind: ServerKind; port: number; documentIds: string[]; clients: number }
  | { ask: 'stage'; editsPerSecond: number; seconds: number }
  | { ask: 'close' };

export type LoadAnswer = {
  id: number;
  error: string | null;
  edits: number;
  expected: number;
  /** Deliveries by their delay in whole milliseconds; what did not arrive in time is in none of them. */
  delays: number[];
  /** All that arrived, also what came too late. */
  delivered: number;
  /** Edits by how late they were sent, in whole milliseconds: what the generator itself, or the machine, kept waiting. */
  lags: number[];
  /** It was so far behind that the rest was not sent. */
  gaveUp: boolean;
};
type Counted = Omit<LoadAnswer, 'id' | 'error'>;

const PACE_MS = 1;
const LEAD_MS = 30;
/** What has not arrived by then has not arrived. */
const GRACE_MS = 1_500;
/** A stage is given up when the generator is this far behind. */
const BEHIND_MS_MAX = 1_000;
/** Before the next stage begins, late words of the last one are waited for. */
const DRAIN_MS_MAX = 8_000;
const CONNECT_MS_MAX = 30_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(done: () => boolean, msMax: number): Promise<boolean> {
  const end = performance.now() + msMax;
  while (!done()) {
    if (performance.now() > end) return false;
    await pause(5);
  }
  return true;
}

let rooms: LoadRoom[] = [];

async function connect(question: Extract<LoadQuestion, { ask: 'connect' }>): Promise<void> {
  rooms = question.documentIds.map((id) => new LoadRoom(question.kind, question.port, id, question.clients));
  if (!(await until(() => rooms.every((room) => room.ready), CONNECT_MS_MAX))) throw new Error('Not all came in.');
  for (const room of rooms) room.begin();
}

/** Each word has its moment, whatever became of the ones before it: a slow server gets no fewer. */
async function stage(editsPerSecond: number, seconds: number): Promise<Counted> {
  const count = Math.round(editsPerSecond * seconds);
  const [delays, lags] = [emptyBuckets(), emptyBuckets()];
  for (const room of rooms) room.prepare(Math.ceil(count / rooms.length), delays);
  // What was left of that is not collected while the stage runs.
  globalThis.gc?.();
  const began = performance.now() + LEAD_MS;
  const due = (index: number) => began + (index * 1_000) / editsPerSecond;
  let gaveUp = false;
  let sent = 0;
  while (sent < count) {
    const now = performance.now();
    gaveUp = now - due(sent) > BEHIND_MS_MAX;
    if (gaveUp) break;
    for (; sent < count && due(sent) <= now; sent += 1) {
      rooms[sent % rooms.length]?.sendNext(due(sent));
      addToBucket(lags, performance.now() - due(sent));
    }
    await pause(PACE_MS);
  }
  await until(() => rooms.every((room) => room.complete), GRACE_MS);
  const counted = [...delays];
  await until(() => rooms.every((room) => room.complete), DRAIN_MS_MAX);
  const lost = rooms.find((room) => room.lost !== null)?.lost;
  if (lost) throw new Error(`A client was ${lost}.`);
  const receivers = rooms[0]?.receivers ?? 0;
  const delivered = delays.reduce((sum, one) => sum + one, 0);
  return { edits: count, expected: count * receivers, delays: counted, delivered, lags, gaveUp };
}

const NOTHING: Counted = { edits: 0, expected: 0, delays: [], delivered: 0, lags: [], gaveUp: false };

async function answer(question: LoadQuestion): Promise<Counted> {
  if (question.ask === 'stage') return await stage(question.editsPerSecond, question.seconds);
  if (question.ask === 'connect') await connect(question);
  else for (const room of rooms) room.end();
  return NOTHING;
}

/** Does what the bench says, until the bench goes away. */
export function answerLoad(): void {
  process.on('message', async (question: LoadQuestion & { id: number }) => {
    try {
      process.send?.({ id: question.id, error: null, ...(await answer(question)) });
    } catch (error) {
      process.send?.({ id: question.id, error: String(error), ...NOTHING });
    }
  });
  process.once('disconnect', () => process.exit());
  process.send?.({ ready: true });
}
