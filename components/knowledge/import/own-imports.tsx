'use client';

import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { type Column, DataTable } from '@/components/ui/data-table';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ImportRunRow } from '@/server/domains/knowledge/import/run.schema';
import { STATE_LABELS } from './labels';
import { pollMs } from './poll';

const COLUMNS: readonly Column<ImportRunRow>[] = [
  { key: 'source', header: 'Source', render: (run) => run.source },
  { key: 'state', header: 'State', width: '200px', render: (run) => STATE_LABELS[run.state] },
  { key: 'begun', header: 'Begun', width: '130px', render: (run) => <RelativeTime at={run.createdAt} /> },
];

/** One's own imports that are open or ended lately, each leading to its page; nothing when there is none. */
export function OwnImports() {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.knowledge.imports.own.queryOptions(undefined, {
      // Whoever comes back from an import is not shown what was before it.
      refetchOnMount: 'always',
      refetchInterval: ({ state }) => pollMs(state.data ?? []),
    }),
  );
  if (data === undefined || data.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h3" mt="xl" mb="xs">
        Your imports
      </Title>
      <DataTable
        label="Your imports"
        columns={COLUMNS}
        rows={data}
        rowKey={(run) => run.id}
        rowHref={(run) => `/library/import?run=${run.id}`}
        empty={null}
        noun={{ one: 'import', many: 'imports' }}
      />
    </section>
  );
}
