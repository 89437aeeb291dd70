import { randomBytes } from 'node:crypto';
import { peopleMails } from '@/components/people/mail-labels';
import type { JobRole, Person, Team } from '@/prisma/generated/client';
import type { AccessRole } from '@/prisma/generated/enums';
import type { Actor, ActorDoor } from '@/server/platform/access';
import { createSession, hashPassword, loadActor } from '@/server/platform/auth';
import { systemClock } from '@/server/platform/clock';
import type { Context } from '@/server/platform/command';
import type { Db } from '@/server/platform/db/client';
import type { Mailroom } from './mails.schema';
import { DEFAULT_LEVELS } from './rules';

/** Mails with the words that people read. */
export const MAILROOM: Mailroom = { publicUrl: 'https://kenning.example.com', mails: peopleMails };

const unique = (): string => randomBytes(5).toString('hex');

export type BuildPerson = {
  email: string;
  name: string;
  timeZone: string;
  accessRole: AccessRole;
  jobRoleId: string | null;
  jobLevelId: string | null;
  /** Instead of both: a level of the usual role, which is made when it is not there. */
  levelKey: string;
  managerId: string | null;
  teamIds: readonly string[];
  password: string;
  /** Instead of `password`, where many share one. */
  passwordHash: string;
  demo: boolean;
  left: boolean;
  now: Date;
};

/** A person with everything that a person needs. Without a password nobody signs in as them. */
export async function buildPerson(db: Db, overrides: Partial<BuildPerson> = {}): Promise<Person> {
  const { levelKey, teamIds = [], password, passwordHash, demo, left, now = systemClock(), ...columns } = overrides;
  const mark = unique();
  const job = levelKey === undefined ? {} : await usualJob(db, levelKey);
  const hash = passwordHash ?? (password === undefined ? null : await hashPassword(password));
  return db.person.create({
    data: {
      email: `person-${mark}@example.com`,
      name: `Person ${mark}`,
      ...job,
      ...columns,
      credential: hash === null ? undefined : { create: { passwordHash: hash, changedAt: now } },
      teams: { create: teamIds.map((teamId) => ({ teamId, since: now })) },
      demoAccount: demo ? { create: {} } : undefined,
      deactivation: left ? { create: { at: now } } : undefined,
    },
  });
}

async function usualJob(db: Db, levelKey: string): Promise<{ jobRoleId: string; jobLevelId: string }> {
  const role = await buildJobRole(db, { name: 'Engineer of the usual kind' });
  const level = await db.jobLevel.findUniqueOrThrow({
    where: { jobRoleId_key: { jobRoleId: role.id, key: levelKey } },
  });
  return { jobRoleId: role.id, jobLevelId: level.id };
}

/** A team, with members if they are named. One that has the name already is returned as it is. */
export async function buildTeam(
  db: Db,
  overrides: Partial<{ name: string; description: string; memberIds: readonly string[] }> = {},
): Promise<Team> {
  const { name = `Team ${unique()}`, description = '', memberIds = [] } = overrides;
  const members = { create: memberIds.map((personId) => ({ personId })) };
  return db.team.upsert({ where: { name }, create: { name, description, members }, update: {} });
}

/** A job role with the usual five levels, or others. One that has the name already is returned as it is. */
export async function buildJobRole(
  db: Db,
  overrides: Partial<{ name: string; levels: readonly { key: string; name: string; senior: boolean }[] }> = {},
): Promise<JobRole> {
  const { name = `Role ${unique()}`, levels = DEFAULT_LEVELS } = overrides;
  const create = { name, levels: { create: levels.map((level, rank) => ({ ...level, rank })) } };
  return db.jobRole.upsert({ where: { name }, create, update: {} });
}

/** An open session of a person. @returns its id */
export function buildSession(db: Db, personId: string, now = systemClock()): Promise<string> {
  return createSession(db, { personId, address: '127.0.0.1', userAgent: 'factory', now });
}

/** A person who has come in, by a session unless a door is given. */
export async function buildActor(db: Db, overrides: Partial<BuildPerson & { door: ActorDoor }> = {}): Promise<Actor> {
  const { door, ...person } = overrides;
  const { id } = await buildPerson(db, person);
  const actor = await loadActor(db, id, door ?? { kind: 'session', sessionId: await buildSession(db, id, person.now) });
  if (!actor) throw new Error('Whoever has left cannot act.');
  return actor;
}

/** What a command is given, by a person made for it. */
export async function buildContext(
  db: Context['db'],
  overrides: Partial<BuildPerson & { door: ActorDoor }> = {},
): Promise<Context> {
  const now = overrides.now ?? systemClock();
  return { actor: await buildActor(db, { ...overrides, now }), db, now };
}
