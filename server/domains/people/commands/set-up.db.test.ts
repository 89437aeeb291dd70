import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { buildPerson } from '../factory';
import { issueSetUpCode, needsSetUp, setUpInstallation } from './set-up';
import { signIn } from './sign-in';

const now = new Date('2026-01-05T09:00:00Z');
let database: Database;

beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());

const outside = (address = '192.0.2.1') => ({
  db: database.prisma,
  now,
  address,
  userAgent: '',
  secret: 'installation',
});
const first = (code: string, email = 'first@example.com') => ({
  code,
  email,
  name: 'First Person',
  password: 'ten thousand lakes',
  timeZone: 'Europe/Madrid',
});

test('PE-S2: the code from the console makes the first administrator, who can sign in', async () => {
  const code = (await issueSetUpCode(database.prisma)) ?? '';
  expect(await database.prisma.installation.findFirst({ where: { setUpCodeHash: code } })).toBeNull();
  const { personId } = await setUpInstallation(outside(), first(code.toLowerCase().replaceAll('-', '')));
  const person = await database.prisma.person.findUniqueOrThrow({ where: { id: personId } });
  expect(person).toMatchObject({ accessRole: 'administrator', timeZone: 'Europe/Madrid' });
  expect(await signIn(outside(), { email: 'first@example.com', password: 'ten thousand lakes' })).not.toBeNull();
  expect(await needsSetUp(database.prisma)).toBe(false);
  expect(await issueSetUpCode(database.prisma)).toBeNull();
  await expect(setUpInstallation(outside(), first(code, 'b@example.com'))).rejects.toMatchObject({
    reason: 'already_set_up',
  });
  const levels = await database.prisma.jobLevel.findMany({
    orderBy: { rank: 'asc' },
    select: { key: true, senior: true },
  });
  expect(levels).toHaveLength(5);
});

test('PE-S2: a wrong code, a weak password or a code that a later start replaced opens nothing', async () => {
  const old = (await issueSetUpCode(database.prisma)) ?? '';
  const code = (await issueSetUpCode(database.prisma)) ?? '';
  for (const wrong of [old, 'AAAA-BBBB-CCCC-DDDD', '']) {
    await expect(setUpInstallation(outside(), first(wrong))).rejects.toMatchObject({ reason: 'wrong_set_up_code' });
  }
  await expect(setUpInstallation(outside(), { ...first(code), password: 'short' })).rejects.toMatchObject({
    reason: 'password_too_short',
  });
  expect(await needsSetUp(database.prisma)).toBe(true);
});

test('PE-S2: of two set-ups at once one wins', async () => {
  const code = (await issueSetUpCode(database.prisma)) ?? '';
  const tried = await Promise.allSettled(
    ['a', 'b', 'c'].map((name) => setUpInstallation(outside(), first(code, `${name}@example.com`))),
  );
  expect(tried.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  expect(await database.prisma.person.count()).toBe(1);
});

test('PE-T1, PE-T5: guessing the code is slowed for the address that guesses, and for no other', async () => {
  const code = (await issueSetUpCode(database.prisma)) ?? '';
  const tried = await Promise.allSettled(
    Array.from({ length: 40 }, (_, n) => setUpInstallation(outside(), first(`guess ${n}`))),
  );
  const reasons = tried.map((one) => (one.status === 'rejected' ? one.reason.reason : ''));
  expect(reasons.filter((reason) => reason === 'wrong_set_up_code')).toHaveLength(30);
  expect(reasons.filter((reason) => reason === 'too_many_attempts')).toHaveLength(10);
  await expect(setUpInstallation(outside('198.51.100.4'), first(code))).resolves.toBeDefined();
});

test('an installation with people never issues a code', async () => {
  await buildPerson(database.prisma);
  expect(await issueSetUpCode(database.prisma)).toBeNull();
});
