import type { Prisma } from '@/prisma/generated/client';
import type { Actor, ActorDoor } from '../access';
import type { Db } from '../db/client';

/** Everything an Actor is made of, in one read whatever the person's teams and reports are. */
export const ACTOR_FACTS = {
  id: true,
  name: true,
  timeZone: true,
  accessRole: true,
  jobRoleId: true,
  jobLevel: { select: { senior: true } },
  teams: { select: { teamId: true } },
  reports: { where: { deactivation: null }, select: { id: true } },
  deactivation: { select: { personId: true } },
} satisfies Prisma.PersonSelect;

export type ActorFacts = Prisma.PersonGetPayload<{ select: typeof ACTOR_FACTS }>;

/** @returns the actor, or null when the person has left */
export function actorFrom(facts: ActorFacts, door: ActorDoor): Actor | null {
  if (facts.deactivation) return null;
  return {
    personId: facts.id,
    name: facts.name,
    timeZone: facts.timeZone,
    accessRole: facts.accessRole,
    jobRoleId: facts.jobRoleId,
    senior: facts.jobLevel?.senior ?? false,
    teamIds: facts.teams.map((membership) => membership.teamId),
    reportIds: facts.reports.map((report) => report.id),
    door,
  };
}

/**
 * For doors that were opened by other means: a socket judged again, a job, a test.
 * @returns null when there is no such person or the person has left
 */
export async function loadActor(db: Db, personId: string, door: ActorDoor): Promise<Actor | null> {
  const facts = await db.person.findUnique({ where: { id: personId }, select: ACTOR_FACTS });
  return facts && actorFrom(facts, door);
}

/** For the command line, which names the person it acts for. @returns null when nobody active has the address */
export async function loadActorByEmail(db: Db, email: string, door: ActorDoor): Promise<Actor | null> {
  const facts = await db.person.findUnique({ where: { email: email.trim().toLowerCase() }, select: ACTOR_FACTS });
  return facts && actorFrom(facts, door);
}
