'use client';

import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { type Column, DataTable } from '@/components/ui/data-table';
import { MailAddress } from '@/components/ui/mail-address';
import type { AppRouter } from '@/server/root';
import { ACCESS_ROLE_LABELS, importProblem } from './labels';

export type ImportPlan = inferRouterOutputs<AppRouter>['people']['person']['previewImport'];
type Planned = ImportPlan['people'][number];

const OUTCOMES: Record<Planned['outcome'], { label: string; color: string }> = {
  invite: { label: 'Invite', color: 'accent' },
  update: { label: 'Change', color: 'yellow' },
  invited_already: { label: 'Invited already', color: 'gray' },
};

const COLUMNS: readonly Column<Planned>[] = [
  { key: 'name', header: 'Name', render: (row) => row.name },
  { key: 'email', header: 'E-mail', render: (row) => <MailAddress address={row.email} /> },
  {
    key: 'job',
    header: 'Role and level',
    small: 'hidden',
    render: (row) => [row.jobRole, row.levelKey].filter(Boolean).join(', '),
  },
  { key: 'teams', header: 'Teams', small: 'hidden', render: (row) => row.teams.join(', ') },
  { key: 'access', header: 'Access', small: 'hidden', render: (row) => ACCESS_ROLE_LABELS[row.accessRole].name },
  {
    key: 'outcome',
    header: 'What happens',
    render: (row) => <Badge color={OUTCOMES[row.outcome].color}>{OUTCOMES[row.outcome].label}</Badge>,
  },
];

const ROWS_A_PAGE = 100;
const PROBLEMS_SHOWN_MAX = 50;

type Props = { plan: ImportPlan; isDemo: boolean; busy: boolean; onImport: () => void };

/** What an import would do; its problems, if there are any, in their place. Beside demo accounts it stays at that. */
export function ImportPreview({ plan, isDemo, busy, onImport }: Props) {
  const problems = plan.problems.length;
  const [shown, setShown] = useState(ROWS_A_PAGE);
  return (
    <Stack gap="md">
      {problems > 0 ? <Problems problems={plan.problems} /> : <News plan={plan} />}
      <DataTable
        label="People in the file"
        columns={COLUMNS}
        rows={plan.people.slice(0, shown)}
        rowKey={(row) => row.email}
        total={plan.people.length}
        noun={{ one: 'person', many: 'people' }}
        more={{ has: plan.people.length > shown, loading: false, load: () => setShown(shown + ROWS_A_PAGE) }}
        empty={<Text size="sm">No line of the file could be read as a person.</Text>}
      />
      {isDemo ? (
        <Text size="sm">This is only a look: the file can be imported once the demo accounts are removed.</Text>
      ) : (
        <Group justify="flex-end">
          <Button onClick={onImport} loading={busy} disabled={problems > 0 || plan.people.length === 0}>
            {importVerb(plan)}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function importVerb(plan: ImportPlan): string {
  const invites = plan.people.filter((person) => person.outcome === 'invite').length;
  const total = plan.people.length === 1 ? '1 person' : `${plan.people.length} people`;
  return invites > 0 ? `Import ${total}, invite ${invites}` : `Import ${total}`;
}

function Problems({ problems }: { problems: ImportPlan['problems'] }) {
  return (
    <Alert
      color="red"
      role="alert"
      title={problems.length === 1 ? 'One thing has to be put right' : `${problems.length} things have to be put right`}
    >
      <Text size="sm">Nothing was imported. Change the file and choose it again.</Text>
      <ul>
        {problems.slice(0, PROBLEMS_SHOWN_MAX).map((problem) => (
          <li key={`${problem.line} ${problem.column} ${problem.reason}`}>
            Line {problem.line}, {problem.column}: {importProblem(problem.reason, problem.params)}
          </li>
        ))}
      </ul>
      {problems.length > PROBLEMS_SHOWN_MAX ? (
        <Text size="sm">The first {PROBLEMS_SHOWN_MAX} stand here. Put them right, and see what is left.</Text>
      ) : null}
    </Alert>
  );
}

function News({ plan }: { plan: ImportPlan }) {
  const lines = [
    plan.newTeams.length > 0 ? `New teams: ${plan.newTeams.join(', ')}` : null,
    ...plan.newJobRoles.map(
      (role) => `New job role ${role.name} with the levels ${role.levels.map(levelWords).join(', ')}`,
    ),
    ...plan.newLevels.map((more) => `New levels of ${more.jobRole}: ${more.levels.map(levelWords).join(', ')}`),
  ].filter((line) => line !== null);
  if (lines.length === 0) return null;
  return (
    <Alert color="accent" title="The file also makes">
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Alert>
  );
}

function levelWords(level: { name: string; senior: boolean }): string {
  return level.senior ? `${level.name} (senior)` : level.name;
}
