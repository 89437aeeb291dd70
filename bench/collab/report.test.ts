import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AIM_NAMES, type AimName } from './aims';
import type { Stage } from './crowd';
import { highestRate, medianRate } from './rate-search';
import { missingIn, RECORD_FILE, recorded } from './record';
import { lines, type Row, verdictOf } from './report';

const row = (aim: AimName, figure: number | null, isLeast?: Row['isLeast']): Row => ({
  name: aim,
  unit: '1/s',
  ours: figure,
  theirs: { name: 'relay', value: 1 },
  figure,
  aim,
  ...(isLeast && { isLeast }),
});

describe('CO-L21 what is recorded of a run', () => {
  test('CO-L21 has every aim with its verdict, or says which it lacks', () => {
    const all = AIM_NAMES.map((aim) => row(aim, 1));
    expect(missingIn(recorded(all, new Date(0)))).toEqual([]);
    expect(missingIn(recorded(all.slice(1), new Date(0)))).toEqual([AIM_NAMES[0]]);
    const record = recorded(all, new Date(0));
    for (const { aim } of record.rows) if (aim) aim.value += 1;
    expect(missingIn(record)).toEqual(AIM_NAMES);
  });

  test.runIf(existsSync(RECORD_FILE))('CO-L21 the one that is kept has every aim with its verdict', () => {
    expect(missingIn(JSON.parse(readFileSync(RECORD_FILE, 'utf8')))).toEqual([]);
  });
});

describe('CO-L22 what the generators could not send is told', () => {
  /** A server and generators that each do so many and no more. */
  const crowd = (server: number, generators: number) => ({
    stage: async (editsPerSecond: number): Promise<Stage> => {
      const isBehind = editsPerSecond > generators;
      const isKept = !isBehind && editsPerSecond <= server;
      return {
        editsPerSecond,
        expected: 100,
        arrived: isKept ? 100 : 50,
        delivered: 100,
        p95Ms: 20,
        lagMs: isBehind ? 90 : 2,
        isBehind,
      };
    },
  });
  const search = (server: number, generators: number, said: string[] = []) =>
    highestRate(crowd(server, generators), 4_000, 1.3, (line) => said.push(line));

  test('CO-L22 a search says which of the two it ended at', async () => {
    const atServer = await search(10_000, 20_000);
    expect(atServer.isLeast).toBe(false);
    expect(atServer.rate).toBeGreaterThan(9_000);
    expect(atServer.rate).toBeLessThanOrEqual(10_000);
    const said: string[] = [];
    const atGenerators = await search(20_000, 10_000, said);
    expect(atGenerators.isLeast).toBe(true);
    expect(said.join('\n')).toContain('late by the generators');
    // Not even the slowest rate was kept: the generators were not at fault at that.
    expect(await search(0, 2_000)).toEqual({ rate: 0, isLeast: false });
  });

  test('CO-L22 the middle of several is only the least where one that is not above it is', () => {
    const [low, middle, high] = [1, 2, 3].map((rate) => ({ rate, isLeast: false }));
    if (!low || !middle || !high) throw new Error('There are three.');
    const least = (one: typeof low) => ({ ...one, isLeast: true });
    expect(medianRate([low, middle, least(high)])).toEqual({ rate: 2, isLeast: false });
    expect(medianRate([low, least(middle), high])).toEqual({ rate: 2, isLeast: true });
    expect(medianRate([least(low), middle, high])).toEqual({ rate: 2, isLeast: true });
  });

  test('CO-L22 a line says of whom it is only the least', () => {
    const theirs = { ours: false, theirs: true };
    const [first = '', second = ''] = lines(row('deliveries beside the relay', 0.9, theirs));
    expect(first).toContain('PASS');
    expect(second).toContain('by itself relay may do more');
    expect(lines(row('deliveries beside the relay', 0.9))).toHaveLength(1);
  });
});

test('CO-L24 an aim is met by what keeps its bound, and by nothing that was not measured', () => {
  const verdict = (figure: number | null) => verdictOf(row('deliveries beside the relay', figure));
  expect([verdict(0.8), verdict(0.79), verdict(null)]).toEqual(['met', 'missed', 'missed']);
});
