'use client';

import { Badge, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { EmptyState } from '@/components/ui/empty-state';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { TableSkeleton } from '@/components/ui/skeletons';
import { useViewer } from '@/components/ui/viewer';
import type { JobRoleList } from '@/server/domains/people/records.schema';
import { JobRoleDialog } from './job-role-dialog';
import classes from './people.module.css';
import { PeopleHead } from './people-head';

export type JobRole = JobRoleList['jobRoles'][number];

const peopleWords = (count: number) => (count === 1 ? '1 person' : `${count} people`);

/** Every job role with its levels in order, and which of them are senior. */
export function JobRolesList() {
  const trpc = useTRPC();
  const viewer = useViewer();
  const list = useQuery(trpc.people.jobRole.list.queryOptions());
  const [editing, setEditing] = useState<JobRole | 'new' | null>(null);
  const manages = list.data?.can.manage ?? false;
  const create = manages ? <Button onClick={() => setEditing('new')}>New job role</Button> : null;
  return (
    <Page>
      <PeopleHead
        title="Job roles"
        mayInvite={viewer?.can.invite ?? false}
        action={list.data?.jobRoles.length === 0 ? null : create}
      />
      {list.error && !list.data ? (
        <ErrorState title="The job roles could not be loaded" todo={errorMessage(list.error)} />
      ) : null}
      {list.isPending ? <TableSkeleton label="Job roles" columns={2} /> : null}
      {list.data?.jobRoles.length === 0 ? (
        <EmptyState title="No job role yet" action={create}>
          Job roles have levels. Items can be for the holders of a role, and senior levels read what is confidential.
        </EmptyState>
      ) : null}
      <ul className={classes.list} aria-label="Job roles">
        {list.data?.jobRoles.map((role) => (
          <RoleRow key={role.id} role={role} onEdit={manages ? () => setEditing(role) : null} />
        ))}
      </ul>
      <JobRoleDialog role={editing} onClose={() => setEditing(null)} />
    </Page>
  );
}

function RoleRow({ role, onEdit }: { role: JobRole; onEdit: (() => void) | null }) {
  return (
    <li className={classes.entry} data-row>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <h2 className={classes.entryTitle}>{role.name}</h2>
          <Text size="sm" c="dimmed">
            {peopleWords(role.people)}
          </Text>
        </div>
        {onEdit ? (
          <Button variant="default" size="compact-sm" onClick={onEdit} aria-label={`Edit ${role.name}`}>
            Edit
          </Button>
        ) : null}
      </Group>
      <ol className={classes.levels} aria-label={`Levels of ${role.name}`}>
        {role.levels.map((level) => (
          <li key={level.id}>
            {level.name} {level.senior ? <Badge size="sm">Senior</Badge> : null}{' '}
            <Text component="span" size="sm" c="dimmed">
              {peopleWords(level.people)}
            </Text>
          </li>
        ))}
      </ol>
    </li>
  );
}
