/** What others may call. */
export { acceptInvitation } from './commands/accept-invitation';
export { addDemoPerson, type DemoPersonInput } from './commands/add-demo-person';
export { createApiToken, revokeApiToken } from './commands/api-tokens';
export { changeAccessRole } from './commands/change-access-role';
export { changeJob, changeManager } from './commands/change-place';
export { deactivatePerson, reactivatePerson } from './commands/deactivate-person';
export { endOtherSessions, endSession, signOut } from './commands/end-sessions';
export { importPeople, previewPeopleImport } from './commands/import-people';
export { invitePerson } from './commands/invite-person';
export { changeJobRole, createJobRole } from './commands/job-roles';
export { type DemoCleanup, removeDemoAccounts } from './commands/remove-demo-accounts';
export { issueSetUpCode, needsSetUp, setUpInstallation, setUpLine } from './commands/set-up';
export { signIn } from './commands/sign-in';
export { addTeamMember, createTeam, removeTeamMember, renameTeam } from './commands/teams';
export { assertDemoWorldMayLoad, assertRealPeopleMayCome, signInWith } from './demo';
export { ACCESS_EVENT_TYPES as PEOPLE_ACCESS_EVENT_TYPES, PEOPLE_EVENTS, peopleToJudgeAgain } from './events';
export { getMe, listJobRoles, listPeople, listTeams, searchPeople } from './queries';
export { tidyPeople } from './tidy';
