import type { Prisma } from '@/prisma/generated/client';
import { type Actor, definePolicy, isAdministrator } from '@/server/platform/access';

export type PersonFacts = { id: string; active: boolean };

const isSelf = (actor: Actor, person: PersonFacts): boolean => actor.personId === person.id;
/** How one signs in is changed in person (or by who runs the machine), not by a token that one once made. */
const cameInPerson = (actor: Actor): boolean => actor.door.kind === 'session' || actor.door.kind === 'command_line';
/** PE-V4: who is here and what they may do is settled in person too, or a stolen token would let its thief in for good. */
const administersInPerson = (actor: Actor): boolean => isAdministrator(actor) && cameInPerson(actor);

/** Everybody signed in sees names, teams and roles of who is here; who has left is seen by administrators. */
export const personPolicy = definePolicy<PersonFacts>()({
  read: (actor, person) => person.active || isSelf(actor, person) || isAdministrator(actor),
  readContact: (actor, person) => isSelf(actor, person) || isAdministrator(actor),
  updateProfile: (actor, person) => isSelf(actor, person),
  secureAccount: (actor, person) => isSelf(actor, person) && cameInPerson(actor),
  manage: administersInPerson,
  deactivate: (actor, person) => administersInPerson(actor) && !isSelf(actor, person) && person.active,
  reactivate: (actor, person) => administersInPerson(actor) && !person.active,
});

/** `personPolicy.read` as a where-clause. */
export function readablePeople(actor: Actor): Prisma.PersonWhereInput {
  if (isAdministrator(actor)) return {};
  return { OR: [{ deactivation: null }, { id: actor.personId }] };
}

/** There is one company in an installation, so these need no further facts. */
export type CompanyFacts = Record<string, never>;
export const COMPANY: CompanyFacts = {};

export const companyPolicy = definePolicy<CompanyFacts>()({
  read: () => true,
  invite: administersInPerson,
  importPeople: administersInPerson,
  manageTeams: administersInPerson,
  manageJobRoles: administersInPerson,
  removeDemoAccounts: administersInPerson,
});
