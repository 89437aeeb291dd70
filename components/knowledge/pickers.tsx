'use client';

import { MultiSelect, type MultiSelectProps, Select } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';

const TYPING_PAUSE_MS = 150;
const OFFERED_MAX = 20;

type Option = { value: string; label: string };
type Many = Omit<MultiSelectProps, 'data' | 'value' | 'onChange' | 'defaultValue'> & {
  value: string[];
  onChange: (ids: string[]) => void;
};

/** Options that were offered or chosen once keep their name, whatever is searched for now. */
function useNames(offered: readonly Option[]): Map<string, string> {
  const [names] = useState(() => new Map<string, string>());
  for (const { value, label } of offered) names.set(value, label);
  return names;
}

const withChosen = (offered: readonly Option[], chosen: readonly string[], names: Map<string, string>): Option[] => [
  ...offered,
  ...chosen
    .filter((value) => !offered.some((option) => option.value === value))
    .map((value) => ({ value, label: names.get(value) ?? '…' })),
];

/** Names people. */
export function PeoplePicker({ value, onChange, ...props }: Many) {
  const trpc = useTRPC();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, TYPING_PAUSE_MS);
  const [isOpen, list] = useDisclosure(false);
  const found = useQuery(
    trpc.people.picker.queryOptions({ search, ids: value }, { placeholderData: keepPreviousData }),
  );
  const offered = (found.data ?? []).map((person) => ({ value: person.id, label: person.name }));
  const names = useNames(offered);
  return (
    <MultiSelect
      searchable
      openOnFocus={false}
      // The list covers what stands below it, and most name one more: it goes with the choice, and typing brings it again.
      dropdownOpened={isOpen}
      onDropdownOpen={list.open}
      onDropdownClose={list.close}
      onOptionSubmit={list.close}
      hidePickedOptions
      data={withChosen(offered, value, names)}
      value={value}
      onChange={onChange}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={found.isFetching ? 'Searching' : 'Nobody of that name'}
      {...props}
    />
  );
}

function useItems(typed: string, known: readonly Option[], without: string | undefined) {
  const trpc = useTRPC();
  const [q] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS);
  const asked = q !== '' && !known.some((option) => option.label === q);
  const found = useQuery(
    trpc.knowledge.search.items.queryOptions(
      { q, limit: OFFERED_MAX },
      { enabled: asked, placeholderData: keepPreviousData },
    ),
  );
  const hits = asked ? (found.data?.results ?? []) : [];
  const offered = hits.filter((hit) => hit.id !== without).map((hit) => ({ value: hit.id, label: hit.title }));
  return {
    offered,
    message: q === '' ? 'Type a word of its title or text' : found.isFetching ? 'Searching' : 'Nothing found',
  };
}

type Known = {
  /** Those chosen so far, by their titles. */
  known: readonly { id: string; title: string }[];
  /** Never offered: the item itself. */
  without?: string;
};

const optionsFrom = (known: Known['known']): Option[] => known.map(({ id, title }) => ({ value: id, label: title }));

/** Names items, found by their words. */
export function ItemsPicker({ value, onChange, known, without, ...props }: Many & Known) {
  const [typed, setTyped] = useState('');
  const { offered, message } = useItems(typed, optionsFrom(known), without);
  const names = useNames([...optionsFrom(known), ...offered]);
  return (
    <MultiSelect
      searchable
      hidePickedOptions
      data={withChosen(offered, value, names)}
      value={value}
      onChange={onChange}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={message}
      {...props}
    />
  );
}

type One = { label: string; value: string | null; onChange: (id: string | null) => void; description?: string } & Known;

/** Names one item, or none. */
export function ItemPicker({ value, onChange, known, without, ...props }: One) {
  const [typed, setTyped] = useState(known.find((item) => item.id === value)?.title ?? '');
  const { offered, message } = useItems(typed, optionsFrom(known), without);
  const names = useNames([...optionsFrom(known), ...offered]);
  return (
    <Select
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${props.label}` }}
      data={withChosen(offered, value === null ? [] : [value], names)}
      value={value}
      onChange={onChange}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={message}
      {...props}
    />
  );
}
