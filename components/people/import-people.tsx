'use client';

import { Alert, Code, FileInput, Group, Stack, Table, Text } from '@mantine/core';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { chooseAgain } from '@/components/ui/choose-again';
import { errorMessage } from '@/components/ui/error-labels';
import { FormError } from '@/components/ui/form-error';
import { LinkAnchor, LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { ICON } from '@/components/ui/theme';
import { IMPORT_ROWS_MAX } from '@/server/domains/people/import.rules';
import { IMPORT_CSV_CHARACTERS_MAX } from '@/server/domains/people/schema';
import { DemoNotice, useDemoAccounts } from './demo-notice';
import { type ImportPlan, ImportPreview } from './import-preview';
import classes from './people.module.css';

const COLUMN_WORDS: readonly [column: string, means: string][] = [
  ['email', 'The address that they sign in with. Needed.'],
  ['name', 'How colleagues call them. Needed.'],
  ['access_role', 'member, leadership or administrator; member when empty.'],
  ['job_role', 'For instance Software engineer. Made when it is not there.'],
  ['job_level', 'A level of that role, by name or key. Made when it is not there.'],
  ['senior_level', 'yes or no: whether that level reads confidential items. Only for levels that are new.'],
  ['teams', 'One or several, with | between them. Made when they are not there.'],
  ['manager_email', 'Whom they report to: somebody here, or in this file.'],
];

type Done = { invited: number; updated: number; unchanged: number; mailed: boolean };

/** A file on its way: looked at, then imported. Only the file chosen last counts. */
function useImport() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const preview = useMutation(trpc.people.person.previewImport.mutationOptions());
  const apply = useMutation(trpc.people.person.import.mutationOptions());
  const [csv, setCsv] = useState<string | null>(null);
  const [plan, setPlan] = useState<ImportPlan | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [done, setDone] = useState<Done | null>(null);

  const latest = useRef<File | null>(null);

  const check = async (file: File | null) => {
    latest.current = file;
    setPlan(null);
    setDone(null);
    setRefusal(null);
    setCsv(null);
    if (!file) return;
    if (file.size > IMPORT_CSV_CHARACTERS_MAX) return setRefusal('The file is larger than 1 MB. Split it in parts.');
    try {
      const text = await file.text();
      const answer = await preview.mutateAsync({ csv: text });
      // Another file was chosen meanwhile: this answer is not about it.
      if (latest.current !== file) return;
      setPlan(answer);
      setCsv(text);
    } catch (error) {
      if (latest.current === file) setRefusal(errorMessage(error));
    }
  };
  const run = async () => {
    if (csv === null) return;
    setRefusal(null);
    try {
      setDone(await apply.mutateAsync({ csv }));
      setPlan(null);
      await queries.invalidateQueries({ queryKey: trpc.people.pathKey() });
    } catch (error) {
      setRefusal(errorMessage(error));
    }
  };
  return { check, checking: preview.isPending, run, running: apply.isPending, plan, refusal, done };
}

/** Imports people from a file in two steps: see what would happen, then let it happen. */
export function ImportPeople() {
  const { check, checking, run, running, plan, refusal, done } = useImport();
  const isDemo = (useDemoAccounts() ?? 0) > 0;
  return (
    <Page width="reading">
      <PageHeader title="Import people" breadcrumbs={[{ label: 'People', href: '/people' }]} />
      <DemoNotice />
      <Stack gap="lg">
        <FileInput
          label="CSV file"
          description={`Up to ${IMPORT_ROWS_MAX.toLocaleString('en')} people. ${isDemo ? 'You can see what would happen; nothing is written while the demo accounts are here.' : 'Nothing is written before you have seen what would happen.'}`}
          placeholder="Choose a file"
          accept=".csv,text/csv"
          fileInputProps={{ onClick: chooseAgain }}
          clearable
          clearButtonProps={{ 'aria-label': 'Clear the file' }}
          leftSection={<IconFileTypeCsv {...ICON} />}
          onChange={(file) => void check(file)}
        />
        {checking ? (
          <Text size="sm" role="status">
            Checking the file…
          </Text>
        ) : null}
        <FormError message={refusal} />
        {done ? <ImportDone done={done} /> : null}
        {plan ? <ImportPreview plan={plan} isDemo={isDemo} busy={running} onImport={() => void run()} /> : null}
        {plan || done ? null : <Columns />}
      </Stack>
    </Page>
  );
}

function ImportDone({ done }: { done: Done }) {
  return (
    <Alert color="accent" role="status" title="The file is imported">
      <Text size="sm">
        {done.invited} invited, {done.updated} changed, {done.unchanged} as they were.
        {done.invited > 0 ? <HowTheyHear mailed={done.mailed} /> : null}
      </Text>
      <Group mt="sm" gap="xs">
        <LinkButton href="/people/invitations" variant="default">
          See the invitations
        </LinkButton>
      </Group>
    </Alert>
  );
}

function HowTheyHear({ mailed }: { mailed: boolean }) {
  if (mailed) return ' Whoever is invited gets a mail with a link.';
  return (
    <>
      {' '}
      No mail server is set up, so pass the links on yourself: they stand under{' '}
      <LinkAnchor href="/settings/mail">Outgoing mail</LinkAnchor>.
    </>
  );
}

function Columns() {
  return (
    <section aria-labelledby="columns">
      <h2 id="columns" className={classes.sectionTitle}>
        What the file holds
      </h2>
      <Text size="sm" c="dimmed" mb="sm">
        The first line names the columns, in any order; commas or semicolons stand between them. Whoever is new is
        invited; whoever is here is changed, and what a cell leaves empty stays. Importing the same file again changes
        nothing. A list of people that you exported here can be imported as it is.
      </Text>
      <Table withRowBorders verticalSpacing={6}>
        <Table.Tbody>
          {COLUMN_WORDS.map(([column, means]) => (
            <Table.Tr key={column}>
              <Table.Th scope="row">
                <Code>{column}</Code>
              </Table.Th>
              <Table.Td>{means}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
