import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '@/server/platform/command';
import type { Database } from '@/server/platform/db/client';
import { untilOneWaits } from '@/server/platform/testing/blocked';
import { testDatabase } from '@/server/platform/testing/database';
import { buildContext, buildPerson } from '../factory';
import { listJobRoles } from '../queries';
import { changeJob } from './change-place';
import { changeJobRole, createJobRole } from './job-roles';

const now = new Date('2026-01-05T09:00:00Z');
let database: Database;
let admin: Context;

beforeAll(async () => {
  database = await testDatabase();
  admin = await buildContext(database.prisma, { accessRole: 'administrator', now });
});
afterAll(() => database.close());

/** A role of two levels, as an administrator's dialog holds it. */
async function roleSeen(name: string) {
  const levels = ['a', 'b'].map((key) => ({ key, name: key.toUpperCase(), senior: false }));
  const { jobRoleId } = await createJobRole(admin, { name, levels });
  const seen = (await listJobRoles(admin)).jobRoles.find((role) => role.id === jobRoleId);
  if (!seen) throw new Error('the role was made');
  return { jobRoleId, revision: seen.revision, name, levels: seen.levels };
}

describe('PE-L4: two administrators change one job role', () => {
  test('one after the other: the later, who saw the levels of before, is told and changes nothing', async () => {
    const seen = await roleSeen('Analyst');
    const [a, b] = seen.levels;
    if (!a || !b) throw new Error('two levels were made');
    await changeJobRole(admin, { ...seen, levels: [a, { ...b, senior: true }] });
    await expect(changeJobRole(admin, { ...seen, name: 'Analyst II' })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'job_role_changed',
    });
    const role = (await listJobRoles(admin)).jobRoles.find((one) => one.id === seen.jobRoleId);
    expect(role).toMatchObject({ name: 'Analyst', revision: seen.revision + 1 });
    expect(role?.levels.map((level) => level.senior)).toEqual([false, true]);
  });

  test('at the same time: one of them goes through', async () => {
    const seen = await roleSeen('Tester');
    const tried = await Promise.allSettled(
      ['Tester I', 'Tester II', 'Tester III'].map((name) => changeJobRole(admin, { ...seen, name })),
    );
    expect(tried.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('PE-L5: a level and who holds it, at the same time', () => {
  test('a level that somebody is being given is not removed', async () => {
    const seen = await roleSeen('Designer');
    const [a, b] = seen.levels;
    if (!a || !b) throw new Error('two levels were made');
    const person = await buildPerson(database.prisma);
    const race = await database.prisma.$transaction(async (tx) => {
      await changeJob({ ...admin, db: tx }, { personId: person.id, jobRoleId: seen.jobRoleId, jobLevelId: b.id });
      const removing = Promise.allSettled([changeJobRole(admin, { ...seen, levels: [a] })]);
      await untilOneWaits(database.prisma);
      // In an object, or the transaction would wait for it.
      return { removing };
    });
    expect(await race.removing).toMatchObject([{ status: 'rejected', reason: { reason: 'level_held' } }]);
    const { jobLevelId } = await database.prisma.person.findUniqueOrThrow({ where: { id: person.id } });
    expect(jobLevelId).toBe(b.id);
  });

  test('a level that is being removed is given to nobody', async () => {
    const seen = await roleSeen('Writer');
    const [a, b] = seen.levels;
    if (!a || !b) throw new Error('two levels were made');
    const person = await buildPerson(database.prisma);
    const race = await database.prisma.$transaction(async (tx) => {
      await changeJobRole({ ...admin, db: tx }, { ...seen, levels: [a] });
      const input = { personId: person.id, jobRoleId: seen.jobRoleId, jobLevelId: b.id };
      const giving = Promise.allSettled([changeJob(admin, input)]);
      await untilOneWaits(database.prisma);
      return { giving };
    });
    expect(await race.giving).toMatchObject([{ status: 'rejected', reason: { reason: 'no_such_level' } }]);
  });
});
