'use client';

import { Button, NumberInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { type Column, DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { ListPage } from '@/components/ui/list-page';
import { type More, moreOf } from '@/components/ui/more';
import { RelativeTime } from '@/components/ui/relative-time';
import { sayDone } from '@/components/ui/toast';
import { useViewer } from '@/components/ui/viewer';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { AppRouter } from '@/server/root';
import { CONTENT_TYPE_LABELS } from './labels';
import { useTrash } from './use-trash';

type List = inferRouterOutputs<AppRouter>['knowledge']['trash']['list'];
type Row = List['items'][number];

const PURGE_AFTER_DAYS_DEFAULT = 30;
const PURGE_AFTER_DAYS_MAX = 3_650;

const COLUMNS: readonly Column<Row>[] = [
  { key: 'title', header: 'Title', render: (row) => row.title },
  { key: 'type', header: 'Kind', width: '170px', render: (row) => CONTENT_TYPE_LABELS[row.contentType] },
  {
    key: 'by',
    header: 'Thrown away by',
    width: '170px',
    render: (row) => row.trashedBy?.name ?? 'Somebody who is gone',
  },
  { key: 'when', header: 'When', width: '130px', render: (row) => <RelativeTime at={row.trashedAt} /> },
];

/** Scripts may give a reason. Here nobody is asked for one, so the column is there only where there is something in it. */
const REASON: Column<Row> = { key: 'reason', header: 'Why', width: '200px', render: (row) => row.reason ?? '' };

function useTrashed(first: List) {
  const trpc = useTRPC();
  return useInfiniteQuery(
    trpc.knowledge.trash.list.infiniteQueryOptions(
      {},
      { getNextPageParam: (page) => page.nextCursor, initialData: { pages: [first], pageParams: [null] } },
    ),
  );
}

/** What one keeps and has thrown away, to be taken back. @param first the first page, as the server read it */
export function TrashList({ first }: { first: List }) {
  const viewer = useViewer();
  const query = useTrashed(first);
  const [purging, setPurging] = useState(false);
  return (
    <ListPage
      title="Trash"
      facts={<span>Only the author and the maintainers of an item see it here.</span>}
      secondary={
        viewer?.can.operate ? (
          <Button variant="default" onClick={() => setPurging(true)}>
            Delete what is old
          </Button>
        ) : null
      }
    >
      {query.data ? (
        <TrashTable pages={query.data.pages} more={moreOf(query)} />
      ) : (
        <ErrorState compact title="The trash could not be loaded" todo={errorMessage(query.error)} />
      )}
      <PurgeDialog opened={purging} onClose={() => setPurging(false)} />
    </ListPage>
  );
}

function TrashTable({ pages, more }: { pages: readonly List[]; more: More }) {
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const { restore } = useTrash(() => setSelected(new Set()));
  const rows = pages.flatMap((page) => page.items);
  const chosen = rows.filter((row) => selected.has(row.id) && row.can.restore);
  const isBusy = (row: Row) => restore.isPending && restore.variables.some(({ id }) => id === row.id);
  return (
    <DataTable
      label="Items in the trash"
      columns={rows.some((row) => row.reason) ? [...COLUMNS, REASON] : COLUMNS}
      rows={rows}
      rowKey={(row) => row.id}
      rowHref={itemPath}
      actionsShown
      rowActions={(row) => (
        <Button
          size="compact-sm"
          variant="light"
          aria-label={`Restore “${row.title}”`}
          loading={isBusy(row)}
          onClick={() => restore.mutate([row])}
        >
          Restore
        </Button>
      )}
      selection={{
        ids: selected,
        onChange: setSelected,
        label: (id) => rows.find((row) => row.id === id)?.title ?? 'item',
      }}
      bulkActions={
        <Button
          size="compact-sm"
          variant="light"
          disabled={chosen.length === 0}
          loading={restore.isPending}
          onClick={() => restore.mutate(chosen)}
        >
          {chosen.length === selected.size ? 'Restore all selected' : `Restore ${chosen.length} of them`}
        </Button>
      }
      empty={
        <EmptyState title="Your trash is empty">
          What you move to the trash stands here until you take it back or an administrator deletes what is old.
        </EmptyState>
      }
      total={pages.at(-1)?.total}
      noun={{ one: 'item', many: 'items' }}
      more={more}
    />
  );
}

function PurgeDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [days, setDays] = useState<number | string>(PURGE_AFTER_DAYS_DEFAULT);
  const purge = useMutation(trpc.knowledge.trash.purge.mutationOptions());
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title="Delete what is old from everybody’s trash"
      verb="Delete for good"
      name="delete for good"
      // An empty field is no number of days, least of all none: that would be everything.
      ready={typeof days === 'number'}
      onConfirm={async () => {
        if (typeof days !== 'number') return;
        const { purged } = await purge.mutateAsync({ olderThanDays: days });
        await client.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
        sayDone(purged === 1 ? '1 item was deleted for good' : `${purged} items were deleted for good`);
      }}
    >
      Items that have lain in anybody’s trash for longer than this are deleted with their history and files. This cannot
      be taken back, and you are not shown what they are.
      <NumberInput
        mt="sm"
        label="Days in the trash"
        min={0}
        max={PURGE_AFTER_DAYS_MAX}
        allowDecimal={false}
        value={days}
        onChange={setDays}
        error={typeof days === 'number' ? null : 'Type how many days.'}
      />
    </ConfirmDialog>
  );
}
