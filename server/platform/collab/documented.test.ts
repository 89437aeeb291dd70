import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COLLAB_LIMITS } from './limits';
import { CLOSE_CODES, closeReason, isFinalClose, REFUSALS } from './protocol.schema';

/** The rows of all tables, each cut into its cells. */
const rows = readFileSync('docs/collaboration.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, ...cells]) => cells);

const BYTES: Record<string, number> = { B: 1, KiB: 1_024, MiB: 1_024 ** 2 };
const TIMES: Record<string, number> = { ms: 1, s: 1_000, min: 60_000 };

/** `12 MiB` as bytes, `1 min` as milliseconds, `1,000` as it is; not a number in a unit that is not the limit's. */
function readValue(limit: string, text = ''): number {
  const [, digits = '', unit] = /^([\d,]+)(?: (\w+))?$/.exec(text) ?? [];
  const units = limit.endsWith('Ms') ? TIMES : limit.includes('Bytes') ? BYTES : null;
  const factor = units ? units[unit ?? ''] : unit === undefined ? 1 : undefined;
  return Number(digits.replaceAll(',', '')) * (factor ?? Number.NaN);
}

test('CO-H21 every limit stands in docs/collaboration.md with its number, and none that is not there', () => {
  const told = rows.flatMap(([name, value]) => {
    const limit = /^`(\w+)`$/.exec(name ?? '')?.[1];
    return limit === undefined ? [] : [[limit, readValue(limit, value)] as const];
  });
  expect(told.map(([limit]) => limit).sort()).toEqual(Object.keys(COLLAB_LIMITS).sort());
  expect(Object.fromEntries(told)).toEqual(COLLAB_LIMITS);
});

test('CO-H22 every close code stands there with its reason and whether to try again, and how a refused upgrade is told', () => {
  const told = rows.flatMap(([code, reason, again]) =>
    /^`\w+`$/.test(reason ?? '') ? [[Number(code), reason?.slice(1, -1), again] as const] : [],
  );
  const codes = Object.values(CLOSE_CODES);
  const meant = codes.map((code) => [code, closeReason(code), isFinalClose(code) ? 'no' : 'yes'] as const);
  const byCode = ([one]: readonly [number, ...unknown[]], [other]: readonly [number, ...unknown[]]) => one - other;
  expect(told.toSorted(byCode)).toEqual(meant.toSorted(byCode));
  for (const [status, reason] of Object.entries(REFUSALS)) {
    const row = rows.find(([cell]) => cell === status);
    expect(row?.at(2), status).toContain(String(CLOSE_CODES[reason]));
  }
});
