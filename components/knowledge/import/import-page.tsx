'use client';

import { Button, Progress, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { useFilters } from '@/components/ui/use-filters';
import type { ImportRunView } from '@/server/domains/knowledge/import/run.schema';
import { ChooseSource } from './choose-source';
import classes from './import.module.css';
import { filesLabel, problemWords } from './labels';
import { OwnImports } from './own-imports';
import { PlanStep } from './plan-step';
import { pollMs } from './poll';
import { ReportStep } from './report-step';

const SHOWN_HERE = 'and this address shows how far it is';

/** Import by browser, a step at a time. The import stands in the address: it can be left and come back to. */
export function ImportPage() {
  const filters = useFilters();
  const runId = filters.one('run');
  return (
    <Page>
      <PageHeader title="Import Markdown" breadcrumbs={[{ label: 'Library', href: '/library' }]} />
      {runId === null ? (
        <>
          <ChooseSource onSent={(sent) => filters.set({ run: sent })} />
          <OwnImports />
        </>
      ) : (
        <OneImport key={runId} runId={runId} onAgain={() => filters.set({ run: null })} />
      )}
    </Page>
  );
}

function OneImport({ runId, onAgain }: { runId: string; onAgain: () => void }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.knowledge.imports.run.queryOptions(
      { runId },
      {
        refetchInterval: ({ state }) => pollMs(state.data ? [state.data] : []),
      },
    ),
  );
  if (query.error && query.data === undefined) {
    return (
      <ErrorState
        title="This import cannot be shown"
        todo={errorMessage(query.error)}
        action={<Button onClick={onAgain}>Begin a new import</Button>}
      />
    );
  }
  return query.data === undefined ? (
    <Working words="Loading the import" done={0} total={0} />
  ) : (
    <>
      <Title order={2} size="h3" mb="sm" className={classes.source}>
        {query.data.source}
      </Title>
      <Step run={query.data} onChanged={() => void query.refetch()} onAgain={onAgain} />
    </>
  );
}

function Step({ run, onChanged, onAgain }: { run: ImportRunView; onChanged: () => void; onAgain: () => void }) {
  if (run.state === 'done' && run.report !== null) return <ReportStep report={run.report} onAgain={onAgain} />;
  if (run.state === 'waiting' && run.plan !== null)
    return <PlanStep run={run} plan={run.plan} onChanged={onChanged} onGivenUp={onAgain} />;
  if (run.state === 'planning') return <Working words="Reading" done={run.done} total={run.total} countsFiles />;
  if (run.state === 'running')
    return <Working words="Importing" done={run.done} total={run.total} after="and you are told when it is done" />;
  const isFailed = run.state === 'failed';
  return (
    <ErrorState
      title={isFailed ? 'The import ended early' : 'This import was not sent to its end'}
      todo={isFailed && run.problem !== null ? problemWords(run.problem) : 'Choose the files again.'}
      action={<Button onClick={onAgain}>Begin a new import</Button>}
    />
  );
}

/** @param props.after what comes of it for who leaves */
type WorkingProps = { words: string; done: number; total: number; countsFiles?: boolean; after?: string };

function Working({ words, done, total, countsFiles = false, after = SHOWN_HERE }: WorkingProps) {
  const share = total === 0 ? 0 : Math.round((done / total) * 100);
  const far = countsFiles ? `${done} of ${filesLabel(total)}` : `${share} %`;
  return (
    <Stack gap="xs" className={classes.form}>
      <Text role="status">{total === 0 ? `${words}…` : `${words}: ${far}`}</Text>
      <Progress value={share} aria-label={words} size="lg" />
      <Text size="sm" c="dimmed">
        You may leave this page: it goes on by itself, {after}.
      </Text>
    </Stack>
  );
}
