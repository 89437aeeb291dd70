import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../clock';
import { OneDatabase } from './one-database.testing';
import { textUpdate } from './rig';
import { SESSION_MS_MAX, SESSION_PAUSE_MS } from './session.schema';
import { countSessions, findSession, listSessions } from './sessions';

const one = new OneDatabase('d1', 'd2');
const START = Date.parse('2026-03-02T09:00:00Z');
const SEED = 20_260_302;

const write = (times: readonly (readonly [string | null, number])[], documentId = 'd1') =>
  one.database.prisma.documentUpdate.createMany({
    data: times.map(([personId, ms]) => ({
      documentId,
      personId,
      at: new Date(START + ms),
      bytes: new Uint8Array(textUpdate('x')),
    })),
  });

const list = (before: bigint | null = null, limit = 100) => listSessions(one.sql, 'd1', { before, limit });

const shape = async () =>
  (await list()).map(({ contributions, ...session }) => ({
    minutes: [session.startedAt, session.endedAt].map((at) => (at.getTime() - START) / MINUTE_MS),
    who: contributions.map(({ personId, updates }) => `${personId} ${updates}`),
  }));

test('CO-V1: a pause ends a session, and one that is just not too long does not; each says who wrote how much', async () => {
  await write([
    ['ana', 0],
    ['bo', MINUTE_MS],
    ['ana', MINUTE_MS + SESSION_PAUSE_MS],
    [null, 2 * MINUTE_MS + 2 * SESSION_PAUSE_MS],
  ]);
  await write([['zoe', 0]], 'd2');
  expect(await shape()).toEqual([
    { minutes: [22, 22], who: ['null 1'] },
    { minutes: [0, 11], who: ['ana 2', 'bo 1'] },
  ]);
});

test('CO-V2: without a pause, another session begins after some hours', async () => {
  const step = 5 * MINUTE_MS;
  const count = (SESSION_MS_MAX + HOUR_MS) / step;
  await write(Array.from({ length: count }, (_, index) => ['ana', index * step] as const));
  expect(await shape()).toEqual([
    { minutes: [SESSION_MS_MAX / MINUTE_MS, (SESSION_MS_MAX + HOUR_MS - step) / MINUTE_MS], who: ['ana 12'] },
    { minutes: [0, (SESSION_MS_MAX - step) / MINUTE_MS], who: ['ana 48'] },
  ]);
});

test('CO-V1: what arrives late, after later ones, belongs to the session in which it arrived', async () => {
  await write([
    ['ana', 0],
    ['bo', HOUR_MS],
    ['ana', 2 * MINUTE_MS],
    ['bo', HOUR_MS + MINUTE_MS],
  ]);
  expect(await shape()).toEqual([
    { minutes: [2, 61], who: ['bo 2', 'ana 1'] },
    { minutes: [0, 0], who: ['ana 1'] },
  ]);
});

/** Sessions as the rule says it, one update after the other. */
function sessionsOf(times: readonly number[]): number[] {
  const sizes: number[] = [];
  let [reached, begun, slice] = [Number.NEGATIVE_INFINITY, 0, 0];
  for (const at of times) {
    const pause = at > reached + SESSION_PAUSE_MS;
    reached = Math.max(reached, at);
    if (pause) begun = at;
    const next = Math.floor((reached - begun) / SESSION_MS_MAX);
    if (pause || next !== slice) sizes.push(0);
    slice = next;
    sizes[sizes.length - 1] = (sizes.at(-1) ?? 0) + 1;
  }
  return sizes.reverse();
}

test('CO-V1, CO-V2: a long log is cut as the rule says, and read page by page without a gap', async () => {
  let state = SEED;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  let at = 0;
  const times = Array.from({ length: 3_000 }, () => {
    at += random() < 0.03 ? random() * HOUR_MS : random() * 9 * MINUTE_MS;
    return Math.round(at - (random() < 0.05 ? random() * HOUR_MS : 0));
  });
  await write(times.map((ms) => ['ana', ms] as const));
  const sizes = (await list(null, 10_000)).map((one) => one.contributions[0]?.updates);
  expect(sizes).toEqual(sessionsOf(times));
  expect(sizes.length).toBeGreaterThan(50);
  expect(await countSessions(one.sql, 'd1')).toBe(sizes.length);
  const paged: (number | undefined)[] = [];
  for (let before: bigint | null = null; ; ) {
    const page = await list(before, 7);
    paged.push(...page.map((one) => one.contributions[0]?.updates));
    const last = page.at(-1);
    if (!last || page.length < 7) break;
    before = last.firstSeq;
  }
  expect(paged).toEqual(sizes);
});

test('CO-V7: a session is found by its first update and by no other', async () => {
  await write([
    ['ana', 0],
    ['ana', 1],
  ]);
  const { sql } = one;
  const [session] = await list();
  if (!session) throw new Error('there is no session');
  expect(await findSession(sql, 'd1', session.firstSeq)).toEqual(session);
  expect(await findSession(sql, 'd1', session.lastSeq)).toBeNull();
  expect(await findSession(sql, 'd2', session.firstSeq)).toBeNull();
});
