import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Context } from '@/server/platform/command';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { assertDemoWorldMayLoad } from '../demo';
import { buildContext, buildJobRole, buildPerson, buildTeam, MAILROOM } from '../factory';
import { invitePersonInput } from '../schema';
import { invitePerson } from './invite-person';
import { type DemoCleanup, removeDemoAccounts } from './remove-demo-accounts';
import { setUpInstallation } from './set-up';

const now = new Date('2026-01-05T09:00:00Z');
let database: Database;
let admin: Context;

beforeEach(async () => {
  database = await testDatabase();
  admin = await buildContext(database.prisma, { accessRole: 'administrator', demo: true, now });
});
afterEach(() => database.close());

/** What the knowledge domain does, in small: whoever wrote an item cannot be deleted before it. */
const removeItems: DemoCleanup = (tx, { personIds }) =>
  tx.knowledgeItem.deleteMany({ where: { authorId: { in: personIds } } });

async function fillWorld() {
  const role = await buildJobRole(database.prisma);
  const ana = await buildPerson(database.prisma, { demo: true, jobRoleId: role.id, managerId: admin.actor.personId });
  const team = await buildTeam(database.prisma, { memberIds: [ana.id, admin.actor.personId] });
  const dates = { createdAt: now, updatedAt: now };
  await database.prisma.knowledgeItem.create({
    data: {
      title: 'A page',
      contentType: 'tutorials',
      authorId: ana.id,
      ...dates,
      teams: { create: { teamId: team.id } },
    },
  });
  return { ana, team, role };
}

test('PE-D3: one act removes the accounts, what they wrote, their teams and roles, and waits for a set-up', async () => {
  await fillWorld();
  const input = invitePersonInput.parse({ email: 'real@example.com', name: 'Real' });
  await expect(invitePerson(admin, input, MAILROOM)).rejects.toMatchObject({ reason: 'demo_accounts_present' });

  const { removed, setUpCode } = await removeDemoAccounts(admin, [removeItems]);
  expect(removed).toBe(2);
  const { prisma } = database;
  const left = await Promise.all([
    prisma.person.count(),
    prisma.knowledgeItem.count(),
    prisma.team.count(),
    prisma.jobRole.count(),
  ]);
  expect(left).toEqual([0, 0, 0, 0]);
  const outside = { db: prisma, now, address: '', userAgent: '', secret: 'x' };
  const first = {
    code: setUpCode ?? '',
    name: 'First',
    email: 'f@example.com',
    password: 'ten thousand lakes',
    timeZone: 'UTC',
  };
  await expect(setUpInstallation(outside, first)).resolves.toHaveProperty('personId');
  await expect(assertDemoWorldMayLoad(prisma)).rejects.toMatchObject({ reason: 'real_people_present' });
});

test('PE-D3: where real people are, they and their teams stay, and nobody is asked to set up again', async () => {
  const { team } = await fillWorld();
  const real = await buildContext(database.prisma, { accessRole: 'administrator', teamIds: [team.id], now });
  expect(await removeDemoAccounts(real, [removeItems])).toEqual({ removed: 2, setUpCode: null });
  expect(await database.prisma.person.count()).toBe(1);
  expect(await database.prisma.team.count()).toBe(1);
  await expect(removeDemoAccounts(real, [])).rejects.toMatchObject({ reason: 'no_demo_accounts' });
});

test('PE-D3: mails to the demo accounts go with them, sent or not, and no others', async () => {
  const { ana } = await fillWorld();
  const real = await buildContext(database.prisma, { accessRole: 'administrator', email: 'real@example.com', now });
  const mail = { subject: 'News', text: 'Read it.', createdAt: now };
  await database.prisma.mailMessage.createMany({
    data: [
      { ...mail, toAddress: ana.email, state: 'kept' },
      { ...mail, toAddress: ana.email, state: 'sent' },
      { ...mail, toAddress: 'real@example.com', state: 'kept' },
    ],
  });
  await removeDemoAccounts(real, [removeItems]);
  const left = await database.prisma.mailMessage.findMany({ select: { toAddress: true } });
  expect(left).toEqual([{ toAddress: 'real@example.com' }]);
});

test('PE-D3: all or nothing: when a clean-up fails, everybody is still there', async () => {
  await fillWorld();
  const failing: DemoCleanup = () => Promise.reject(new Error('the disk is full'));
  await expect(removeDemoAccounts(admin, [removeItems, failing])).rejects.toThrow('the disk is full');
  expect(await database.prisma.person.count()).toBe(2);
  expect(await database.prisma.knowledgeItem.count()).toBe(1);
});

test('PE-D2: the demo world loads beside demo people only', async () => {
  await expect(assertDemoWorldMayLoad(database.prisma)).resolves.toBeUndefined();
  await buildPerson(database.prisma);
  await expect(assertDemoWorldMayLoad(database.prisma)).rejects.toMatchObject({ code: 'conflict' });
});
