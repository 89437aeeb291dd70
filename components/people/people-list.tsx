'use client';

import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { type Column, DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { FilterChips, type FilterDefinition } from '@/components/ui/filter-chips';
import { personHref } from '@/components/ui/href';
import { CsvButton, LinkButton } from '@/components/ui/links';
import { moreOf } from '@/components/ui/more';
import { Page } from '@/components/ui/page';
import { PersonName } from '@/components/ui/person';
import { type Filters, useFilters } from '@/components/ui/use-filters';
import { useViewer } from '@/components/ui/viewer';
import { useAsWayBack } from '@/components/ui/way-back';
import { PEOPLE_FILTER_KEYS, peopleFiltersFrom } from '@/server/domains/people/filters.rules';
import type { PeoplePage, PersonRow } from '@/server/domains/people/records.schema';
import type { AccessRole } from '@/server/domains/people/schema';
import { DemoNotice } from './demo-notice';
import { InviteDialog } from './invite-dialog';
import { ACCESS_ROLE_LABELS, ACCESS_ROLE_OPTIONS } from './labels';
import { PeopleHead } from './people-head';

const NOUN = { one: 'person', many: 'people' };

const COLUMNS: readonly Column<PersonRow>[] = [
  { key: 'name', header: 'Name', render: (person) => <PersonName person={person} plain /> },
  { key: 'job', header: 'Role and level', render: jobOf },
  { key: 'teams', header: 'Teams', render: (person) => person.teams.map((team) => team.name).join(', ') },
  {
    key: 'manager',
    header: 'Reports to',
    small: 'hidden',
    render: (person) => (person.manager ? <PersonName person={person.manager} avatar={false} /> : null),
  },
  {
    key: 'access',
    header: 'Access',
    width: '130px',
    small: 'hidden',
    render: (person) => ACCESS_ROLE_LABELS[person.accessRole].name,
  },
];

function jobOf(person: PersonRow): string {
  const { jobRole, jobLevel } = person;
  return jobLevel?.name ?? jobRole?.name ?? '';
}

type Props = { first: { key: string; page: PeoplePage } };

/** Everybody by name: searched, filtered by team, role and access; administrators also see who has left. */
export function PeopleList({ first }: Props) {
  const trpc = useTRPC();
  const viewer = useViewer();
  const filters = useFilters();
  useAsWayBack(filters.href({ invite: null }));
  const input = peopleFiltersFrom((key) => filters.one(key));
  const isFirst = JSON.stringify(input) === first.key;
  const query = useInfiniteQuery(
    trpc.people.person.list.infiniteQueryOptions(input, {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
      ...(isFirst ? { initialData: { pages: [first.page], pageParams: [null] } } : {}),
    }),
  );
  const mayInvite = viewer?.can.invite ?? false;
  const inviting = filters.one('invite') === '1';
  const people = query.data?.pages.flatMap((page) => page.people);
  return (
    <Page>
      <PeopleHead
        title="People"
        mayInvite={mayInvite}
        action={mayInvite ? <Button onClick={() => filters.set({ invite: '1' })}>Invite a person</Button> : null}
        secondary={
          <>
            {mayInvite ? (
              <LinkButton href="/people/import" variant="default">
                Import
              </LinkButton>
            ) : null}
            <CsvButton href={filters.href({ invite: null }).replace('/people', '/people/people.csv')} />
          </>
        }
      />
      {mayInvite ? <DemoNotice /> : null}
      <PeopleFilters filters={filters} seesLeavers={mayInvite} />
      {query.error && !people ? (
        <ErrorState title="The list could not be loaded" todo={errorMessage(query.error)} />
      ) : (
        <DataTable
          label="People"
          columns={COLUMNS}
          rows={people}
          rowKey={(person) => person.id}
          rowHref={personHref}
          empty={<NobodyHere filters={filters} mayInvite={mayInvite} />}
          total={query.data?.pages[0]?.total}
          noun={NOUN}
          more={moreOf(query)}
        />
      )}
      {mayInvite ? <InviteDialog opened={inviting} onClose={() => filters.set({ invite: null }, 'replace')} /> : null}
    </Page>
  );
}

function PeopleFilters({ filters, seesLeavers }: { filters: Filters; seesLeavers: boolean }) {
  const trpc = useTRPC();
  const teams = useQuery(trpc.people.team.names.queryOptions());
  const roles = useQuery(trpc.people.jobRole.list.queryOptions());
  const option = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });
  const definitions: FilterDefinition[] = [
    { key: 'team', label: 'Team', options: teams.data?.map(option) ?? [] },
    { key: 'role', label: 'Job role', options: roles.data?.jobRoles.map(option) ?? [] },
    { key: 'access', label: 'Access', options: ACCESS_ROLE_OPTIONS satisfies { value: AccessRole; label: string }[] },
    ...(seesLeavers ? [{ key: 'left', label: 'Show', options: [{ value: '1', label: 'Who has left' }] }] : []),
  ];
  return <FilterChips filters={filters} definitions={definitions} searchKey="q" searchLabel="Find people" />;
}

function NobodyHere({ filters, mayInvite }: { filters: Filters; mayInvite: boolean }) {
  const filtered = PEOPLE_FILTER_KEYS.some((key) => filters.one(key) !== null);
  if (filtered) {
    return (
      <EmptyState
        title="Nobody matches"
        action={
          <Button variant="default" onClick={() => filters.clear(PEOPLE_FILTER_KEYS)}>
            Clear all filters
          </Button>
        }
      >
        Nobody here fits all of these filters.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Nobody is here yet"
      action={mayInvite ? <Button onClick={() => filters.set({ invite: '1' })}>Invite a person</Button> : null}
    >
      Everybody who works with Kenning stands here, with teams and roles, so that items find their readers.
    </EmptyState>
  );
}
