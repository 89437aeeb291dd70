/** What this domain records. Names are of people by id only. `subject` is the id in the comment. */
export const PEOPLE_EVENTS = {
  installationSetUp: 'people.installation.set_up', // the administrator
  invited: 'people.person.invited', // the invitation
  invitationResent: 'people.invitation.resent', // the invitation
  invitationRevoked: 'people.invitation.revoked', // the invitation
  invitationsExpired: 'people.invitation.expired', // who invited; data.invitationIds
  joined: 'people.person.joined', // the person
  profileUpdated: 'people.person.profile_updated', // the person
  preferenceSet: 'people.person.preference_set', // the person
  accessRoleChanged: 'people.person.access_role_changed', // the person
  jobChanged: 'people.person.job_changed', // the person
  managerChanged: 'people.person.manager_changed', // the person
  managerAwaited: 'people.person.manager_awaited', // the person; data.invitationId, null when nobody is awaited now
  deactivated: 'people.person.deactivated', // the person; data.handedOverTo
  reactivated: 'people.person.reactivated', // the person
  sessionStarted: 'people.session.started', // the person; data.sessionId
  sessionEnded: 'people.session.ended', // the person; data.sessionIds, data.reason
  passwordChanged: 'people.password.changed', // the person
  passwordResetRequested: 'people.password.reset_requested', // the person
  passwordReset: 'people.password.reset', // the person
  tokenCreated: 'people.token.created', // the person; data.tokenId
  tokenRevoked: 'people.token.revoked', // the person; data.tokenIds
  teamCreated: 'people.team.created', // the team
  teamRenamed: 'people.team.renamed', // the team
  teamMemberAdded: 'people.team.member_added', // the team; data.personId
  teamMemberRemoved: 'people.team.member_removed', // the team; data.personId
  jobRoleCreated: 'people.job_role.created', // the job role
  jobRoleChanged: 'people.job_role.changed', // the job role; data.seniorityChanged
  imported: 'people.import.applied', // the administrator
  demoAccountsRemoved: 'people.demo_accounts.removed', // the administrator; data.personIds
} as const;

/** The person in question is the event's subject. */
const ABOUT_SUBJECT: ReadonlySet<string> = new Set([
  PEOPLE_EVENTS.accessRoleChanged,
  PEOPLE_EVENTS.jobChanged,
  PEOPLE_EVENTS.deactivated,
  PEOPLE_EVENTS.reactivated,
  PEOPLE_EVENTS.sessionEnded,
  PEOPLE_EVENTS.tokenRevoked,
]);
const ABOUT_PERSON_IN_DATA: ReadonlySet<string> = new Set([
  PEOPLE_EVENTS.teamMemberAdded,
  PEOPLE_EVENTS.teamMemberRemoved,
]);
const ABOUT_MANY: ReadonlySet<string> = new Set([PEOPLE_EVENTS.jobRoleChanged, PEOPLE_EVENTS.demoAccountsRemoved]);

/** After these, what somebody may do can be different: open sockets are judged again. */
export const ACCESS_EVENT_TYPES: readonly string[] = [...ABOUT_SUBJECT, ...ABOUT_PERSON_IN_DATA, ...ABOUT_MANY];

/** @returns whose sockets to judge again after the event; empty when it changes nobody's access */
export function peopleToJudgeAgain(event: { type: string; subject: string; data: unknown }): string[] | 'everyone' {
  if (ABOUT_SUBJECT.has(event.type)) return [event.subject];
  if (ABOUT_MANY.has(event.type)) return 'everyone';
  if (!ABOUT_PERSON_IN_DATA.has(event.type)) return [];
  const personId = (event.data as { personId?: unknown } | null)?.personId;
  return typeof personId === 'string' ? [personId] : 'everyone';
}
