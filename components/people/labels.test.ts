import { expect, test } from 'vitest';
import { errorMessage } from '@/components/ui/error-labels';
import { deviceName, importProblem, waitWords } from './labels';

const refused = (reason: string, params = {}) => ({ code: 'conflict', reason, params, reference: 'A1' });

test('reasons of this domain are said in words, with what they name', () => {
  expect(errorMessage(refused('last_administrator'))).toMatch(/Make another person one first/);
  expect(errorMessage(refused('level_held', { level: 'Staff', people: 1 }))).toBe(
    '1 person holds the level “Staff”. Move them first.',
  );
  expect(errorMessage(refused('csv_unknown_column', { columns: ['salary', 'age'] }))).toContain('salary, age');
  expect(errorMessage(refused('too_many_attempts', { retryAfterSeconds: 300 }))).toContain('in 5 minutes');
});

test('what is wrong with a row is said in words, and an unknown reason still is', () => {
  expect(importProblem('email', { value: 'x' })).toBe('“x” is no address');
  expect(importProblem('not a reason', {})).toBe('this cannot be used');
});

test('waiting is counted as people count', () => {
  expect([1, 45, 120].map(waitWords)).toEqual(['in 1 second', 'in 45 seconds', 'in 2 minutes']);
});

test('a browser is called what its owner calls it', () => {
  expect(deviceName('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox on Linux');
  expect(deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1')).toBe(
    'Safari on iOS',
  );
  expect(deviceName('curl/8')).toBe('An unknown browser');
});
