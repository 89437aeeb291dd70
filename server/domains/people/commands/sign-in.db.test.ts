import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { after as later, SECOND_MS } from '@/server/platform/clock';
import type { Database } from '@/server/platform/db/client';
import { untilOneWaits } from '@/server/platform/testing/blocked';
import { testDatabase } from '@/server/platform/testing/database';
import { buildContext, buildPerson } from '../factory';
import { deactivatePerson } from './deactivate-person';
import { signOut } from './end-sessions';
import { signIn } from './sign-in';

const now = new Date('2026-01-05T09:00:00Z');
let database: Database;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const from = (address: string, ms = 0) => ({
  db: database.prisma,
  now: later(now, ms),
  address,
  userAgent: 'test',
  secret: 'secret of the installation',
});

describe('PE-S1: signing in', () => {
  test('the right pair opens a session, recorded as an event', async () => {
    const ana = await buildPerson(database.prisma, { email: 'ana@example.com', password: 'ten thousand lakes' });
    const sessionId = await signIn(from('192.0.2.1'), { email: ' ANA@example.com ', password: 'ten thousand lakes' });
    expect(sessionId).not.toBeNull();
    const session = await database.prisma.session.findUniqueOrThrow({ where: { id: sessionId ?? '' } });
    expect(session).toMatchObject({ personId: ana.id, address: '192.0.2.1', userAgent: 'test', endedAt: null });
    const event = await database.prisma.event.findFirstOrThrow({
      where: { type: 'people.session.started', subject: ana.id },
    });
    expect(event.data).toEqual({ sessionId });
    await signOut({ db: database.prisma, now }, sessionId ?? '');
    const ended = await database.prisma.session.findUniqueOrThrow({ where: { id: session.id } });
    expect(ended.endedReason).toBe('signed_out');
    await expect(signOut({ db: database.prisma, now }, 'unknown')).resolves.toBeUndefined();
  });

  test('a wrong password, an unknown address, no password, and somebody who has left are one answer', async () => {
    await buildPerson(database.prisma, { email: 'noah@example.com', password: 'ten thousand lakes' });
    await buildPerson(database.prisma, { email: 'new@example.com' });
    await buildPerson(database.prisma, { email: 'left@example.com', password: 'ten thousand lakes', left: true });
    const attempts = [
      ['noah@example.com', 'ten thousand fakes'],
      ['nobody@example.com', 'ten thousand lakes'],
      ['new@example.com', ''],
      ['left@example.com', 'ten thousand lakes'],
      ['noah\u0000@example.com', 'ten thousand lakes'],
    ] as const;
    for (const [email, password] of attempts) {
      expect(await signIn(from('192.0.2.2'), { email, password })).toBeNull();
    }
  });
});

describe('PE-T1: repeated failures', () => {
  test('attempts for one account at once from many addresses are slowed, also when the account does not exist', async () => {
    await buildPerson(database.prisma, { email: 'target@example.com', password: 'ten thousand lakes' });
    for (const email of ['target@example.com', 'nobody-at-all@example.com']) {
      const tried = await Promise.allSettled(
        Array.from({ length: 12 }, (_, n) => signIn(from(`198.51.100.${n}`), { email, password: `guess ${n}` })),
      );
      expect(tried.filter((one) => one.status === 'fulfilled')).toHaveLength(5);
      const refused = tried.find((one) => one.status === 'rejected');
      expect(refused?.reason).toMatchObject({ code: 'rate_limited', params: { retryAfterSeconds: 2 } });
    }
  });

  test('PE-T4: guesses at an account that is slowed already do not make its office wait', async () => {
    const right = { email: 'colleague@example.com', password: 'ten thousand lakes' };
    await buildPerson(database.prisma, right);
    const office = '203.0.113.60';
    const tried = await Promise.allSettled(
      Array.from({ length: 45 }, () => signIn(from(office), { email: 'slowed@example.com', password: 'x' })),
    );
    expect(tried.filter((one) => one.status === 'rejected')).toHaveLength(40);
    await expect(signIn(from(office), right)).resolves.not.toBeNull();
  });

  test('even the right password waits, then opens, and clears the account but not the address', async () => {
    const right = { email: 'patient@example.com', password: 'ten thousand lakes' };
    await buildPerson(database.prisma, right);
    const address = '203.0.113.50';
    for (let n = 0; n < 5; n++) await signIn(from(address), { ...right, password: 'wrong' });
    await expect(signIn(from(address), right)).rejects.toMatchObject({ code: 'rate_limited' });
    expect(await signIn(from(address, 2 * SECOND_MS), right)).not.toBeNull();
    for (let n = 0; n < 4; n++) await signIn(from(address, 3 * SECOND_MS), { ...right, password: 'wrong' });
    expect(await signIn(from(address, 3 * SECOND_MS), right)).not.toBeNull();
    // Thirty failures of one address: 9 above, and these.
    const sprayed = await Promise.allSettled(
      Array.from({ length: 25 }, (_, n) =>
        signIn(from(address, 3 * SECOND_MS), { email: `s${n}@example.com`, password: 'x' }),
      ),
    );
    expect(sprayed.filter((one) => one.status === 'rejected').length).toBeGreaterThan(0);
  });
});

test('PE-X4: no session opens for whoever is deactivated while their password is being checked', async () => {
  const admin = await buildContext(database.prisma, { accessRole: 'administrator', now });
  const right = { email: 'racing@example.com', password: 'ten thousand lakes' };
  const racing = await buildPerson(database.prisma, right);
  const race = await database.prisma.$transaction(async (tx) => {
    const input = { personId: racing.id, handOverToId: admin.actor.personId, reason: '' };
    await deactivatePerson({ ...admin, db: tx }, input);
    const entering = signIn(from('192.0.2.9'), right);
    // Only a right password comes as far as the row that the deactivation holds.
    await untilOneWaits(database.prisma);
    // In an object, or the transaction would wait for it.
    return { entering };
  });
  expect(await race.entering).toBeNull();
  expect(await database.prisma.session.count({ where: { personId: racing.id, endedAt: null } })).toBe(0);
});
