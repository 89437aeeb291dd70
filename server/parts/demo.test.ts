import { describe, expect, it } from 'vitest';
import { PASSWORD_CHARACTERS_MIN } from '@/server/domains/people/rules';
import { PASSWORD_CHARACTERS_MAX } from '@/server/domains/people/schema';
import { readEnv, SettingError } from '@/server/platform/env';
import { demoWords } from './demo';

describe('what the start says of the demo accounts', () => {
  const accounts = ['admin@demo.example', 'ana@demo.example'];

  it('names those that the password opens, and no password that opens nothing', () => {
    expect(demoWords(accounts, accounts, 'a password')).toBe(
      'sign in as admin@demo.example, ana@demo.example with the password a password',
    );
    expect(demoWords(accounts, ['ana@demo.example'], 'a password')).toBe(
      'sign in as ana@demo.example with the password a password; the other demo accounts have changed theirs',
    );
    expect(demoWords(accounts, [], 'a password')).not.toContain('a password');
  });
});

describe('DEMO_PASSWORD', () => {
  it('is taken exactly where an account may have it', () => {
    const set = (length: number) => () => readEnv({ DEMO_PASSWORD: 'aB'.repeat(length).slice(0, length) });
    expect(set(PASSWORD_CHARACTERS_MIN)).not.toThrow();
    expect(set(PASSWORD_CHARACTERS_MIN - 1)).toThrow(SettingError);
    expect(set(PASSWORD_CHARACTERS_MAX)).not.toThrow();
    expect(set(PASSWORD_CHARACTERS_MAX + 1)).toThrow(SettingError);
  });
});
