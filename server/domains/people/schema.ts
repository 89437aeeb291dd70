import { z } from 'zod';
import { AccessRole, NotificationChannel, TokenScope } from '@/prisma/generated/enums';
import { cursor, id, limit } from '@/server/platform/scalars.schema';
import { isTimeZone } from './rules';

export { AccessRole, NotificationChannel, TokenScope };

export const EMAIL_CHARACTERS_MAX = 254;
export const NAME_CHARACTERS_MAX = 120;
export const DESCRIPTION_CHARACTERS_MAX = 2_000;
export const REASON_CHARACTERS_MAX = 500;
/** Longer texts are refused before they are hashed, since hashing is dear. */
export const PASSWORD_CHARACTERS_MAX = 200;
export const SECRET_CHARACTERS_MAX = 200;
export const SEARCH_CHARACTERS_MAX = 200;
export const TEAMS_OF_PERSON_MAX = 50;
export const LEVELS_MAX = 20;
export const IMPORT_CSV_CHARACTERS_MAX = 1_000_000;
export const API_TOKEN_DAYS_MAX = 365;
/** Of one person, counting those that still open something; also how many are listed. */
export const API_TOKENS_MAX = 1_000;
export const EXPIRED_TOKENS_SHOWN_MAX = 100;
/** One's own sessions, and open invitations, that are listed: the newest. */
export const SESSIONS_SHOWN_MAX = 200;
export const INVITATIONS_SHOWN_MAX = 2_000;
export const API_TOKEN_DAYS_DEFAULT = 90;
export const PICKER_ROWS_MAX = 20;

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u);

/** Addresses are compared in lower case. */
export const email = z.string().trim().toLowerCase().max(EMAIL_CHARACTERS_MAX).pipe(z.email());
export const personName = line(NAME_CHARACTERS_MAX);
export const timeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, { params: { reason: 'time_zone' } });
const secret = z.string().trim().min(1).max(SECRET_CHARACTERS_MAX);
const typedPassword = z.string().min(1).max(PASSWORD_CHARACTERS_MAX);
const nullableId = id.nullable();

export const setUpInput = z.object({
  code: secret,
  name: personName,
  email,
  password: typedPassword,
  timeZone: timeZone.default('UTC'),
});
export type SetUpInput = z.infer<typeof setUpInput>;

export const invitePersonInput = z.object({
  email,
  name: personName,
  accessRole: z.enum(AccessRole).default('member'),
  jobRoleId: nullableId.default(null),
  jobLevelId: nullableId.default(null),
  managerId: nullableId.default(null),
  teamIds: z.array(id).max(TEAMS_OF_PERSON_MAX).default([]),
});
export type InvitePersonInput = z.infer<typeof invitePersonInput>;

export const invitationInput = z.object({ invitationId: id });
export const invitationTokenInput = z.object({ token: secret });

export const acceptInvitationInput = z.object({
  token: secret,
  name: personName,
  password: typedPassword,
  timeZone: timeZone.default('UTC'),
});
export type AcceptInvitationInput = z.infer<typeof acceptInvitationInput>;

export const changePasswordInput = z.object({ current: typedPassword, next: typedPassword });
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

export const requestPasswordResetInput = z.object({ email });
export const resetPasswordInput = z.object({ token: secret, password: typedPassword });
export type ResetPasswordInput = z.infer<typeof resetPasswordInput>;

export const updateProfileInput = z.object({ name: personName, timeZone });
export type UpdateProfileInput = z.infer<typeof updateProfileInput>;

export const notificationPreferenceInput = z.object({
  kind: z
    .string()
    .regex(/^[a-z_]+(?:\.[a-z_]+)*$/)
    .max(100),
  channel: z.enum(NotificationChannel),
  wanted: z.boolean(),
});
export type NotificationPreferenceInput = z.infer<typeof notificationPreferenceInput>;

export const sessionInput = z.object({ sessionId: id });

export const createApiTokenInput = z.object({
  name: personName,
  scopes: z.array(z.enum(TokenScope)).min(1).max(2),
  expiresInDays: z.number().int().min(1).max(API_TOKEN_DAYS_MAX).default(API_TOKEN_DAYS_DEFAULT),
});
export type CreateApiTokenInput = z.infer<typeof createApiTokenInput>;

export const apiTokenInput = z.object({ tokenId: id });
export const personInput = z.object({ personId: id });

export const changeAccessRoleInput = z.object({ personId: id, accessRole: z.enum(AccessRole) });
export type ChangeAccessRoleInput = z.infer<typeof changeAccessRoleInput>;

export const changeJobInput = z.object({ personId: id, jobRoleId: nullableId, jobLevelId: nullableId });
export type ChangeJobInput = z.infer<typeof changeJobInput>;

export const changeManagerInput = z.object({ personId: id, managerId: nullableId });
export type ChangeManagerInput = z.infer<typeof changeManagerInput>;

export const deactivatePersonInput = z.object({
  personId: id,
  handOverToId: id,
  reason: z.string().trim().max(REASON_CHARACTERS_MAX).default(''),
});
export type DeactivatePersonInput = z.infer<typeof deactivatePersonInput>;

export const createTeamInput = z.object({
  name: personName,
  description: z.string().trim().max(DESCRIPTION_CHARACTERS_MAX).default(''),
});
export type CreateTeamInput = z.infer<typeof createTeamInput>;
export const renameTeamInput = createTeamInput.extend({ teamId: id });
export type RenameTeamInput = z.infer<typeof renameTeamInput>;
export const teamMemberInput = z.object({ teamId: id, personId: id });
export type TeamMemberInput = z.infer<typeof teamMemberInput>;

export const jobLevelInput = z.object({
  /** Of a level that stays; absent for a new one. */
  id: id.optional(),
  key: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/),
  name: personName,
  /** Holders of a senior level read confidential items. */
  senior: z.boolean(),
});
export type JobLevelInput = z.infer<typeof jobLevelInput>;

export const createJobRoleInput = z.object({
  name: personName,
  /** In order, first level first. Absent: the five levels every engineering role begins with. */
  levels: z
    .array(jobLevelInput.omit({ id: true }))
    .max(LEVELS_MAX)
    .optional(),
});
export type CreateJobRoleInput = z.infer<typeof createJobRoleInput>;
export const changeJobRoleInput = z.object({
  jobRoleId: id,
  /** The revision that was seen; when it is not the role's any more, the change is refused. */
  revision: z.number().int().min(1),
  name: personName,
  levels: z.array(jobLevelInput).max(LEVELS_MAX),
});
export type ChangeJobRoleInput = z.infer<typeof changeJobRoleInput>;

export const importPeopleInput = z.object({
  csv: z.string().min(1).max(IMPORT_CSV_CHARACTERS_MAX),
});

export const removeDemoAccountsInput = z.object({
  /** The words that show that it is meant: it cannot be undone. */
  confirmation: z.literal('remove demo accounts'),
});

export const listPeopleInput = z.object({
  search: z.string().trim().max(SEARCH_CHARACTERS_MAX).optional(),
  teamId: id.optional(),
  jobRoleId: id.optional(),
  accessRole: z.enum(AccessRole).optional(),
  managerId: id.optional(),
  active: z.boolean().default(true),
  cursor: cursor.nullish(),
  limit,
});
export type ListPeopleInput = z.infer<typeof listPeopleInput>;
export type PeopleFilters = Omit<ListPeopleInput, 'cursor' | 'limit'>;

export const listTeamsInput = z.object({ cursor: cursor.nullish(), limit });
export type ListTeamsInput = z.infer<typeof listTeamsInput>;

export const searchPeopleInput = z.object({
  search: z.string().trim().max(SEARCH_CHARACTERS_MAX).default(''),
  /** People whose names are wanted whatever the search says, for fields that are filled already. */
  ids: z.array(id).max(100).default([]),
});
export type SearchPeopleInput = z.infer<typeof searchPeopleInput>;
