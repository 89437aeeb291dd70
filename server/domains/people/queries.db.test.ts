import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { buildContext, buildPerson, buildTeam } from './factory';
import { peopleFiltersFrom } from './filters.rules';
import { peopleCsv } from './list-csv';
import { personPolicy, readablePeople } from './policy';
import { getPerson, listJobRoles, listPeople, listTeamNames, listTeams, searchPeople } from './queries';
import { listPeopleInput, listTeamsInput, searchPeopleInput } from './schema';

const now = new Date('2026-01-05T09:00:00Z');
let database: Database;
let admin: Context;
let member: Context;

beforeAll(async () => {
  database = await testDatabase();
  admin = await buildContext(database.prisma, { name: 'Zed Admin', accessRole: 'administrator', now });
  member = await buildContext(database.prisma, { name: 'Mia Member', email: 'mia@example.com', now });
  await buildContext(database.prisma, { name: 'Leo Leader', accessRole: 'leadership', now });
  const manager = await buildPerson(database.prisma, {
    name: 'Ana Ruiz',
    email: 'ana@corp.example',
    levelKey: 'senior_engineer',
  });
  await buildPerson(database.prisma, { name: 'Noah 100%_sure', managerId: manager.id });
  const left = await buildPerson(database.prisma, { name: 'Gone Person', left: true, managerId: manager.id });
  await buildTeam(database.prisma, { name: 'Core', memberIds: [manager.id, left.id] });
});
afterAll(() => database.close());

const list = (ctx: Context, input: object = {}) => listPeople(ctx, listPeopleInput.parse(input));
const names = async (ctx: Context, input: object = {}) => (await list(ctx, input)).people.map((person) => person.name);

test('PE-V5: read and its where-clause agree for every actor and every person', async () => {
  const people = await database.prisma.person.findMany({ include: { deactivation: true } });
  for (const person of people) {
    const actor: Actor = { ...member.actor, personId: person.id, accessRole: person.accessRole };
    const listed = await database.prisma.person.findMany({ where: readablePeople(actor), select: { id: true } });
    const allowed = people.filter((one) => personPolicy.read(actor, { id: one.id, active: one.deactivation === null }));
    expect(listed.map((row) => row.id).sort()).toEqual(allowed.map((row) => row.id).sort());
  }
});

describe('the list of people', () => {
  test('is by name, and pages meet without gap or overlap', async () => {
    const all = await names(admin);
    expect(all).toEqual([...all].sort((one, other) => one.localeCompare(other, 'en')));
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(admin, { limit: 2, cursor });
      expect(page.total).toBe(all.length);
      paged.push(...page.people.map((person) => person.name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(paged).toEqual(all);
    await expect(list(admin, { cursor: 'nonsense' })).rejects.toMatchObject({ reason: 'cursor' });
  });

  test('filters by team, role, manager and what is in a name, to the letter', async () => {
    const team = await database.prisma.team.findUniqueOrThrow({ where: { name: 'Core' } });
    const ana = await database.prisma.person.findUniqueOrThrow({ where: { email: 'ana@corp.example' } });
    expect(await names(admin, { teamId: team.id })).toEqual(['Ana Ruiz']);
    expect(await names(admin, { accessRole: 'leadership' })).toEqual(['Leo Leader']);
    expect(await names(admin, { managerId: ana.id })).toEqual(['Noah 100%_sure']);
    expect(await names(admin, { jobRoleId: ana.jobRoleId ?? '' })).toEqual(['Ana Ruiz']);
    expect(await names(admin, { search: 'RUI an' })).toEqual(['Ana Ruiz']);
    expect(await names(admin, { search: '%_' })).toEqual(['Noah 100%_sure']);
  });

  test('PE-V2: addresses are shown to, and searched by, administrators and their owners only', async () => {
    expect(await names(admin, { search: 'corp.example' })).toEqual(['Ana Ruiz']);
    expect(await names(member, { search: 'corp.example' })).toEqual([]);
    const emails = (await list(member)).people.map((person) => person.email).filter((email) => email !== null);
    expect(emails).toEqual(['mia@example.com']);
  });

  test('PE-V1: who has left is seen by administrators', async () => {
    expect(await names(admin, { active: false })).toEqual(['Gone Person']);
    expect(await names(member, { active: false })).toEqual([]);
    const gone = await database.prisma.person.findFirstOrThrow({ where: { name: 'Gone Person' } });
    await expect(getPerson(member, { id: gone.id })).rejects.toMatchObject({
      code: 'not_found',
      reason: 'no_such_thing',
    });
    await expect(getPerson(member, { id: 'unknown' })).rejects.toMatchObject({
      code: 'not_found',
      reason: 'no_such_thing',
    });
    expect(await getPerson(admin, { id: gone.id })).toMatchObject({
      left: true,
      can: { reactivate: true, deactivate: false },
    });
  });
});

describe('the list as CSV', () => {
  const csv = async (ctx: Context, address: string) => {
    const params = new URLSearchParams(address);
    let text = '';
    for await (const part of peopleCsv(
      ctx,
      peopleFiltersFrom((key) => params.get(key)),
    ))
      text += part;
    const [head, ...lines] = text.trimEnd().split('\r\n');
    expect(head).toBe('id,name,email,job_role,job_level,teams,reports_to,manager_email,access_role');
    return lines.map((line) => line.split(',').slice(1).join(','));
  };

  test('PE-V6: has the rows of the list as it is filtered, and of each what the one who asks sees there', async () => {
    const all = await csv(admin, '');
    expect(all.map((line) => line.split(',')[0])).toEqual(await names(admin));
    expect(await csv(admin, 'q=ruiz')).toEqual([
      expect.stringMatching(/^Ana Ruiz,ana@corp\.example,.*,Senior engineer,Core,,,member$/),
    ]);
    expect(await csv(admin, 'left=1')).toEqual([expect.stringMatching(/^Gone Person,.*,Ana Ruiz,/)]);
    expect(await csv(admin, 'q=noah')).toEqual([expect.stringMatching(/,Ana Ruiz,ana@corp\.example,member$/)]);
    expect(await csv(member, 'q=noah')).toEqual([expect.stringMatching(/,Ana Ruiz,,member$/)]);
    const seen = (await csv(member, '')).join('\n');
    expect(seen).toContain('Ana Ruiz,,');
    expect(seen.match(/\S+@\S+?(?=,)/g)).toEqual([expect.stringContaining('mia@example.com')]);
    expect(await csv(member, 'left=1')).toEqual([]);
    expect(await csv(member, 'q=corp.example')).toEqual([]);
  });
});

test('a person’s page names their manager and active reports, and says what the reader can do', async () => {
  const ana = await database.prisma.person.findUniqueOrThrow({ where: { email: 'ana@corp.example' } });
  const page = await getPerson(member, { id: ana.id });
  expect(page.reports.map((report) => report.name)).toEqual(['Noah 100%_sure']);
  expect(page).toMatchObject({
    email: null,
    jobLevel: { key: 'senior_engineer', senior: true },
    teams: [{ name: 'Core' }],
  });
  expect(page.can).toMatchObject({ read: true, manage: false });
});

test('PE-V7: a membership whose team or person went while it was read is left out', async () => {
  const apart = await testDatabase();
  const { prisma } = apart;
  const ctx = await buildContext(prisma, { now });
  const [ana, noah] = [await buildPerson(prisma), await buildPerson(prisma)];
  const [core, data] = [
    await buildTeam(prisma, { name: 'Core', memberIds: [ana.id, noah.id] }),
    await buildTeam(prisma, { name: 'Data', memberIds: [ana.id] }),
  ];
  // As the second query of a read finds it: the first has named what is gone by now.
  for (const of of ['team', 'person']) {
    await prisma.$executeRawUnsafe(`ALTER TABLE team_membership DROP CONSTRAINT team_membership_${of}_id_fkey`);
  }
  await prisma.team.delete({ where: { id: data.id } });
  expect((await getPerson(ctx, { id: ana.id })).teams).toEqual([{ id: core.id, name: 'Core' }]);
  await prisma.person.delete({ where: { id: noah.id } });
  const { teams } = await listTeams(ctx, listTeamsInput.parse({}));
  expect(teams[0]?.members.map((member) => member.id)).toEqual([ana.id]);
  await apart.close();
});

test('the picker finds active people and keeps the names of those who were picked before', async () => {
  const gone = await database.prisma.person.findFirstOrThrow({ where: { name: 'Gone Person' } });
  const find = (ctx: Context, input: object) => searchPeople(ctx, searchPeopleInput.parse(input));
  expect((await find(member, { search: 'ana' })).map((person) => person.name)).toEqual(['Ana Ruiz']);
  expect(await find(member, { search: 'gone' })).toEqual([]);
  expect((await find(admin, { search: 'ana', ids: [gone.id] })).map((person) => [person.name, person.left])).toEqual([
    ['Gone Person', true],
    ['Ana Ruiz', false],
  ]);
});

test('a name is found without its accents, and with them', async () => {
  const { id } = await buildPerson(database.prisma, { name: 'Zoé Łącka' });
  const find = async (search: string) =>
    (await searchPeople(member, searchPeopleInput.parse({ search }))).map((person) => person.id);
  for (const typed of ['zoe', 'ZOÉ', 'lacka', 'Łącka zoe', 'łącka']) expect(await find(typed), typed).toEqual([id]);
  await database.prisma.person.update({ where: { id }, data: { name: 'Søren' } });
  expect(await find('soren')).toEqual([id]);
  expect(await find('zoe')).toEqual([]);
  await database.prisma.person.delete({ where: { id } });
});

test('teams list who is here; job roles count who holds them', async () => {
  const { teams, can } = await listTeams(member, { limit: 50 });
  expect(teams.map((team) => [team.name, team.members.map((person) => person.name)])).toEqual([['Core', ['Ana Ruiz']]]);
  expect(can.manage).toBe(false);
  const { jobRoles } = await listJobRoles(admin);
  expect(jobRoles[0]).toMatchObject({ people: 1 });
  expect(jobRoles[0]?.levels.map((level) => level.people)).toEqual([0, 0, 1, 0, 0]);
});

test('PE-M2: teams come a page at a time, each once; their names come all at once', async () => {
  for (const name of ['Desk', 'Alerts', 'Billing']) await buildTeam(database.prisma, { name });
  const seen: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await listTeams(member, { limit: 2, cursor });
    seen.push(...page.teams.map((team) => team.name));
    cursor = page.nextCursor;
    if (cursor === null) break;
    expect(page.teams).toHaveLength(2);
  }
  expect(seen).toEqual(['Alerts', 'Billing', 'Core', 'Desk']);
  expect((await listTeamNames(member)).map((team) => team.name)).toEqual(seen);
});
