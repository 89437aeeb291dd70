import { describe, expect, test } from 'vitest';
import { bearerToken } from './api-tokens';
import { hashSecret, hashSetUpCode, newApiToken, newLinkSecret, newSetUpCode, sameHash } from './secrets';

describe('secrets', () => {
  test('a bearer token begins with kng_, and only its hash and its end are for keeping', () => {
    const token = newApiToken();
    expect(token.secret).toMatch(/^kng_[\w-]{43}$/);
    expect(token.hash).toBe(hashSecret(token.secret));
    expect(token.secret.endsWith(token.hint)).toBe(true);
    expect(token.hint).toHaveLength(4);
    expect(newLinkSecret().secret).not.toBe(newLinkSecret().secret);
  });

  test('a set-up code may be typed without dashes and in any case', () => {
    const { secret, hash } = newSetUpCode();
    expect(secret).toMatch(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){3}$/);
    expect(hashSetUpCode(` ${secret.toLowerCase().replaceAll('-', ' ')} `)).toBe(hash);
    expect(sameHash(hash, hashSetUpCode(secret))).toBe(true);
    expect(sameHash(hash, hashSetUpCode(`${secret}2`))).toBe(false);
    expect(sameHash(hash, '')).toBe(false);
  });

  test('only an Authorization header of ours names a token', () => {
    expect(bearerToken('Bearer kng_abc')).toBe('kng_abc');
    expect(bearerToken('bearer   kng_abc ')).toBe('kng_abc');
    expect(bearerToken('Bearer eyJhbGciOi')).toBeNull();
    expect(bearerToken('Basic kng_abc')).toBeNull();
    expect(bearerToken('Bearer kng_abc kng_def')).toBeNull();
    expect(bearerToken(undefined)).toBeNull();
  });
});
