'use client';

import { ActionIcon, Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { DialogActions } from '@/components/ui/dialog-actions';
import { errorMessage } from '@/components/ui/error-labels';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { ICON } from '@/components/ui/theme';
import { sayDone } from '@/components/ui/toast';
import { DEFAULT_LEVELS, keyedLevels, levelsMayBe } from '@/server/domains/people/rules';
import { personName } from '@/server/domains/people/schema';
import type { JobRole } from './job-roles-list';
import { FIELD_WORDS } from './labels';
import classes from './people.module.css';

/** One level while it is edited; `row` tells rows apart that have no id yet. */
type Draft = { row: string; id?: string; key: string; name: string; senior: boolean };

/** Makes a job role or changes it: its name, and its levels in order. */
export function JobRoleDialog({ role, onClose }: { role: JobRole | 'new' | null; onClose: () => void }) {
  const title = role === 'new' ? 'New job role' : `Edit ${role?.name ?? ''}`;
  return (
    <FormDialog opened={role !== null} onClose={onClose} title={title} size="lg">
      {role === null ? null : <JobRoleForm role={role} onClose={onClose} />}
    </FormDialog>
  );
}

function draftsOf(role: JobRole | 'new'): Draft[] {
  if (role === 'new') return DEFAULT_LEVELS.map((level) => ({ ...level, row: level.key }));
  return role.levels.map(({ id, key, name, senior }) => ({ row: id, id, key, name, senior }));
}

/** What the command would refuse, before it is asked. */
function problemOf(name: string, levels: readonly Draft[]): string | null {
  if (!personName.safeParse(name).success) return FIELD_WORDS.name;
  if (levels.some((level) => !personName.safeParse(level.name).success)) return 'Every level needs a name.';
  const answer = levelsMayBe(keyedLevels(levels));
  if (answer.ok) return null;
  return errorMessage({ code: 'invalid', reason: answer.reason, params: answer.params ?? {}, reference: '' });
}

function useSaveJobRole(role: JobRole | 'new') {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const create = useMutation(trpc.people.jobRole.create.mutationOptions());
  const change = useMutation(trpc.people.jobRole.change.mutationOptions());
  return async (name: string, drafts: readonly Draft[]) => {
    const levels = keyedLevels(drafts).map(({ id, key, name: levelName, senior }) => ({
      id,
      key,
      name: levelName,
      senior,
    }));
    try {
      if (role === 'new') await create.mutateAsync({ name, levels });
      else await change.mutateAsync({ jobRoleId: role.id, revision: role.revision, name, levels });
    } finally {
      // Also after a refusal: somebody else may have changed it, and the next time it opens as it is now.
      await queries.invalidateQueries({ queryKey: trpc.people.pathKey() });
    }
    sayDone(`${name} is saved`);
  };
}

function JobRoleForm({ role, onClose }: { role: JobRole | 'new'; onClose: () => void }) {
  const save = useSaveJobRole(role);
  const [name, setName] = useState(role === 'new' ? '' : role.name);
  const [levels, setLevels] = useState(() => draftsOf(role));
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const send = async (event: React.FormEvent) => {
    event.preventDefault();
    const problem = problemOf(name, levels);
    setRefusal(problem);
    if (problem) return nameField.current?.focus();
    setBusy(true);
    try {
      await save(name.trim(), levels);
      onClose();
    } catch (error) {
      setRefusal(errorMessage(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="md">
        <TextInput
          ref={nameField}
          label="Name"
          data-autofocus
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <LevelFields levels={levels} onChange={setLevels} />
        <FormError message={refusal} />
        <DialogActions onCancel={onClose}>
          <Button type="submit" loading={busy}>
            {role === 'new' ? 'Create the job role' : 'Save'}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}

function LevelFields({ levels, onChange }: { levels: readonly Draft[]; onChange: (levels: Draft[]) => void }) {
  const added = useRef(0);
  const set = (row: string, change: Partial<Draft>) =>
    onChange(levels.map((level) => (level.row === row ? { ...level, ...change } : level)));
  const move = (from: number, by: number) => {
    const next = [...levels];
    const [level] = next.splice(from, 1);
    if (level) next.splice(from + by, 0, level);
    onChange(next);
  };
  const add = () => {
    added.current += 1;
    onChange([...levels, { row: `new-${added.current}`, key: '', name: '', senior: levels.at(-1)?.senior ?? false }]);
  };
  return (
    <fieldset className={classes.fields}>
      <Text component="legend" size="sm" fw={550}>
        Levels, first level first
      </Text>
      <Text size="sm" c="dimmed">
        Holders of a senior level read confidential items, from the moment it is saved.
      </Text>
      {levels.map((level, index) => {
        const called = level.name || `level ${index + 1}`;
        return (
          <div key={level.row} className={classes.level}>
            <TextInput
              aria-label={`Name of level ${index + 1}`}
              value={level.name}
              onChange={(event) => set(level.row, { name: event.currentTarget.value })}
            />
            <Checkbox
              label="Senior"
              checked={level.senior}
              onChange={(event) => set(level.row, { senior: event.currentTarget.checked })}
            />
            <Group gap={2} wrap="nowrap">
              <ActionIcon aria-label={`Move ${called} up`} disabled={index === 0} onClick={() => move(index, -1)}>
                <IconArrowUp {...ICON} />
              </ActionIcon>
              <ActionIcon
                aria-label={`Move ${called} down`}
                disabled={index === levels.length - 1}
                onClick={() => move(index, 1)}
              >
                <IconArrowDown {...ICON} />
              </ActionIcon>
              <ActionIcon
                aria-label={`Remove ${called}`}
                onClick={() => onChange(levels.filter((other) => other.row !== level.row))}
              >
                <IconX {...ICON} />
              </ActionIcon>
            </Group>
          </div>
        );
      })}
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus {...ICON} />} onClick={add}>
        Add a level
      </Button>
    </fieldset>
  );
}
