'use client';

import { Group, Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { PersonAvatar } from '@/components/ui/person';

const TYPING_PAUSE_MS = 150;

type Props = {
  label: string;
  description?: string;
  error?: React.ReactNode;
  required?: boolean;
  autoFocus?: boolean;
  /** People who cannot be chosen: whom it is about. */
  without?: readonly string[];
  value: string | null;
  onChange: (id: string | null) => void;
  clearable?: boolean;
};

function usePeople(ids: readonly string[], without: readonly string[]) {
  const trpc = useTRPC();
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search, TYPING_PAUSE_MS);
  const query = useQuery(
    trpc.people.picker.queryOptions({ search: asked, ids: [...ids] }, { placeholderData: keepPreviousData }),
  );
  const people = (query.data ?? []).filter((person) => !without.includes(person.id));
  const byId = new Map(people.map((person) => [person.id, person]));
  const nameOf = (id: string) => byId.get(id)?.name ?? '';
  return {
    setSearch,
    nameOf,
    data: people.map((person) => ({ value: person.id, label: person.name })),
    nothingFound: query.isFetching ? 'Looking…' : 'Nobody of that name',
    option: (id: string) => (
      <Group gap="xs" wrap="nowrap">
        <PersonAvatar person={{ id, name: nameOf(id) }} size={22} />
        <div>
          <Text size="sm">{nameOf(id)}</Text>
          {byId.get(id)?.job ? (
            <Text size="xs" c="dimmed">
              {byId.get(id)?.job}
            </Text>
          ) : null}
        </div>
      </Group>
    ),
  };
}

/** A field that names one person, found by typing. */
export function PersonSelect({ value, onChange, without = [], clearable = true, ...field }: Props) {
  const people = usePeople(value === null ? [] : [value], without);
  return (
    <Select
      {...field}
      searchable
      clearable={clearable}
      clearButtonProps={{ 'aria-label': `Clear ${field.label}` }}
      value={value}
      onChange={onChange}
      data={people.data}
      // The server has searched already, also in what the label does not show.
      filter={({ options }) => options}
      // The field shows the name of whom it holds: that is no search, and everybody is offered.
      onSearchChange={(text) => people.setSearch(value !== null && text === people.nameOf(value) ? '' : text)}
      nothingFoundMessage={people.nothingFound}
      renderOption={({ option }) => people.option(option.value)}
      maxDropdownHeight={280}
    />
  );
}
