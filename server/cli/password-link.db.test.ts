import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn } from '../domains/people';
import { resetPassword } from '../domains/people/commands/reset-password';
import { buildPerson, MAILROOM } from '../domains/people/factory';
import { systemClock } from '../platform/clock';
import type { Database } from '../platform/db/client';
import { readEnv } from '../platform/env';
import { openLog } from '../platform/log';
import { setRuntime } from '../platform/runtime';
import type { FileStore } from '../platform/storage';
import { testDatabase } from '../platform/testing/database';
import { UsageError } from './io';
import { run } from './password-link';

const secret = 'the secret of this installation, long enough';
const email = 'root@example.com';
let database: Database;

beforeAll(async () => {
  database = await testDatabase();
  const env = readEnv({ PUBLIC_URL: 'https://kenning.example' });
  // The verb writes no file, so there is no store behind it.
  setRuntime({ env, secret, database, log: openLog('silent'), files: {} as FileStore });
  await buildPerson(database.prisma, { email, accessRole: 'administrator', password: 'forgotten long ago' });
  await buildPerson(database.prisma, { email: 'left@example.com', left: true });
});
afterAll(() => database.close());

const lines: string[] = [];
const io = { out: (line: string) => void lines.push(line), err: () => {}, cwd: '/', interactive: false };

test('PE-R3: the only administrator comes in again by a link that is printed and mailed to nobody', async () => {
  expect(await run(['--email', 'Root@Example.com'], io)).toBe(0);
  expect(lines).toEqual([expect.stringMatching(/^https:\/\/kenning\.example\/reset-password\?token=/)]);
  expect(await database.prisma.mailMessage.count()).toBe(0);
  const token = new URL(lines[0] ?? '').searchParams.get('token') ?? '';
  const ctx = { db: database.prisma, now: systemClock(), address: '192.0.2.1', userAgent: '', secret };
  const password = 'ten thousand lakes';
  await resetPassword(ctx, { token, password }, MAILROOM);
  expect(await signIn(ctx, { email, password })).not.toBeNull();
  await expect(resetPassword(ctx, { token, password }, MAILROOM)).rejects.toMatchObject({
    reason: 'link_does_not_work',
  });
});

test('PE-R3: there is none for whoever is not here', async () => {
  for (const args of [
    ['--email', 'nobody@example.com'],
    ['--email', 'left@example.com'],
    ['--email', 'no address'],
    [],
  ])
    await expect(run(args, io)).rejects.toBeInstanceOf(UsageError);
});
