import type { AccessRole } from '@/prisma/generated/enums';
import type { Actor } from '@/server/platform/access';
import { loadActor } from '@/server/platform/auth';
import type { Context } from '@/server/platform/command';
import type { Db } from '@/server/platform/db/client';

/** Noon on a Monday: tests take time from here. */
export const TEST_NOW = new Date('2026-03-02T12:00:00.000Z');

export type WorldPerson = {
  name: string;
  accessRole?: AccessRole;
  teamIds?: readonly string[];
  jobRoleId?: string;
  jobLevelId?: string;
  managerId?: string;
};

/** A person of a test's world, as an actor. */
export async function makePerson(db: Db, person: WorldPerson): Promise<Actor> {
  const { id } = await db.person.create({
    data: {
      email: `${person.name.toLowerCase().replaceAll(' ', '.')}@example.test`,
      name: person.name,
      accessRole: person.accessRole,
      jobRoleId: person.jobRoleId,
      jobLevelId: person.jobLevelId,
      managerId: person.managerId,
      teams: { create: (person.teamIds ?? []).map((teamId) => ({ teamId })) },
    },
    select: { id: true },
  });
  return actorOf(db, id);
}

/** The person as they are now. */
export async function actorOf(db: Db, personId: string): Promise<Actor> {
  const actor = await loadActor(db, personId, { kind: 'job' });
  if (!actor) throw new Error('The person of the test has left.');
  return actor;
}

export const as = (actor: Actor, db: Db, now = TEST_NOW): Context => ({ actor, db, now });

/** Two teams, two job roles with a junior and a senior level, and somebody in every position that a rule knows. */
export async function makeWorld(db: Db) {
  const teams = [];
  for (const name of ['Platform', 'Mobile']) teams.push(await db.team.create({ data: { name } }));
  const roles = [];
  for (const name of ['Engineer', 'Designer']) {
    const levels = [
      { key: 'junior', name: 'Junior', rank: 0, senior: false },
      { key: 'senior', name: 'Senior', rank: 1, senior: true },
    ];
    roles.push(await db.jobRole.create({ data: { name, levels: { create: levels } }, include: { levels: true } }));
  }
  const [platform, mobile] = teams;
  const [engineer, designer] = roles;
  if (!platform || !mobile || !engineer || !designer) throw new Error('The world is incomplete.');
  const level = (role: typeof engineer, key: string) => {
    const found = role.levels.find((one) => one.key === key);
    return { jobRoleId: role.id, jobLevelId: found?.id };
  };
  const people = {
    author: await makePerson(db, { name: 'Author', ...level(engineer, 'junior') }),
    platformJunior: await makePerson(db, {
      name: 'Platform junior',
      teamIds: [platform.id],
      ...level(engineer, 'junior'),
    }),
    mobileSenior: await makePerson(db, { name: 'Mobile senior', teamIds: [mobile.id], ...level(designer, 'senior') }),
    bothTeams: await makePerson(db, { name: 'Both teams', teamIds: [platform.id, mobile.id] }),
    leader: await makePerson(db, { name: 'Leader', accessRole: 'leadership' }),
    administrator: await makePerson(db, { name: 'Administrator', accessRole: 'administrator' }),
    newcomer: await makePerson(db, { name: 'Newcomer' }),
  };
  return { platform, mobile, engineer, designer, people };
}

export type World = Awaited<ReturnType<typeof makeWorld>>;
