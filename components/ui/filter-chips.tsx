'use client';

import { Button, Menu, TextInput, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconSearch, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import classes from './filter-chips.module.css';
import { ICON } from './theme';
import type { Filters } from './use-filters';
import { useTypedFilter } from './use-typed-filter';

const OPTIONS_WITHOUT_SEARCH_MAX = 10;
const VALUES_NAMED_MAX = 2;

export type FilterOption = { value: string; label: string };

export type FilterDefinition = {
  /** The search parameter. */
  key: string;
  /** What a person calls it: "Status". */
  label: string;
  options: readonly FilterOption[];
  /** Several values at once; they widen one another. */
  many?: boolean;
};

type Props = {
  filters: Filters;
  definitions: readonly FilterDefinition[];
  /** The parameter of the text search; no field when left out. */
  searchKey?: string;
  /** "Find in titles". Also the field's name for screen readers. */
  searchLabel?: string;
};

/** Search and filters of a list, each a chip that says what it holds, all kept in the address. */
export function FilterChips({ filters, definitions, searchKey, searchLabel = 'Find in this list' }: Props) {
  const keys = [...definitions.map((definition) => definition.key), ...(searchKey ? [searchKey] : [])];
  const active = keys.some((key) => filters.all(key).length > 0);
  const bar = useRef<HTMLElement>(null);
  const clear = () => {
    // The button goes with the last filter: the focus goes to the first chip rather than nowhere.
    bar.current?.querySelector('button')?.focus();
    filters.clear(keys);
  };
  return (
    <search ref={bar} className={classes.bar}>
      {searchKey ? <SearchField filters={filters} name={searchKey} label={searchLabel} /> : null}
      {definitions.map((definition) => (
        <FilterChip key={definition.key} definition={definition} filters={filters} />
      ))}
      {active ? (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={clear}>
          Clear all
        </Button>
      ) : null}
    </search>
  );
}

function SearchField({ filters, name, label }: { filters: Filters; name: string; label: string }) {
  const { typed, type } = useTypedFilter(filters, name);
  return (
    <TextInput
      data-page-search
      type="search"
      size="xs"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch {...ICON} size={16} />}
      className={classes.search}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

function FilterChip({ definition, filters }: { definition: FilterDefinition; filters: Filters }) {
  const { key, label, options, many = false } = definition;
  const [query, setQuery] = useState('');
  const opener = useRef<HTMLButtonElement>(null);
  const held = filters.all(key);
  const searchable = options.length > OPTIONS_WITHOUT_SEARCH_MAX;
  const shown = options.filter((option) => option.label.toLowerCase().includes(query.trim().toLowerCase()));
  const names = held.map((value) => options.find((option) => option.value === value)?.label ?? value);
  const words = names.length > VALUES_NAMED_MAX ? `${names.length} chosen` : names.join(', ');
  const pick = (value: string, checked: boolean) =>
    many ? filters.toggle(key, value, checked) : filters.set({ [key]: checked ? value : null });
  const remove = () => {
    opener.current?.focus();
    filters.set({ [key]: null });
  };
  return (
    <span className={classes.chip} data-active={held.length > 0 || undefined}>
      <Menu position="bottom-start" closeOnItemClick={!many}>
        <Menu.Target>
          <Button
            ref={opener}
            variant="default"
            size="compact-sm"
            className={classes.button}
            rightSection={<IconChevronDown {...ICON} size={14} />}
          >
            {held.length > 0 ? `${label}: ${words}` : label}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.dropdown}>
          {searchable ? (
            <Menu.Search
              aria-label={`Find in ${label}`}
              placeholder={`Find in ${label}`}
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
            />
          ) : null}
          {shown.map((option) => (
            <Menu.CheckboxItem
              key={option.value}
              checked={held.includes(option.value)}
              closeMenuOnClick={!many}
              onChange={(checked) => pick(option.value, checked)}
            >
              {option.label}
            </Menu.CheckboxItem>
          ))}
          {shown.length === 0 ? <Menu.Label>Nothing of that name</Menu.Label> : null}
        </Menu.Dropdown>
      </Menu>
      {held.length > 0 ? (
        <button type="button" className={classes.remove} onClick={remove}>
          <IconX {...ICON} size={14} />
          <VisuallyHidden>Remove the filter {label}</VisuallyHidden>
        </button>
      ) : null}
    </span>
  );
}
