'use client';

import { Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { type Column, DataTable } from '@/components/ui/data-table';
import { isSame, useDirty } from '@/components/ui/dirty';
import { EmptyState } from '@/components/ui/empty-state';
import { errorMessage } from '@/components/ui/error-labels';
import { FormError } from '@/components/ui/form-error';
import type { ContentType } from '@/prisma/generated/enums';
import type { ImportRunView, PlannedRow } from '@/server/domains/knowledge/import/run.schema';
import { AccessFields, audienceErrors } from '../access-fields';
import { CONTENT_TYPE_LABELS, optionsOf } from '../labels';
import { FileLines } from './file-lines';
import classes from './import.module.css';
import { againWords, certaintyWords, filesLabel, leftOutLabel, reasonWords } from './labels';
import { forgetChoices, keepChoices, NO_CHOICES, type PlanChoices, readChoices, sentChoices } from './plan-choices';

const TYPES = optionsOf(CONTENT_TYPE_LABELS, true);
const ROWS_A_PAGE = 100;
const UNCERTAIN_BELOW = 0.5;

type Plan = NonNullable<ImportRunView['plan']>;
type Types = Readonly<Record<string, ContentType>>;

/** Nothing was imported from the file before: its kind and who may read it are chosen. */
const isNew = (row: PlannedRow): boolean => row.end === 'new';

type SetType = (path: string, type: ContentType) => void;

function columnsFor(types: Types, isAgain: boolean, setType: SetType): Column<PlannedRow>[] {
  return [
    {
      key: 'file',
      header: 'Becomes',
      render: (row) => (
        <span className={classes.file}>
          <span>{row.title}</span>
          <Text span size="xs" c="dimmed">
            {row.path}
          </Text>
        </span>
      ),
    },
    {
      key: 'type',
      header: 'Kind of content',
      width: '230px',
      render: (row) =>
        isNew(row) ? (
          <NativeSelect
            size="xs"
            aria-label={`Kind of content of ${row.title}`}
            data={TYPES}
            value={types[row.path] ?? row.contentType}
            onChange={(event) => setType(row.path, event.currentTarget.value as ContentType)}
          />
        ) : (
          CONTENT_TYPE_LABELS[row.contentType]
        ),
    },
    {
      key: 'certainty',
      header: isAgain ? 'What happens' : 'How sure',
      width: isAgain ? '230px' : '140px',
      render: (row) => {
        if (!isNew(row)) return againWords(row);
        const sure = types[row.path] === undefined ? certaintyWords(row.confidence) : 'Yours';
        return isAgain ? `New; its kind: ${sure.toLowerCase()}` : sure;
      },
    },
  ];
}

/** Once an import begins or is given up, what was chosen for it is forgotten. */
const ended = (runId: string, then: () => void) => () => {
  forgetChoices(runId);
  then();
};

/** What one chose, kept for whoever leaves the page and comes back to its address. */
function usePlanChoices(runId: string) {
  const [choices, setChoices] = useState(() => readChoices(runId));
  useEffect(() => keepChoices(runId, choices), [runId, choices]);
  const set = (change: (now: PlanChoices) => Partial<PlanChoices>) => setChoices((now) => ({ ...now, ...change(now) }));
  return { choices, set };
}

type PlanProps = { run: ImportRunView; plan: Plan; onChanged: () => void; onGivenUp: () => void };

/** The second step: what each file would become, to be corrected, and who may read it. */
export function PlanStep({ run, plan, onChanged, onGivenUp }: PlanProps) {
  const trpc = useTRPC();
  const { choices, set } = usePlanChoices(run.id);
  const { types, access } = choices;
  const chosen = useMemo(() => {
    const skipped = new Set(choices.skipped);
    return new Set(plan.files.map((file) => file.path).filter((path) => !skipped.has(path)));
  }, [plan, choices.skipped]);
  const setChosen = (ids: Set<string>) =>
    set(() => ({ skipped: plan.files.map((file) => file.path).filter((path) => !ids.has(path)) }));
  const [isChecked, setChecked] = useState(false);
  const start = useMutation(trpc.knowledge.imports.start.mutationOptions({ onSuccess: ended(run.id, onChanged) }));
  const cancel = useMutation(trpc.knowledge.imports.cancel.mutationOptions({ onSuccess: ended(run.id, onGivenUp) }));
  // Kept for this tab; but Esc would lead away from the address that they belong to.
  useDirty(() => !start.isSuccess && !cancel.isSuccess && !isSame(choices, NO_CHOICES));
  const isNewChosen = plan.files.some((file) => isNew(file) && chosen.has(file.path));
  const errors = isChecked ? audienceErrors(access) : {};
  const submit = () => {
    setChecked(true);
    if (isNewChosen && Object.values(audienceErrors(access)).some(Boolean)) return;
    // Nobody was asked who may read what is new where nothing is.
    const asked = isNewChosen ? choices : { ...choices, access: NO_CHOICES.access };
    start.mutate({ runId: run.id, choices: sentChoices(asked) });
  };
  return (
    <Stack gap="lg">
      <Again plan={plan} />
      <PlanTable
        plan={plan}
        types={types}
        setTypes={(change) => set((now) => ({ types: change(now.types) }))}
        chosen={chosen}
        setChosen={setChosen}
      />
      <FileLines
        title={`${filesLabel(plan.failed.length)} cannot be imported`}
        lines={plan.failed.map(({ path, reason }) => ({ path, words: reasonWords(reason) }))}
      />
      <FileLines title={leftOutLabel(plan.leftOut.length)} lines={plan.leftOut.map((path) => ({ path }))} />
      <Stack gap="md" className={classes.form}>
        {isNewChosen ? (
          <AccessFields
            label="Who may read what is new"
            value={access}
            onChange={(next) => set(() => ({ access: next }))}
            errors={errors}
          />
        ) : null}
        <FormError message={start.error ? errorMessage(start.error) : null} />
        <Group gap="xs">
          <Button disabled={chosen.size === 0} loading={start.isPending || start.isSuccess} onClick={submit}>
            Import {filesLabel(chosen.size)}
          </Button>
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ runId: run.id })}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Stack>
  );
}

/** Importing again: what changes and what stays in spite of a change, by name, before the long table. */
function Again({ plan }: { plan: Plan }) {
  const of = (end: PlannedRow['end']) => plan.files.filter((file) => file.end === end);
  const [changed, conflicts] = [of('changed'), of('conflict')];
  if (plan.files.every(isNew)) return null;
  return (
    <Stack gap="xs">
      <Text>
        This source was imported before: {of('new').length} new, {changed.length} changed, {conflicts.length} not to be
        overwritten, {of('unchanged').length} unchanged.
      </Text>
      <FileLines
        open
        title={`${filesLabel(changed.length)} changed since the last import`}
        lines={changed.map(({ path, title }) => ({ path, words: title }))}
      />
      <FileLines
        open
        title={`${filesLabel(conflicts.length)} will not be overwritten`}
        lines={conflicts.map(({ path, reason }) => ({ path, words: reasonWords(reason ?? '') }))}
      />
    </Stack>
  );
}

type TableProps = {
  plan: Plan;
  types: Types;
  setTypes: (change: (types: Types) => Types) => void;
  chosen: Set<string>;
  setChosen: (chosen: Set<string>) => void;
};

function PlanTable({ plan, types, setTypes, chosen, setChosen }: TableProps) {
  const [text, setText] = useState('');
  const [isUncertainOnly, setUncertainOnly] = useState(false);
  const [shown, setShown] = useState(ROWS_A_PAGE);
  const found = useMemo(() => {
    const words = text.trim().toLowerCase();
    return plan.files.filter(
      (file) =>
        `${file.path} ${file.title}`.toLowerCase().includes(words) &&
        (!isUncertainOnly || (isNew(file) && file.confidence < UNCERTAIN_BELOW)),
    );
  }, [plan, text, isUncertainOnly]);
  const isSomeNew = plan.files.some(isNew);
  const isAgain = !plan.files.every(isNew);
  const columns = columnsFor(types, isAgain, (path, type) => setTypes((before) => ({ ...before, [path]: type })));
  const typeAll = (type: ContentType) => {
    const paths = found
      .filter((file) => isNew(file) && chosen.has(file.path))
      .map((file) => [file.path, type] as const);
    setTypes((before) => ({ ...before, ...Object.fromEntries(paths) }));
  };
  return (
    <Stack gap="sm">
      <Group gap="md">
        <TextInput
          aria-label="Find in names and titles"
          placeholder="Find in names and titles"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {isSomeNew ? (
          <Checkbox
            label="Only uncertain guesses"
            checked={isUncertainOnly}
            onChange={(event) => setUncertainOnly(event.currentTarget.checked)}
          />
        ) : null}
      </Group>
      <DataTable
        label="Files to import"
        columns={columns}
        rows={found.slice(0, shown)}
        rowKey={(row) => row.path}
        selection={{ ids: chosen, onChange: setChosen, label: (path) => path }}
        bulkActions={isSomeNew ? <TypeAll onChoose={typeAll} /> : null}
        empty={
          <EmptyState compact title="No file matches">
            Other words, or all guesses, show more.
          </EmptyState>
        }
        total={found.length}
        noun={{ one: 'file', many: 'files' }}
        more={{ has: found.length > shown, loading: false, load: () => setShown(shown + ROWS_A_PAGE) }}
      />
    </Stack>
  );
}

function TypeAll({ onChoose }: { onChoose: (type: ContentType) => void }) {
  return (
    <NativeSelect
      size="xs"
      aria-label="Kind of content of all selected files in the table"
      data={[{ value: '', label: 'Set the kind of all in the table…' }, ...TYPES]}
      value=""
      onChange={(event) => event.currentTarget.value && onChoose(event.currentTarget.value as ContentType)}
    />
  );
}
