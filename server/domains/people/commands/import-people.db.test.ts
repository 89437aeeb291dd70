import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Context } from '@/server/platform/command';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { buildContext, buildJobRole, buildPerson, buildTeam, MAILROOM } from '../factory';
import { peopleCsv } from '../list-csv';
import { invitePersonInput } from '../schema';
import { acceptInvitation } from './accept-invitation';
import { changeManager } from './change-place';
import { importPeople, previewPeopleImport } from './import-people';
import { invitePerson } from './invite-person';

const now = new Date('2026-01-05T09:00:00Z');
let database: Database;
let admin: Context;

beforeEach(async () => {
  database = await testDatabase();
  admin = await buildContext(database.prisma, { email: 'admin@example.com', accessRole: 'administrator', now });
});
afterEach(() => database.close());

const file = (...lines: string[]) => ({
  csv: ['email,name,access_role,job_role,job_level,senior_level,teams,manager_email', ...lines].join('\n'),
});

async function join(email: string): Promise<string> {
  const mail = await database.prisma.mailMessage.findFirstOrThrow({ where: { toAddress: email } });
  const token = /token=([\w-]+)/.exec(mail.text)?.[1] ?? '';
  const outside = { db: database.prisma, now, address: '', userAgent: '', secret: 'x' };
  const input = { token, name: email, password: 'ten thousand lakes', timeZone: 'UTC' };
  return (await acceptInvitation(outside, input)).personId;
}

test('PE-C4: people, teams, roles, levels and managers come of one file, managers also when they join later', async () => {
  const csv = file(
    'ana@example.com,Ana,member,Engineer,Senior engineer,,Core|Data,marco@example.com',
    'marco@example.com,Marco,leadership,Manager,Head,yes,Core,admin@example.com',
  );
  expect((await previewPeopleImport(admin, csv)).newTeams).toEqual(['Core', 'Data']);
  expect(await database.prisma.team.count()).toBe(0);
  expect(await importPeople(admin, csv, MAILROOM)).toEqual({ invited: 2, updated: 0, unchanged: 0 });
  const anaId = await join('ana@example.com');
  const ana = await database.prisma.person.findUniqueOrThrow({
    where: { id: anaId },
    include: { teams: true, jobLevel: true },
  });
  expect(ana).toMatchObject({ managerId: null, jobLevel: { key: 'senior_engineer', senior: true } });
  expect(ana.teams).toHaveLength(2);
  const marcoId = await join('marco@example.com');
  const marco = await database.prisma.person.findUniqueOrThrow({ where: { id: marcoId }, include: { jobLevel: true } });
  expect(marco).toMatchObject({
    managerId: admin.actor.personId,
    accessRole: 'leadership',
    jobLevel: { senior: true },
  });
  expect((await database.prisma.person.findUniqueOrThrow({ where: { id: anaId } })).managerId).toBe(marcoId);
  const told = { type: 'people.person.manager_changed', subject: anaId };
  expect((await database.prisma.event.findFirstOrThrow({ where: told })).data).toEqual({ from: null, to: marcoId });
  // The same file again changes nothing.
  expect(await importPeople(admin, csv, MAILROOM)).toEqual({ invited: 0, updated: 0, unchanged: 2 });
});

test('PE-C4: with one wrong row nothing at all is written', async () => {
  const csv = file('ana@example.com,Ana,member,Engineer,,,Core,', 'not an address,Noah,,,,,,');
  const before = await database.prisma.event.count();
  await expect(importPeople(admin, csv, MAILROOM)).rejects.toMatchObject({
    code: 'invalid',
    reason: 'import_has_problems',
    params: { problems: 1 },
  });
  expect(await database.prisma.invitation.count()).toBe(0);
  expect(await database.prisma.team.count()).toBe(0);
  expect(await database.prisma.mailMessage.count()).toBe(0);
  expect(await database.prisma.event.count()).toBe(before);
});

test('PE-C5: who is here is updated, what a row leaves empty stays, and a hierarchy can be turned around', async () => {
  const boss = await buildPerson(database.prisma, { email: 'boss@example.com', levelKey: 'engineer' });
  const ana = await buildPerson(database.prisma, { email: 'ana@example.com', managerId: boss.id });
  const csv = file(`boss@example.com,Boss,,,,,Core,ana@example.com`, `ana@example.com,Ana,,,,,,admin@example.com`);
  expect(await importPeople(admin, csv, MAILROOM)).toEqual({ invited: 0, updated: 2, unchanged: 0 });
  const after = await database.prisma.person.findUniqueOrThrow({
    where: { id: boss.id },
    include: { jobLevel: true, teams: true },
  });
  expect(after).toMatchObject({ managerId: ana.id, jobLevel: { key: 'engineer' } });
  expect(after.teams).toHaveLength(1);
  expect((await database.prisma.person.findUniqueOrThrow({ where: { id: ana.id } })).managerId).toBe(
    admin.actor.personId,
  );
});

const managerOf = async (id: string) => (await database.prisma.person.findUniqueOrThrow({ where: { id } })).managerId;
const awaited = (subject: string) =>
  database.prisma.event.findMany({ where: { type: 'people.person.manager_awaited', subject }, orderBy: { id: 'asc' } });

test('PE-C7: a manager who is still invited takes over when they join, also from the manager of today', async () => {
  await importPeople(admin, file('ana@example.com,Ana,,,,,,admin@example.com'), MAILROOM);
  const ana = await join('ana@example.com');
  const csv = file('ana@example.com,Ana,,,,,,marco@example.com', 'marco@example.com,Marco,,,,,,');
  expect(await importPeople(admin, csv, MAILROOM)).toEqual({ invited: 1, updated: 1, unchanged: 0 });
  expect(await importPeople(admin, csv, MAILROOM)).toEqual({ invited: 0, updated: 0, unchanged: 2 });
  const invitation = await database.prisma.invitation.findFirstOrThrow({ where: { email: 'marco@example.com' } });
  expect((await awaited(ana)).map((event) => event.data)).toEqual([{ invitationId: invitation.id }]);
  expect(await managerOf(ana)).toBe(admin.actor.personId);
  const marco = await join('marco@example.com');
  expect(await managerOf(ana)).toBe(marco);
  const changed = await database.prisma.event.findFirst({
    where: { type: 'people.person.manager_changed', subject: ana },
    orderBy: { id: 'desc' },
  });
  expect(changed).toMatchObject({ actorId: null, data: { from: admin.actor.personId, to: marco } });
});

test('PE-C7: the newest word on somebody’s manager holds, by hand or by another file', async () => {
  const boss = await buildPerson(database.prisma, { email: 'boss@example.com' });
  await importPeople(admin, file('ana@example.com,Ana,,,,,,', 'noah@example.com,Noah,,,,,,boss@example.com'), MAILROOM);
  const [ana, noah] = [await join('ana@example.com'), await join('noah@example.com')];
  const both = ['ana', 'noah'].map((name) => `${name}@example.com,${name},,,,,,marco@example.com`);
  await importPeople(admin, file(...both, 'marco@example.com,Marco,,,,,,'), MAILROOM);
  await changeManager(admin, { personId: ana, managerId: boss.id });
  const again = file('noah@example.com,Noah,,,,,,boss@example.com');
  expect(await importPeople(admin, again, MAILROOM)).toEqual({ invited: 0, updated: 1, unchanged: 0 });
  expect((await awaited(noah)).map((event) => event.data)).toEqual([expect.anything(), { invitationId: null }]);
  await join('marco@example.com');
  expect([await managerOf(ana), await managerOf(noah)]).toEqual([boss.id, boss.id]);
});

test('PE-M1: nobody comes to be above themselves through an invitation that is still open', async () => {
  const ana = await buildPerson(database.prisma, { email: 'ana@example.com' });
  const input = invitePersonInput.parse({ email: 'marco@example.com', name: 'Marco', managerId: ana.id });
  await invitePerson(admin, input, MAILROOM);
  await importPeople(admin, file('noah@example.com,Noah,,,,,,'), MAILROOM);
  const noah = await join('noah@example.com');
  await changeManager(admin, { personId: ana.id, managerId: noah });
  const csv = file('noah@example.com,Noah,,,,,,marco@example.com');
  const { problems } = await previewPeopleImport(admin, csv);
  expect(problems).toMatchObject([{ line: 2, column: 'manager_email', reason: 'manager_cycle' }]);
});

test('PE-C9: an exported list can be imported again, and nothing changes', async () => {
  const { prisma } = database;
  const level = { key: 'lead', name: 'Lead, of "all"', senior: true };
  const role = await buildJobRole(prisma, { name: '@Home; engineer', levels: [level] });
  const gone = await buildPerson(prisma, { name: 'Gone', left: true });
  const boss = await buildPerson(prisma, { email: 'boss@example.com', levelKey: 'engineer' });
  const ana = await buildPerson(prisma, { email: '+ana@example.com', name: '=Ana', managerId: boss.id });
  await buildPerson(prisma, { managerId: gone.id, jobRoleId: role.id });
  await buildTeam(prisma, { name: '-R&D; "core" | data', memberIds: [ana.id, boss.id] });
  await buildTeam(prisma, { name: '"', memberIds: [ana.id] });
  await buildTeam(prisma, { name: "'=Sales", memberIds: [ana.id] });
  // Noah is under somebody today, and awaits somebody who is still invited.
  await importPeople(admin, file('noah@example.com,Noah,,,,,,boss@example.com'), MAILROOM);
  const noah = await join('noah@example.com');
  const awaits = file('noah@example.com,Noah,,,,,,marco@example.com', 'marco@example.com,Marco,,,,,,');
  await importPeople(admin, awaits, MAILROOM);

  let csv = '';
  for await (const part of peopleCsv(admin, { active: true })) csv += part;
  expect(csv).toMatch(/;[^\n]*,boss@example\.com,member\r\n/);
  const people = await prisma.person.count({ where: { deactivation: null } });
  const before = await prisma.event.count();
  const plan = await previewPeopleImport(admin, { csv });
  expect(plan).toMatchObject({ problems: [], newTeams: [], newJobRoles: [], newLevels: [] });
  expect(await importPeople(admin, { csv }, MAILROOM)).toEqual({ invited: 0, updated: 0, unchanged: people });
  // The import itself, and nothing besides.
  expect(await prisma.event.count()).toBe(before + 1);
  const marco = await join('marco@example.com');
  expect(await managerOf(noah)).toBe(marco);
});

test('a thousand rows are imported in one go', async () => {
  const lines = Array.from(
    { length: 1_000 },
    (_, n) => `p${n}@example.com,Person ${n},,Engineer,Engineer,,Team ${n % 7},admin@example.com`,
  );
  expect(await importPeople(admin, file(...lines), MAILROOM)).toMatchObject({ invited: 1_000 });
  expect(await database.prisma.mailMessage.count()).toBe(1_000);
}, 60_000);

test('PE-D1: seen but not done while demo accounts are there, and only by administrators', async () => {
  const member = await buildContext(database.prisma, { now });
  await expect(importPeople(member, file(), MAILROOM)).rejects.toMatchObject({ code: 'forbidden' });
  await buildPerson(database.prisma, { demo: true });
  const csv = file('ana@example.com,Ana,,,,,,');
  await expect(importPeople(admin, csv, MAILROOM)).rejects.toMatchObject({ reason: 'demo_accounts_present' });
  expect((await previewPeopleImport(admin, csv)).people).toMatchObject([{ name: 'Ana', outcome: 'invite' }]);
  await expect(previewPeopleImport(member, csv)).rejects.toMatchObject({ code: 'forbidden' });
});
