import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { scratchPlace } from './scratch-place';

test('CO-V64 tests have what they throw away in memory, where there is room, unless they are told where', () => {
  const inMemory = mkdtempSync(join(tmpdir(), 'kenning-memory-'));
  onTestFinished(() => rmSync(inMemory, { recursive: true }));
  const roomBytes = 1;
  expect(scratchPlace({ env: {}, inMemory, roomBytes })).toBe(inMemory);
  expect(scratchPlace({ env: { TMPDIR: '/elsewhere' }, inMemory, roomBytes })).toBe('/elsewhere');
  expect(scratchPlace({ env: {}, inMemory, roomBytes: Number.MAX_SAFE_INTEGER })).toBe(tmpdir());
  expect(scratchPlace({ env: {}, inMemory: join(inMemory, 'nowhere'), roomBytes })).toBe(tmpdir());
});
