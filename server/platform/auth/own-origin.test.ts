import { expect, test } from 'vitest';
import { socketMayUseCookie } from './own-origin';

const may = (origin: string | undefined) =>
  socketMayUseCookie({ origin, host: '127.0.0.1:3000' }, 'https://kenning.example');

test('CO-A3 a socket is opened by cookie from a page of ours, or from a program that names no page', () => {
  expect(may('http://127.0.0.1:3000')).toBe(true);
  expect(may('https://kenning.example')).toBe(true);
  expect(may(undefined)).toBe(true);
  for (const foreign of ['https://evil.example', 'https://kenning.example.evil.example', 'null', ''])
    expect(may(foreign), foreign).toBe(false);
});
