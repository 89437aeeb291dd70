import { procedure, router } from '@/server/platform/trpc';
import { changeJobRole, createJobRole } from './commands/job-roles';
import { addTeamMember, createTeam, removeTeamMember, renameTeam } from './commands/teams';
import { listJobRoles, listTeamNames, listTeams } from './queries';
import { jobRoleList, teamList } from './records.schema';
import {
  changeJobRoleInput,
  createJobRoleInput,
  createTeamInput,
  listTeamsInput,
  renameTeamInput,
  teamMemberInput,
} from './schema';

const tags = ['People'];

export const teamRouter = router({
  list: procedure
    .meta({ openapi: { method: 'GET', path: '/teams', tags, summary: 'Teams and their members' } })
    .input(listTeamsInput)
    .output(teamList)
    .query(({ ctx, input }) => listTeams(ctx, input)),
  names: procedure.query(({ ctx }) => listTeamNames(ctx)),
  create: procedure.input(createTeamInput).mutation(({ ctx, input }) => createTeam(ctx, input)),
  rename: procedure.input(renameTeamInput).mutation(({ ctx, input }) => renameTeam(ctx, input)),
  addMember: procedure.input(teamMemberInput).mutation(({ ctx, input }) => addTeamMember(ctx, input)),
  removeMember: procedure.input(teamMemberInput).mutation(({ ctx, input }) => removeTeamMember(ctx, input)),
});

export const jobRoleRouter = router({
  list: procedure
    .meta({ openapi: { method: 'GET', path: '/job-roles', tags, summary: 'Job roles and their levels' } })
    .output(jobRoleList)
    .query(({ ctx }) => listJobRoles(ctx)),
  create: procedure.input(createJobRoleInput).mutation(({ ctx, input }) => createJobRole(ctx, input)),
  change: procedure.input(changeJobRoleInput).mutation(({ ctx, input }) => changeJobRole(ctx, input)),
});
