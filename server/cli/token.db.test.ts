import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPerson } from '../domains/people/factory';
import { authenticate } from '../platform/auth';
import { systemClock } from '../platform/clock';
import type { Database } from '../platform/db/client';
import { readEnv } from '../platform/env';
import { openLog } from '../platform/log';
import { setRuntime } from '../platform/runtime';
import type { FileStore } from '../platform/storage';
import { testDatabase } from '../platform/testing/database';
import { UsageError } from './io';
import { run } from './token';

const SECRET = 'the secret of this installation, long enough';
let database: Database;

beforeAll(async () => {
  database = await testDatabase();
  // The verb writes no file, so there is no store behind it.
  setRuntime({ env: readEnv({}), secret: SECRET, database, log: openLog('silent'), files: {} as FileStore });
  await buildPerson(database.prisma, { email: 'ana@example.com' });
  await buildPerson(database.prisma, { email: 'left@example.com', left: true });
});
afterAll(() => database.close());

async function token(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  const io = { out: (line: string) => void lines.push(line), err: () => {}, cwd: '/', interactive: false };
  expect(await run(['create', ...args], io)).toBe(0);
  return lines;
}

test('prints one token and nothing else, with the scope that was asked for', async () => {
  for (const scope of ['read', 'write'] as const) {
    const lines = await token('--email', 'Ana@example.com', '--scope', scope);
    expect(lines).toHaveLength(1);
    const around = { db: database.prisma, now: systemClock(), secret: SECRET, secureCookies: false };
    const actor = await authenticate({ headers: { authorization: `Bearer ${lines[0]}` } }, around);
    const door = actor?.door.kind === 'token' ? actor.door : null;
    expect(door?.scopes.includes('write')).toBe(scope === 'write');
  }
});

test.each([
  [['--email', 'nobody@example.com', '--scope', 'read'], 'Nobody here has the address'],
  [['--email', 'left@example.com', '--scope', 'read'], 'Nobody here has the address'],
  [['--scope', 'read'], 'Say for whom'],
  [['--email', 'ana@example.com'], 'Say what for'],
  [['--email', 'ana@example.com', '--scope', 'read', '--days', '366'], 'the days may be 1 to 365'],
  [['--email', 'ana@example.com', '--scope', 'read', '--colour'], 'Unknown option'],
])('%j is refused in one sentence', async (args, words) => {
  const refused = token(...args);
  await expect(refused).rejects.toBeInstanceOf(UsageError);
  await expect(refused).rejects.toThrow(words);
});
