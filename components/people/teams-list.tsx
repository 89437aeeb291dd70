'use client';

import { Button, Group, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { EmptyState } from '@/components/ui/empty-state';
import { LoadMore, moreOf } from '@/components/ui/more';
import { Page } from '@/components/ui/page';
import { PersonName } from '@/components/ui/person';
import { useViewer } from '@/components/ui/viewer';
import type { TeamList } from '@/server/domains/people/records.schema';
import classes from './people.module.css';
import { PeopleHead } from './people-head';
import { TeamDialog } from './team-dialog';

export type Team = TeamList['teams'][number];

/** Every team with who is in it. Administrators make, rename and fill them here. */
export function TeamsList({ first }: { first: TeamList }) {
  const trpc = useTRPC();
  const viewer = useViewer();
  const list = useInfiniteQuery(
    trpc.people.team.list.infiniteQueryOptions(
      {},
      { getNextPageParam: (page) => page.nextCursor, initialData: { pages: [first], pageParams: [null] } },
    ),
  );
  const teams = list.data.pages.flatMap((page) => page.teams);
  const [editing, setEditing] = useState<Team | 'new' | null>(null);
  const manages = first.can.manage;
  const create = manages ? <Button onClick={() => setEditing('new')}>New team</Button> : null;
  return (
    <Page>
      <PeopleHead title="Teams" mayInvite={viewer?.can.invite ?? false} action={teams.length === 0 ? null : create} />
      {teams.length === 0 ? (
        <EmptyState title="No team yet" action={create}>
          Teams say who works together, and items can be for one team alone.
        </EmptyState>
      ) : null}
      <ul className={classes.list} aria-label="Teams">
        {teams.map((team) => (
          <TeamRow key={team.id} team={team} onEdit={manages ? () => setEditing(team) : null} />
        ))}
      </ul>
      <LoadMore more={moreOf(list)} />
      <TeamDialog
        // A team that changed under the dialog is the list's, not the one that was pressed.
        team={editing === 'new' ? 'new' : (teams.find((team) => team.id === editing?.id) ?? null)}
        onClose={() => setEditing(null)}
      />
    </Page>
  );
}

function TeamRow({ team, onEdit }: { team: Team; onEdit: (() => void) | null }) {
  return (
    <li className={classes.entry} data-row>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <h2 className={classes.entryTitle}>{team.name}</h2>
          {team.description ? (
            <Text size="sm" c="dimmed">
              {team.description}
            </Text>
          ) : null}
        </div>
        {onEdit ? (
          <Button variant="default" size="compact-sm" onClick={onEdit} aria-label={`Edit ${team.name}`}>
            Edit
          </Button>
        ) : null}
      </Group>
      {team.members.length > 0 ? (
        <ul className={classes.people} aria-label={`Members of ${team.name}`}>
          {team.members.map((person) => (
            <li key={person.id}>
              <PersonName person={person} />
            </li>
          ))}
        </ul>
      ) : (
        <Text size="sm" c="dimmed" mt="xs">
          Nobody is in this team yet.
        </Text>
      )}
    </li>
  );
}
