import { parseOptions } from '@node-rs/argon2';
import { describe, expect, test } from 'vitest';
import { ARGON2_LANES, ARGON2_MEMORY_KIB, ARGON2_PASSES, DUMMY_HASH, hashPassword, verifyPassword } from './password';

describe('passwords', () => {
  test('PE-S3: are kept as argon2id with the stated cost, salted', async () => {
    const [one, other] = await Promise.all([hashPassword('a long secret'), hashPassword('a long secret')]);
    expect(one).toMatch(/^\$argon2id\$/);
    expect(one).not.toBe(other);
    expect(parseOptions(one)).toMatchObject({
      memoryCost: ARGON2_MEMORY_KIB,
      timeCost: ARGON2_PASSES,
      parallelism: ARGON2_LANES,
    });
    expect(await verifyPassword(one, 'a long secret')).toBe(true);
    expect(await verifyPassword(one, 'a long secres')).toBe(false);
  });

  test('PE-S1: without an account the same work is done, and nothing matches', async () => {
    const real = parseOptions(await hashPassword('x'));
    expect(parseOptions(DUMMY_HASH)).toEqual(real);
    expect(await verifyPassword(null, 'anything')).toBe(false);
  });
});
