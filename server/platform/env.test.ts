import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readEnv, SETTING_NAMES, SettingError } from './env';

const sentence = (source: Record<string, string>): string => {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof SettingError) return error.message;
    throw error;
  }
  return 'fine';
};

describe('settings', () => {
  it('all stand in .env.example', () => {
    const example = readFileSync('.env.example', 'utf8');
    for (const name of SETTING_NAMES) expect(example, name).toMatch(new RegExp(`^#? ?${name}=`, 'm'));
  });

  it('an empty one of those that may be left out is as if it were not there', () => {
    const { PUBLIC_URL, DATABASE_URL, METRICS_TOKEN } = readEnv({
      PUBLIC_URL: '',
      DATABASE_URL: ' ',
      METRICS_TOKEN: '',
    });
    expect([PUBLIC_URL, DATABASE_URL, METRICS_TOKEN]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['PUBLIC_URL', 'kenning.example.org'],
    ['PUBLIC_URL', 'ftp://kenning.example.org'],
    ['PUBLIC_URL', 'https://example.org/kenning'],
    ['PORT', '70000'],
    ['PORT', 'abc'],
    ['LOG_LEVEL', 'loud'],
    ['KENNING_SECRET', 'short'],
    ['METRICS_TOKEN', 'short'],
    ['ROLES', 'web,cron'],
    ['TRUSTED_PROXIES', 'localhost'],
    ['TRUSTED_PROXIES', '10.0.0.0/8, 10.0.0.300'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '::/'],
    ['DEMO_PASSWORD', 'nine-char'],
    ['DEMO_PASSWORD', '🐝🐝🐝🐝🐝🐝🐝🐝🐝'],
    ['DEMO_PASSWORD', 'x'.repeat(201)],
  ])('a wrong %s (%s) is named in one sentence that does not repeat it', (name, value) => {
    expect(sentence({ [name]: value })).toMatch(new RegExp(`^The setting ${name} cannot be used: [^.]+\\.$`));
    expect(sentence({ [name]: value })).toContain(': must ');
    expect(sentence({ [name]: value })).not.toContain(value);
  });

  it('proxies are those of this machine, unless others are named or none', () => {
    expect(readEnv({}).TRUSTED_PROXIES).toEqual(['127.0.0.0/8', '::1']);
    expect(readEnv({ TRUSTED_PROXIES: '' }).TRUSTED_PROXIES).toEqual([]);
    expect(readEnv({ TRUSTED_PROXIES: '10.1.0.0/16, ::1,192.0.2.7' }).TRUSTED_PROXIES).toEqual([
      '10.1.0.0/16',
      '::1',
      '192.0.2.7',
    ]);
  });

  it.each(['https://kenning.example.org', 'https://kenning.example.org/', 'http://10.0.0.7:8080'])(
    'PUBLIC_URL may be %s',
    (value) => expect(sentence({ PUBLIC_URL: value })).toBe('fine'),
  );
});
