/** What others may call. */
export { PEOPLE_BACKUP_SCOPE } from './backup-scope';
export { addDemoPerson } from './commands/add-demo-person';
export { createApiToken } from './commands/api-tokens';
export { changeJob, changeManager } from './commands/change-place';
export { deactivatePerson } from './commands/deactivate-person';
export { signOut } from './commands/end-sessions';
export { createJobRole } from './commands/job-roles';
export { type DemoCleanup, removeDemoAccounts } from './commands/remove-demo-accounts';
export { makePasswordLink } from './commands/reset-password';
export { issueSetUpCode, setUpLine } from './commands/set-up';
export { signIn } from './commands/sign-in';
export { addTeamMember, createTeam } from './commands/teams';
export { assertDemoWorldMayLoad, signInWith } from './demo';
export { ACCESS_EVENT_TYPES as PEOPLE_ACCESS_EVENT_TYPES, peopleToJudgeAgain } from './events';
export { peopleCsv } from './list-csv';
export { namePeople, searchPeople } from './queries';
export { tidyPeople } from './tidy';
