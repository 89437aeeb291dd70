'use client';

import { ActionIcon, Button, Menu, Text } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { type Column, DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { FilterChips } from '@/components/ui/filter-chips';
import { CsvButton, LinkAnchor, LinkButton } from '@/components/ui/links';
import { ListPage } from '@/components/ui/list-page';
import { moreOf } from '@/components/ui/more';
import { PersonName } from '@/components/ui/person';
import { RelativeTime } from '@/components/ui/relative-time';
import { ICON } from '@/components/ui/theme';
import { type Filters, useFilters } from '@/components/ui/use-filters';
import { useAsWayBack } from '@/components/ui/way-back';
import { listInputFrom } from '@/server/domains/knowledge/filters.rules';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { AppRouter } from '@/server/root';
import { useItemFilters } from './item-filters';
import { ACCESS_LABELS, CONTENT_TYPE_LABELS } from './labels';
import { NewItemDialog } from './new-item-dialog';
import { StatusBadge } from './status-badge';
import { useAskedTrash } from './trash-dialog';

type List = inferRouterOutputs<AppRouter>['knowledge']['item']['list'];
type Row = List['items'][number];
type ListInput = ReturnType<typeof listInputFrom>;

const ROWS_A_PAGE = 50;

const COLUMNS: readonly Column<Row>[] = [
  { key: 'title', header: 'Title', sort: 'title', render: (row) => row.title },
  { key: 'type', header: 'Kind', width: '170px', render: (row) => CONTENT_TYPE_LABELS[row.contentType] },
  { key: 'status', header: 'Status', width: '110px', render: (row) => <StatusBadge status={row.status} /> },
  {
    key: 'access',
    header: 'Readers',
    width: '110px',
    render: (row) => ACCESS_LABELS[row.accessLevel],
  },
  {
    key: 'author',
    header: 'Author',
    width: '150px',
    render: (row) => <PersonName person={row.author} plain avatar={false} />,
  },
  {
    key: 'updated',
    header: 'Changed',
    sort: 'updated',
    sortFirst: 'desc',
    width: '120px',
    render: (row) => <RelativeTime at={row.updatedAt} />,
  },
];

function useItems(first: { input: ListInput; page: List }, filters: Filters) {
  const trpc = useTRPC();
  const input = useMemo(() => listInputFrom(filters.all), [filters]);
  const same = JSON.stringify(input) === JSON.stringify(first.input);
  return useInfiniteQuery(
    trpc.knowledge.item.list.infiniteQueryOptions(
      { ...input, limit: ROWS_A_PAGE },
      {
        getNextPageParam: (page) => page.nextCursor,
        initialData: same ? { pages: [first.page], pageParams: [null] } : undefined,
        placeholderData: keepPreviousData,
      },
    ),
  );
}

/** The library: everything one may read, filtered by chips that live in the address. */
export function LibraryList({ first }: { first: { input: ListInput; page: List } }) {
  const filters = useFilters();
  useAsWayBack(filters.href({ new: null }));
  const { definitions, filtered } = useItemFilters(filters);
  const query = useItems(first, filters);
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const trashing = useAskedTrash(() => setSelected(new Set()));
  const rows = query.data?.pages.flatMap((page) => page.items);
  const chosen = (rows ?? []).filter((row) => selected.has(row.id) && row.can.trash);
  const creating = filters.one('new') !== null;
  const text = filters.one('text');
  const isBlank = !filtered && text === null && rows?.length === 0;
  const csv = filters.href({}).replace('/library', '/library/items.csv');
  return (
    <ListPage
      title="Library"
      // Where nothing is written yet, the list itself offers the first steps.
      action={isBlank ? null : <Button onClick={() => filters.set({ new: '1' })}>New item</Button>}
      secondary={isBlank ? null : <OtherWays csv={csv} />}
      filters={
        <FilterChips
          filters={filters}
          definitions={definitions}
          searchKey="text"
          searchLabel="Find in titles, summaries and tags"
        />
      }
    >
      {query.error && !rows ? (
        <ErrorState compact title="The list could not be loaded" todo={errorMessage(query.error)} />
      ) : (
        <DataTable
          label="Knowledge items"
          columns={COLUMNS}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={itemPath}
          rowActions={(row) => <RowActions row={row} onTrash={() => trashing.trash([row])} />}
          filters={filters}
          sortedBy={{ sort: 'updated', dir: 'desc' }}
          selection={{
            ids: selected,
            onChange: setSelected,
            label: (id) => rows?.find((row) => row.id === id)?.title ?? 'item',
          }}
          bulkActions={
            <TrashChosen
              chosen={chosen}
              of={selected.size}
              busy={trashing.isPending}
              onTrash={() => trashing.trash(chosen)}
            />
          }
          empty={<NothingHere filtered={filtered} text={text} onNew={() => filters.set({ new: '1' })} />}
          total={query.data?.pages.at(-1)?.total}
          noun={{ one: 'item', many: 'items' }}
          more={moreOf(query)}
        />
      )}
      {trashing.dialog}
      <NewItemDialog inAddress opened={creating} onClose={() => filters.set({ new: null }, 'replace')} />
    </ListPage>
  );
}

function OtherWays({ csv }: { csv: string }) {
  return (
    <>
      <LinkButton href="/library/import" variant="default">
        Import
      </LinkButton>
      <CsvButton href={csv} />
    </>
  );
}

function TrashChosen({ chosen, of, busy, onTrash }: { chosen: Row[]; of: number; busy: boolean; onTrash: () => void }) {
  return (
    <Button
      size="compact-sm"
      variant="light"
      color="red"
      disabled={chosen.length === 0}
      loading={busy}
      onClick={onTrash}
    >
      {chosen.length === of ? 'Move to trash' : `Move ${chosen.length} of them to trash`}
    </Button>
  );
}

function RowActions({ row, onTrash }: { row: Row; onTrash: () => void }) {
  if (!row.can.edit && !row.can.trash) return null;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={`More to do with “${row.title}”`}>
          <IconDots {...ICON} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {row.can.edit ? (
          <Menu.Item component={Link} href={`${itemPath(row)}/edit`} leftSection={<IconPencil {...ICON} />}>
            Edit
          </Menu.Item>
        ) : null}
        {row.can.trash ? (
          <Menu.Item c="var(--mantine-color-red-text)" leftSection={<IconTrash {...ICON} />} onClick={onTrash}>
            Move to trash
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

type NothingProps = { filtered: boolean; text: string | null; onNew: () => void };

function NothingHere({ filtered, text, onNew }: NothingProps) {
  if (filtered || text !== null) {
    const search = text === null ? '/search' : `/search?${new URLSearchParams({ q: text })}`;
    return (
      <EmptyState title={filtered ? 'Nothing fits these filters' : `Nothing was found for “${text}”`}>
        <Text size="sm">
          {filtered ? 'Take one away' : 'Titles, summaries and tags were looked through. Try other words'}, or{' '}
          <LinkAnchor href={search}>search the text of everything</LinkAnchor> instead.
        </Text>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Nothing written yet"
      action={
        <>
          <Button onClick={onNew}>Write the first item</Button>
          <LinkButton href="/library/import" variant="default">
            Import Markdown
          </LinkButton>
        </>
      }
    >
      What the company knows stands here: how things are done, why they were decided, what went wrong and what was
      learned. Whoever looks for it finds it by its words.
    </EmptyState>
  );
}
