import { addErrorLabels } from '@/components/ui/error-labels';
import type { AccessRole, TokenScope } from '@/prisma/generated/enums';
import type { ErrorParams } from '@/server/platform/errors.schema';

export const ACCESS_ROLE_LABELS: Record<AccessRole, { name: string; means: string }> = {
  member: { name: 'Member', means: 'Writes, reads what they may see, and manages nothing of the installation.' },
  leadership: { name: 'Leadership', means: 'As a member, and reads what is confidential.' },
  administrator: {
    name: 'Administrator',
    means: 'Manages people, teams and roles. That alone opens no restricted item.',
  },
};

/** The access roles as options of a field or a filter. */
export const ACCESS_ROLE_OPTIONS = (Object.keys(ACCESS_ROLE_LABELS) as AccessRole[]).map((value) => ({
  value,
  label: ACCESS_ROLE_LABELS[value].name,
}));

export const SCOPE_LABELS: Record<TokenScope, string> = { read: 'Read', write: 'Read and write' };

export const FIELD_WORDS = {
  email: 'Type an address like name@company.com.',
  name: 'Type a name, at most 120 characters.',
  password: 'Type your password.',
  timeZone: 'Choose a time zone from the list.',
  code: 'Type the code that the console printed.',
};

const many = (count: unknown, one: string, more: string): string => (count === 1 ? `1 ${one}` : `${count} ${more}`);

/** "in 4 seconds", "in 2 minutes". */
export function waitWords(seconds: number): string {
  if (seconds < 90) return `in ${many(Math.max(1, Math.round(seconds)), 'second', 'seconds')}`;
  return `in ${many(Math.round(seconds / 60), 'minute', 'minutes')}`;
}

const list = (value: ErrorParams[string] | undefined): string =>
  Array.isArray(value) ? value.join(', ') : String(value);

const SENTENCES = {
  already_set_up: 'Somebody has set this installation up already. Sign in instead.',
  wrong_set_up_code: 'This is not the code that the console printed last. A restart prints a new one.',
  too_many_attempts: (params: ErrorParams) =>
    `That was too often in a short time. Try again ${waitWords(Number(params.retryAfterSeconds))}.`,
  password_too_short: (params: ErrorParams) => `A password has at least ${params.charactersMin} characters.`,
  password_too_plain: 'This is easy to guess from your name or address. Three unrelated words are better.',
  password_unchanged: 'This is the password you have. Choose another.',
  wrong_password: 'This is not your current password.',
  link_does_not_work: 'This link does not work any more. Ask for a new one.',
  email_taken: 'Somebody here has this address already.',
  invitation_open: 'This address is invited already. You can send the invitation again instead.',
  invitation_closed: 'This invitation was accepted or taken back in the meantime.',
  demo_accounts_present:
    'This installation has demo accounts, whose password everybody knows. Remove them before you let people in.',
  real_people_present: 'Real people are here, so the demo world is not loaded.',
  no_demo_accounts: 'There are no demo accounts any more.',
  too_many_tokens: (params: ErrorParams) => `A person has at most ${params.most} tokens. Take one back first.`,
  last_administrator: 'Somebody has to be administrator. Make another person one first.',
  manager_cycle: 'That would make somebody their own manager, by way of others.',
  no_such_manager: 'This manager is not here any more. Choose another.',
  no_such_person: 'This person is not here any more.',
  no_such_team: 'One of the teams is not there any more.',
  no_such_job_role: 'This job role is not there any more.',
  no_such_level: 'This level is not there any more.',
  level_of_another_role: 'This level belongs to another job role.',
  no_levels: 'A job role needs at least one level.',
  level_key_twice: 'Two levels have the same key.',
  level_name_twice: 'Two levels have the same name.',
  level_held: (params: ErrorParams) =>
    `${many(params.people, 'person holds', 'people hold')} the level “${params.level}”. Move them first.`,
  team_name_taken: 'Another team has this name.',
  job_role_changed:
    'Somebody changed this job role meanwhile. What you typed is still here: note it, close, and open the role again.',
  job_role_name_taken: 'Another job role has this name.',
  deactivate_yourself: 'You cannot deactivate yourself. Ask another administrator.',
  already_deactivated: 'This person is deactivated already.',
  not_deactivated: 'This person is active already.',
  hand_over_to_nobody: 'Choose somebody who is here and takes over what they owned.',
  csv_not_readable: (params: ErrorParams) => `The file cannot be read as CSV from line ${params.line} on.`,
  csv_empty: 'The file has a heading but nobody in it.',
  csv_too_long: (params: ErrorParams) => `A file may have ${params.rowsMax} people. Split it in parts.`,
  csv_not_utf8: (params: ErrorParams) =>
    `Letters are lost from line ${params.line} on: the file is not UTF-8. Save it as “CSV UTF-8” and choose it again.`,
  csv_column_twice: (params: ErrorParams) => `The file has the column ${list(params.columns)} more than once.`,
  csv_unknown_column: (params: ErrorParams) => `The file has columns that mean nothing here: ${list(params.columns)}.`,
  csv_column_missing: (params: ErrorParams) => `The file lacks the column ${list(params.columns)}.`,
  import_has_problems: 'The file has problems now. Check it again; nothing was imported.',
};

addErrorLabels(SENTENCES);

const IMPORT_PROBLEMS: Record<string, string | ((params: ErrorParams) => string)> = {
  email: (params) => (params.value ? `“${params.value}” is no address` : 'the address is missing'),
  name: 'the name is missing or longer than 120 characters',
  access_role: (params) => `“${params.value}” is none of member, leadership, administrator`,
  email_twice: (params) => `the same address stands in line ${params.line} already`,
  person_has_left: 'this person is deactivated: reactivate them on their page',
  access_role_of_person_here: (params) =>
    `they are here as ${params.accessRole}: access roles are changed on the person’s page`,
  yes_or_no: (params) => `“${params.value}” is neither yes nor no`,
  level_without_role: 'a level needs a job role',
  senior_without_level: 'this says something of a level, but no level is named',
  too_many_levels: (params) => `a job role has at most ${params.levelsMax} levels`,
  senior_said_differently: (params) => `another line says otherwise of the level “${params.level}”`,
  senior_differs: (params) => `the level “${params.level}” is marked otherwise here`,
  too_many_teams: (params) => `at most ${params.teamsMax} teams`,
  no_such_manager: (params) => `“${params.value}” is neither here nor in the file`,
  manager_still_invited: (params) => `“${params.value}” has not joined yet`,
  manager_cycle: 'they would be their own manager, by way of others',
};

/** What is wrong with one cell of an import, in words. */
export function importProblem(reason: string, params: ErrorParams): string {
  const words = IMPORT_PROBLEMS[reason];
  return typeof words === 'function' ? words(params) : (words ?? 'this cannot be used');
}

export const INVITATION_STATE_LABELS = {
  open: 'Open',
  expired: 'Expired',
  accepted: 'Accepted',
  revoked: 'Taken back',
} as const;

const AGENTS: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** "Firefox on Linux": as much of a browser's name for itself as a person recognises. */
export function deviceName(userAgent: string): string {
  const agent = AGENTS.find(([pattern]) => pattern.test(userAgent))?.[1];
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1];
  if (agent && system) return `${agent} on ${system}`;
  return agent ?? system ?? 'An unknown browser';
}
