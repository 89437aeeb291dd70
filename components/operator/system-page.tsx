'use client';

import { Badge, Button, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { ReactNode } from 'react';
import { useTRPC } from '@/components/trpc';
import { type Column, DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';
import { FactsLine, PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { sayDone, sayRefused } from '@/components/ui/toast';
import type { HealthPart } from '@/server/platform/health.schema';
import type { AppRouter } from '@/server/root';
import { factWords, HEALTH_WORDS, machineName, PART_LABELS, PART_STATE_LABELS, queueName } from './labels';
import classes from './system-page.module.css';

type System = inferRouterOutputs<AppRouter>['operator']['system'];
type Part = { name: HealthPart } & System['health']['parts'][HealthPart];

const REFRESH_MS = 10_000;

const PART_COLUMNS: readonly Column<Part>[] = [
  { key: 'name', header: 'Part', render: ({ name }) => PART_LABELS[name], width: '200px', small: 'title' },
  { key: 'state', header: 'State', render: ({ state }) => <StateBadge state={state} />, width: '150px' },
  {
    key: 'facts',
    header: 'Figures',
    render: ({ facts }) =>
      Object.entries(facts)
        .map(([name, value]) => factWords(name, value))
        .filter(Boolean)
        .join(' · '),
  },
];

const QUEUE_COLUMNS: readonly Column<System['queues'][number]>[] = [
  { key: 'name', header: 'Queue', render: ({ name }) => queueName(name), small: 'title' },
  { key: 'waiting', header: 'Waiting', render: ({ waiting }) => waiting, numeric: true, width: '90px' },
  { key: 'delayed', header: 'Later', render: ({ delayed }) => delayed, numeric: true, width: '90px' },
  { key: 'running', header: 'Running', render: ({ running }) => running, numeric: true, width: '90px' },
  { key: 'dead', header: 'Given up', render: ({ dead }) => dead, numeric: true, width: '90px' },
];

const DEAD_COLUMNS: readonly Column<System['dead'][number]>[] = [
  {
    key: 'source',
    header: 'Queue',
    render: ({ source }) => (source ? queueName(source) : 'Not known'),
    width: '240px',
    small: 'title',
  },
  { key: 'message', header: 'Why', render: ({ message }) => message ?? 'Not known' },
  { key: 'when', header: 'When', render: ({ failedAt }) => <RelativeTime at={failedAt} />, width: '140px' },
];

const HOLDER_COLUMNS: readonly Column<System['holders'][number]>[] = [
  { key: 'host', header: 'Machine', render: ({ host }) => machineName(host), small: 'title' },
  { key: 'pid', header: 'Process', render: ({ pid }) => pid, numeric: true, width: '100px' },
  {
    key: 'since',
    header: 'Serves since',
    render: ({ takenAt }) => <RelativeTime at={takenAt} />,
    named: () => true,
    width: '160px',
  },
  { key: 'alive', header: 'State', render: ({ alive }) => (alive ? 'Alive' : 'Gone'), width: '100px' },
];

/** How the installation is: its parts, its background work, its processes. Asked again every ten seconds. */
export function SystemPage({ first }: { first: System }) {
  const trpc = useTRPC();
  const { data, error } = useQuery({
    ...trpc.operator.system.queryOptions(),
    initialData: first,
    refetchInterval: REFRESH_MS,
  });
  const { health, queues, dead, holders, settings, at } = data;
  const parts = (Object.entries(health.parts) as [HealthPart, Omit<Part, 'name'>][]).map(([name, part]) => ({
    name,
    ...part,
  }));
  return (
    <Page>
      <PageHeader title="System">
        <FactsLine>
          <Text size="sm" fw={550} aria-live="polite">
            {HEALTH_WORDS[health.state]}
          </Text>
          <span>
            {error ? 'The server does not answer; seen ' : 'Seen '}
            <RelativeTime at={at} />
          </span>
          <span>Node {settings.node}</span>
          <span>{settings.isShared ? 'One of several processes' : 'The only process'}</span>
          <span>{settings.publicUrl ?? 'No public address is set'}</span>
        </FactsLine>
      </PageHeader>
      <Section title="Parts">
        <DataTable
          label="Parts"
          columns={PART_COLUMNS}
          rows={parts}
          rowKey={({ name }) => name}
          noun={PARTS}
          empty={null}
        />
      </Section>
      <DeadJobs dead={dead} />
      <Section title="Background work">
        <DataTable
          label="Queues"
          columns={QUEUE_COLUMNS}
          rows={queues}
          rowKey={({ name }) => name}
          noun={QUEUES}
          empty={<EmptyState compact title="This process runs no background work" />}
        />
      </Section>
      <Section title="Processes">
        <DataTable
          label="Processes"
          columns={HOLDER_COLUMNS}
          rows={holders}
          rowKey={({ name }) => name}
          noun={PROCESSES}
          empty={<EmptyState compact title="No process holds the lease" />}
        />
      </Section>
    </Page>
  );
}

const PARTS = { one: 'part', many: 'parts' };
const QUEUES = { one: 'queue', many: 'queues' };
const PROCESSES = { one: 'process', many: 'processes' };
const JOBS = { one: 'job', many: 'jobs' };

function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <Title order={2} size="h3">
          {title}
        </Title>
        {action}
      </div>
      {children}
    </section>
  );
}

function StateBadge({ state }: { state: Part['state'] }) {
  const { label, color } = PART_STATE_LABELS[state];
  return (
    <Badge variant="light" color={color}>
      {label}
    </Badge>
  );
}

/** Jobs that failed for the last time; nothing is shown while there are none. */
function DeadJobs({ dead }: { dead: System['dead'] }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const retry = useMutation(
    trpc.operator.retryDeadJobs.mutationOptions({
      onSuccess: ({ count }) => sayDone(`${count} ${count === 1 ? 'job is' : 'jobs are'} tried again`),
      onError: sayRefused,
      onSettled: () => client.invalidateQueries({ queryKey: trpc.operator.system.queryKey() }),
    }),
  );
  if (dead.length === 0) return null;
  return (
    <Section
      title="Given up"
      action={
        <Button size="compact-sm" variant="light" loading={retry.isPending} onClick={() => retry.mutate()}>
          Try all again
        </Button>
      }
    >
      <DataTable
        label="Jobs given up"
        columns={DEAD_COLUMNS}
        rows={dead}
        rowKey={({ id }) => id}
        noun={JOBS}
        empty={null}
      />
    </Section>
  );
}
