import type { AccessRole, TokenScope } from '@/prisma/generated/enums';

/** How the actor came in. A token carries scopes; a session does not. The command line acts for a named person. */
export type ActorDoor =
  | { kind: 'session'; sessionId: string }
  | { kind: 'token'; tokenId: string; scopes: readonly TokenScope[] }
  | { kind: 'command_line' }
  | { kind: 'job' };

/** Who acts: loaded once a request, socket or job, and complete, so that policies are sentences over loaded facts. */
export type Actor = {
  personId: string;
  name: string;
  timeZone: string;
  accessRole: AccessRole;
  jobRoleId: string | null;
  /** Holds a level that its job role marks as senior. */
  senior: boolean;
  teamIds: readonly string[];
  reportIds: readonly string[];
  door: ActorDoor;
};

/** Runs the installation, which opens nothing that is written in it. */
export const isAdministrator = (actor: Actor): boolean => actor.accessRole === 'administrator';

/** A token without the scope is refused whatever its person may do. */
export function hasScope(actor: Actor, scope: TokenScope): boolean {
  if (actor.door.kind !== 'token') return true;
  return actor.door.scopes.includes(scope) || (scope === 'read' && actor.door.scopes.includes('write'));
}
