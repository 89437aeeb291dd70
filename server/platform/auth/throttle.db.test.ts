import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS, after as later, SECOND_MS } from '../clock';
import type { Database } from '../db/client';
import { KenningError } from '../errors';
import { testDatabase } from '../testing/database';
import { accountKey, addressKey, clearAttempts, forgetOldAttempts, refundAttempt, spendAttempt } from './throttle';
import { ACCOUNT_LIMIT, ADDRESS_LIMIT } from './throttle.rules';

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
    await expect(spendAttempt(at(0), account)).resolves.toHaveLength(1);
    const first = await spendAttempt(at(0), address);
    await spendAttempt(at(0), address);
    await refundAttempt(at(0), first);
    for (let n = 1; n < ADDRESS_LIMIT.freeAttempts; n++) await spendAttempt(at(0), address);
    await expect(spendAttempt(at(0), address)).rejects.toMatchObject({ code: 'rate_limited' });
  });

  test('PE-T3: where many have failed, a colleague who gets in makes nobody wait', async () => {
    const office = addressKey('office', '203.0.113.8');
    for (let n = 0; n < ADDRESS_LIMIT.freeAttempts; n++) await spendAttempt(at(0), office);
    const rows = () => database.prisma.rateLimit.findMany({ where: { key: { startsWith: 'office' } } });
    const before = await rows();
    for (let n = 0; n < 5; n++) await refundAttempt(at(SECOND_MS), await spendAttempt(at(SECOND_MS), office));
    expect(await rows()).toEqual(before);
    const fresh = addressKey('fresh', '203.0.113.8');
    await refundAttempt(at(0), await spendAttempt(at(0), fresh));
    expect(await database.prisma.rateLimit.count({ where: { key: { startsWith: 'fresh' } } })).toBe(0);
  });

  test('PE-T2: what leaks is remembered in parts, so that a steady trickle is never slowed', async () => {
    const key = accountKey('test', 'trickle');
    const gapMs = ACCOUNT_LIMIT.windowMs / ACCOUNT_LIMIT.freeAttempts;
    for (let n = 0; n < 12; n++) await spendAttempt(at(n * gapMs), key);
    const often: boolean[] = [];
    for (let n = 0; n < 20; n++) {
      const ctx = at((n * gapMs) / 100);
      often.push(await spendAttempt(ctx, accountKey('test', 'stream')).then(Boolean, () => false));
    }
    expect(often).toContain(false);
  });

  test('PE-T4: what one key refuses is counted under no other', async () => {
    const account = accountKey('both', 'slowed');
    const address = addressKey('both', '203.0.113.9');
    for (let n = 0; n < ACCOUNT_LIMIT.freeAttempts; n++) await spendAttempt(at(0), account);
    for (let n = 0; n < 50; n++)
      await expect(spendAttempt(at(0), address, account)).rejects.toBeInstanceOf(KenningError);
    expect(await database.prisma.rateLimit.count({ where: { key: { startsWith: 'both.address' } } })).toBe(0);
    const full = addressKey('both', '203.0.113.10');
    for (let n = 0; n < ADDRESS_LIMIT.freeAttempts; n++) await spendAttempt(at(0), full);
    const other = accountKey('both', 'not slowed');
    for (let n = 0; n < 10; n++) await expect(spendAttempt(at(0), full, other)).rejects.toBeInstanceOf(KenningError);
    await expect(spendAttempt(at(0), other)).resolves.toHaveLength(1);
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
    expect(await forgetOldAttempts(database.prisma, later(now, DAY_MS))).toBe(before);
  });
});
