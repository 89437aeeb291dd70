import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR_MS, after as later, SECOND_MS } from '../clock';
import type { Database } from '../db/client';
import { KenningError } from '../errors';
import { testDatabase } from '../testing/database';
import { accountKey, addressKey, clearAttempts, forgetOldAttempts, refundAttempt, spendAttempt } from './throttle';
import { ACCOUNT_LIMIT } from './throttle.rules';

let database: Database;
const now = new Date('2026-01-05T09:00:00Z');
const at = (ms: number) => ({ db: database.prisma, now: later(now, ms), secret: 'a secret of the installation' });

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

describe('PE-T1: failures counted in the database', () => {
  test('attempts made at once cannot all slip through', async () => {
    const key = accountKey('test', 'parallel');
    const tried = await Promise.allSettled(Array.from({ length: 40 }, () => spendAttempt(at(0), key)));
    expect(tried.filter((one) => one.status === 'fulfilled')).toHaveLength(ACCOUNT_LIMIT.freeAttempts);
    for (const one of tried) {
      if (one.status === 'fulfilled') continue;
      expect(one.reason).toBeInstanceOf(KenningError);
      expect(one.reason).toMatchObject({ code: 'rate_limited', params: { retryAfterSeconds: 2 } });
    }
  });

  test('a refused attempt does not lengthen the wait', async () => {
    const key = accountKey('test', 'waiting');
    for (let n = 0; n < ACCOUNT_LIMIT.freeAttempts; n++) await spendAttempt(at(0), key);
    await expect(spendAttempt(at(SECOND_MS), key)).rejects.toMatchObject({ params: { retryAfterSeconds: 1 } });
    await spendAttempt(at(2 * SECOND_MS), key);
    await expect(spendAttempt(at(2 * SECOND_MS), key)).rejects.toMatchObject({ params: { retryAfterSeconds: 4 } });
  });

  test('clearing forgets the account, refunding takes back one attempt', async () => {
    const account = accountKey('test', 'cleared');
    const address = addressKey('test', '203.0.113.7');
    for (let n = 0; n < ACCOUNT_LIMIT.freeAttempts; n++) await spendAttempt(at(0), account);
    await clearAttempts(at(0), account);
    await expect(spendAttempt(at(0), account)).resolves.toBeUndefined();
    await spendAttempt(at(0), address);
    await spendAttempt(at(0), address);
    await refundAttempt(at(0), address);
    const row = await database.prisma.rateLimit.findFirstOrThrow({ where: { key: { startsWith: 'test.address' } } });
    expect(row.count).toBe(1);
  });

  test('neither account nor address stands in the table in clear', async () => {
    await spendAttempt(at(0), accountKey('test', 'ana@example.com'));
    await spendAttempt(at(0), addressKey('test', '198.51.100.9'));
    const keys = (await database.prisma.rateLimit.findMany()).map((row) => row.key).join('\n');
    expect(keys).not.toMatch(/ana@|198\.51/);
  });

  test('counters whose window is over go away', async () => {
    await spendAttempt(at(0), accountKey('test', 'old'));
    const before = await database.prisma.rateLimit.count();
    expect(await forgetOldAttempts(database.prisma, later(now, HOUR_MS))).toBe(before);
  });
});
