'use client';

import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { DialogActions } from '@/components/ui/dialog-actions';
import { errorMessage } from '@/components/ui/error-labels';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { sayDone } from '@/components/ui/toast';
import { DEFAULT_LEVELS, levelKey, levelsMayBe } from '@/server/domains/people/rules';
import { personName } from '@/server/domains/people/schema';
import type { JobRole } from './job-roles-list';
import { FIELD_WORDS } from './labels';
import { type LevelDraft, LevelFields } from './level-fields';

/** Makes a job role or changes it: its name, and its levels in order. */
export function JobRoleDialog({ role, onClose }: { role: JobRole | 'new' | null; onClose: () => void }) {
  const title = role === 'new' ? 'New job role' : `Edit ${role?.name ?? ''}`;
  return (
    <FormDialog opened={role !== null} onClose={onClose} title={title} size="lg">
      {role === null ? null : <JobRoleForm role={role} onClose={onClose} />}
    </FormDialog>
  );
}

function draftsOf(role: JobRole | 'new'): LevelDraft[] {
  if (role === 'new') return DEFAULT_LEVELS.map((level) => ({ ...level, row: level.key }));
  return role.levels.map(({ id, key, name, senior }) => ({ row: id, id, key, name, senior }));
}

/** A level that is new is keyed by its name; one that is there keeps its key whatever it is called. */
const keyed = (draft: LevelDraft) => ({ ...draft, key: draft.id ? draft.key : levelKey(draft.name) });

/** What the command would refuse, before it is asked. */
function problemOf(name: string, levels: readonly LevelDraft[]): string | null {
  if (!personName.safeParse(name).success) return FIELD_WORDS.name;
  if (levels.some((level) => !personName.safeParse(level.name).success)) return 'Every level needs a name.';
  const answer = levelsMayBe(levels.map(keyed));
  if (answer.ok) return null;
  return errorMessage({ code: 'invalid', reason: answer.reason, params: answer.params ?? {}, reference: '' });
}

function useSaveJobRole(role: JobRole | 'new') {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const create = useMutation(trpc.people.jobRole.create.mutationOptions());
  const change = useMutation(trpc.people.jobRole.change.mutationOptions());
  return async (name: string, drafts: readonly LevelDraft[]) => {
    const levels = drafts
      .map(keyed)
      .map(({ id, key, name: levelName, senior }) => ({ id, key, name: levelName, senior }));
    if (role === 'new') await create.mutateAsync({ name, levels });
    else await change.mutateAsync({ jobRoleId: role.id, name, levels });
    await queries.invalidateQueries({ queryKey: trpc.people.pathKey() });
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
