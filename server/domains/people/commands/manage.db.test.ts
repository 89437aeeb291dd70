import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authenticate, sessionCookie } from '@/server/platform/auth';
import type { Context } from '@/server/platform/command';
import type { Database } from '@/server/platform/db/client';
import { untilOneWaits } from '@/server/platform/testing/blocked';
import { testDatabase } from '@/server/platform/testing/database';
import { buildContext, buildJobRole, buildPerson, buildTeam } from '../factory';
import { createApiToken } from './api-tokens';
import { changeAccessRole } from './change-access-role';
import { changeJob, changeManager } from './change-place';
import { deactivatePerson, reactivatePerson } from './deactivate-person';
import { changeJobRole, createJobRole } from './job-roles';
import { addTeamMember, createTeam, removeTeamMember, renameTeam } from './teams';

const now = new Date('2026-01-05T09:00:00Z');
const SECRET = 'the secret of this installation, long enough';
let database: Database;
let admin: Context;

beforeAll(async () => {
  database = await testDatabase();
  admin = await buildContext(database.prisma, { accessRole: 'administrator', now });
});
afterAll(() => database.close());

const personOf = (id: string) => database.prisma.person.findUniqueOrThrow({ where: { id } });
const eventsOf = async (subject: string) =>
  (await database.prisma.event.findMany({ where: { subject }, orderBy: { id: 'asc' } })).map((event) => event.type);

describe('PE-A1: the last administrator', () => {
  test('stays, even when all of them step down at the same time', async () => {
    const own = await testDatabase();
    try {
      const admins = await Promise.all(
        [1, 2, 3].map(() => buildContext(own.prisma, { accessRole: 'administrator', now })),
      );
      const tried = await Promise.allSettled(
        admins.map((ctx) => changeAccessRole(ctx, { personId: ctx.actor.personId, accessRole: 'member' })),
      );
      expect(tried.filter((one) => one.status === 'fulfilled')).toHaveLength(2);
      expect(tried.find((one) => one.status === 'rejected')).toMatchObject({
        reason: { code: 'conflict', reason: 'last_administrator' },
      });
      expect(await own.prisma.person.count({ where: { accessRole: 'administrator' } })).toBe(1);
    } finally {
      await own.close();
    }
  });

  test('stays when two administrators deactivate one another', async () => {
    const own = await testDatabase();
    try {
      const heir = await buildPerson(own.prisma);
      const [one, other] = await Promise.all(
        [1, 2].map(() => buildContext(own.prisma, { accessRole: 'administrator', now })),
      );
      if (!one || !other) throw new Error('two were built');
      const out = (by: Context, who: Context) =>
        deactivatePerson(by, { personId: who.actor.personId, handOverToId: heir.id, reason: '' });
      await Promise.allSettled([out(one, other), out(other, one)]);
      expect(await own.prisma.person.count({ where: { accessRole: 'administrator', deactivation: null } })).toBe(1);
    } finally {
      await own.close();
    }
  });

  test('a change is recorded by ids, and is for administrators', async () => {
    const person = await buildPerson(database.prisma);
    const member = await buildContext(database.prisma, { now });
    const input = { personId: person.id, accessRole: 'leadership' } as const;
    await expect(changeAccessRole(member, input)).rejects.toMatchObject({ code: 'forbidden' });
    await changeAccessRole(admin, input);
    expect((await personOf(person.id)).accessRole).toBe('leadership');
    expect(await eventsOf(person.id)).toEqual(['people.person.access_role_changed']);
    await expect(changeAccessRole(admin, { ...input, personId: 'none' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('job and manager', () => {
  test('PE-L1: a level of another role is refused', async () => {
    const person = await buildPerson(database.prisma);
    const [role, other] = await Promise.all([buildJobRole(database.prisma), buildJobRole(database.prisma)]);
    const level = await database.prisma.jobLevel.findFirstOrThrow({ where: { jobRoleId: role.id, senior: true } });
    await changeJob(admin, { personId: person.id, jobRoleId: role.id, jobLevelId: level.id });
    expect((await personOf(person.id)).jobLevelId).toBe(level.id);
    const wrong = { personId: person.id, jobRoleId: other.id, jobLevelId: level.id };
    await expect(changeJob(admin, wrong)).rejects.toMatchObject({ reason: 'level_of_another_role' });
    await changeJob(admin, { personId: person.id, jobRoleId: null, jobLevelId: null });
    expect(await personOf(person.id)).toMatchObject({ jobRoleId: null, jobLevelId: null });
  });

  test('PE-M1: a circle closed from all sides at once does not close', async () => {
    const [a, b, c] = await Promise.all([1, 2, 3].map(() => buildPerson(database.prisma)));
    if (!a || !b || !c) throw new Error('three were built');
    const pairs = [
      [a, b],
      [b, c],
      [c, a],
    ] as const;
    const tried = await Promise.allSettled(
      pairs.map(([person, manager]) => changeManager(admin, { personId: person.id, managerId: manager.id })),
    );
    expect(tried.filter((one) => one.status === 'fulfilled')).toHaveLength(2);
    expect(tried.find((one) => one.status === 'rejected')).toMatchObject({ reason: { reason: 'manager_cycle' } });
    await expect(changeManager(admin, { personId: a.id, managerId: a.id })).rejects.toMatchObject({
      reason: 'manager_cycle',
    });
  });
});

describe('teams', () => {
  test('are made, renamed, joined and left, each once, with an event each', async () => {
    const person = await buildPerson(database.prisma);
    const { teamId } = await createTeam(admin, { name: 'Platform 100%', description: '' });
    await expect(createTeam(admin, { name: 'platform 100%', description: '' })).rejects.toMatchObject({
      reason: 'team_name_taken',
    });
    await createTeam(admin, { name: 'Platform 100x', description: '' });
    await renameTeam(admin, { teamId, name: 'PLATFORM 100%', description: 'Runs it' });
    await addTeamMember(admin, { teamId, personId: person.id });
    await addTeamMember(admin, { teamId, personId: person.id });
    await removeTeamMember(admin, { teamId, personId: person.id });
    await removeTeamMember(admin, { teamId, personId: person.id });
    expect(await eventsOf(teamId)).toEqual([
      'people.team.created',
      'people.team.renamed',
      'people.team.member_added',
      'people.team.member_removed',
    ]);
    await expect(addTeamMember(admin, { teamId: 'none', personId: person.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('two of one name at once become one', async () => {
    const tried = await Promise.allSettled(
      ['Twin', 'TWIN', 'twin'].map((name) => createTeam(admin, { name, description: '' })),
    );
    expect(tried.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('PE-L2: job roles', () => {
  test('begin with five levels; levels are renamed, reordered, added and removed', async () => {
    const { jobRoleId } = await createJobRole(admin, { name: 'Engineer' });
    const levels = () =>
      database.prisma.jobLevel.findMany({
        where: { jobRoleId },
        orderBy: { rank: 'asc' },
        select: { id: true, key: true, name: true, senior: true },
      });
    const [junior, engineer, senior, ...rest] = await levels();
    if (!junior || !engineer || !senior) throw new Error('five levels were made');
    expect(rest).toHaveLength(2);
    // Two exchange their keys, one is dropped, one is new.
    await changeJobRole(admin, {
      jobRoleId,
      revision: 1,
      name: 'Engineer (IC)',
      levels: [
        { ...engineer, key: junior.key, senior: true },
        { ...junior, key: engineer.key },
        ...rest,
        { key: 'fellow', name: 'Fellow', senior: true },
      ],
    });
    const changed = await levels();
    expect(changed.map((level) => level.id)).toEqual([
      engineer.id,
      junior.id,
      ...rest.map((level) => level.id),
      changed[4]?.id,
    ]);
    expect(changed[0]).toMatchObject({ key: 'junior_engineer', senior: true });
    const event = await database.prisma.event.findFirstOrThrow({
      where: { type: 'people.job_role.changed', subject: jobRoleId },
    });
    expect(event.data).toEqual({ seniorityChanged: true });
  });

  test('a level that somebody holds is not removed', async () => {
    const { jobRoleId } = await createJobRole(admin, {
      name: 'Analyst',
      levels: [{ key: 'a', name: 'A', senior: false }],
    });
    const level = await database.prisma.jobLevel.findFirstOrThrow({ where: { jobRoleId } });
    await buildPerson(database.prisma, { jobRoleId, jobLevelId: level.id });
    const without = { jobRoleId, revision: 1, name: 'Analyst', levels: [{ key: 'b', name: 'B', senior: false }] };
    await expect(changeJobRole(admin, without)).rejects.toMatchObject({
      reason: 'level_held',
      params: { level: 'A', people: 1 },
    });
    expect(await database.prisma.jobLevel.count({ where: { jobRoleId } })).toBe(1);
  });
});

describe('PE-X4: deactivating', () => {
  test('shuts every door at once, moves reports up, and says who takes over', async () => {
    const boss = await buildPerson(database.prisma);
    const ana = await buildContext(database.prisma, { managerId: boss.id, password: 'ten thousand lakes', now });
    const report = await buildPerson(database.prisma, { managerId: ana.actor.personId });
    const { token } = await createApiToken(ana, { name: 'CI', scopes: ['read'], expiresInDays: 1 });
    const { personId, door } = ana.actor;
    const { name, value } = await sessionCookie({
      sessionId: door.kind === 'session' ? door.sessionId : '',
      secret: SECRET,
      secure: false,
    });
    const around = { db: database.prisma, now, secret: SECRET, secureCookies: false };
    const enter = () =>
      Promise.all([
        authenticate({ headers: {}, cookies: { [name]: value } }, around),
        authenticate({ headers: { authorization: `Bearer ${token}` } }, around),
      ]);
    expect((await enter()).map((actor) => actor?.personId)).toEqual([personId, personId]);

    await deactivatePerson(admin, { personId, handOverToId: boss.id, reason: 'Moved on' });
    expect(await enter()).toEqual([null, null]);
    expect((await personOf(report.id)).managerId).toBe(boss.id);
    expect((await eventsOf(personId)).slice(-3)).toEqual([
      'people.session.ended',
      'people.token.revoked',
      'people.person.deactivated',
    ]);
    const event = await database.prisma.event.findFirstOrThrow({
      where: { type: 'people.person.deactivated', subject: personId },
    });
    expect(event.data).toEqual({ handedOverTo: boss.id });
    const again = { personId, handOverToId: boss.id, reason: '' };
    await expect(deactivatePerson(admin, again)).rejects.toMatchObject({ reason: 'already_deactivated' });

    await reactivatePerson(admin, { personId });
    expect(await enter()).toEqual([null, null]);
    await expect(reactivatePerson(admin, { personId })).rejects.toMatchObject({ reason: 'not_deactivated' });
  });

  test('PE-X1, PE-X2: not oneself, and not into nobody’s hands', async () => {
    const { personId } = admin.actor;
    const person = await buildPerson(database.prisma);
    const left = await buildPerson(database.prisma, { left: true });
    const out = (id: string, handOverToId: string) =>
      deactivatePerson(admin, { personId: id, handOverToId, reason: '' });
    await expect(out(personId, person.id)).rejects.toMatchObject({ reason: 'deactivate_yourself' });
    await expect(out(person.id, left.id)).rejects.toMatchObject({ reason: 'hand_over_to_nobody' });
    await expect(out(person.id, person.id)).rejects.toMatchObject({ reason: 'hand_over_to_nobody' });
    expect(await database.prisma.deactivation.count({ where: { personId: person.id } })).toBe(0);
  });

  test('PE-X4: whoever is deactivated while they decide about others decides nothing', async () => {
    const { prisma } = database;
    const leaver = await buildContext(prisma, { accessRole: 'administrator', now });
    const person = await buildPerson(prisma);
    const { personId } = leaver.actor;
    const tries: (() => Promise<unknown>)[] = [
      () => changeAccessRole(leaver, { personId: person.id, accessRole: 'administrator' }),
      () => changeManager(leaver, { personId: person.id, managerId: personId }),
      () => changeJob(leaver, { personId: person.id, jobRoleId: null, jobLevelId: null }),
      () => deactivatePerson(leaver, { personId: person.id, handOverToId: admin.actor.personId, reason: '' }),
      () => createTeam(leaver, { name: 'A last team', description: '' }),
      () => createJobRole(leaver, { name: 'A last role' }),
    ];
    const race = await prisma.$transaction(async (tx) => {
      const input = { personId, handOverToId: admin.actor.personId, reason: '' };
      await deactivatePerson({ ...admin, db: tx }, input);
      const deciding = Promise.allSettled([tries[0]?.()]);
      await untilOneWaits(prisma);
      // In an object, or the transaction would wait for it.
      return { deciding };
    });
    expect(await race.deciding).toMatchObject([{ reason: { code: 'unauthenticated' } }]);
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await personOf(person.id)).toMatchObject({ accessRole: 'member', managerId: null });
  });

  test('nobody but administrators sees who has left', async () => {
    const member = await buildContext(database.prisma, { now });
    const left = await buildPerson(database.prisma, { left: true });
    await expect(reactivatePerson(member, { personId: left.id })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a team takes in nobody who has left', async () => {
    const team = await buildTeam(database.prisma);
    const left = await buildPerson(database.prisma, { left: true });
    const input = { teamId: team.id, personId: left.id };
    await expect(addTeamMember(admin, input)).rejects.toMatchObject({ reason: 'no_such_person' });
  });
});
