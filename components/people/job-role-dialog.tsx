'use client';

import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { DialogActions } from '@/components/ui/dialog-actions';
import { errorMessage } from '@/components/ui/error-labels';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { useHeldForm } from '@/components/ui/held-form';
import { sayDone } from '@/components/ui/toast';
import { DEFAULT_LEVELS, keyedLevels, levelsMayBe } from '@/server/domains/people/rules';
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

const isName = (name: string) => personName.safeParse(name).success;

/** What the command would refuse of the levels together, before it is asked; each shows by itself that it needs a name. */
function problemOf(levels: readonly LevelDraft[]): string | null {
  if (levels.some((level) => !isName(level.name))) return 'Every level needs a name.';
  const answer = levelsMayBe(keyedLevels(levels));
  if (answer.ok) return null;
  return errorMessage({ code: 'invalid', reason: answer.reason, params: answer.params ?? {}, reference: '' });
}

/** Which rows are to blame: without a name, or called as one above them. */
const isWrongAmong = (levels: readonly LevelDraft[]) => (at: number) => {
  const name = levels[at]?.name.trim().toLowerCase() ?? '';
  return !isName(name) || levels.slice(0, at).some((level) => level.name.trim().toLowerCase() === name);
};

function useSaveJobRole(role: JobRole | 'new') {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const create = useMutation(trpc.people.jobRole.create.mutationOptions());
  const change = useMutation(trpc.people.jobRole.change.mutationOptions());
  return async (name: string, drafts: readonly LevelDraft[]) => {
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
  const send = async () => {
    await save(name.trim(), levels);
    onClose();
  };
  const form = useHeldForm({
    value: [name, levels],
    isWrong: () => !isName(name) || problemOf(levels) !== null,
    send,
  });
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <TextInput
          label="Name"
          data-autofocus
          required
          value={name}
          error={form.checked && !isName(name) ? FIELD_WORDS.name : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <LevelFields levels={levels} onChange={setLevels} isWrong={form.checked ? isWrongAmong(levels) : undefined} />
        <FormError message={(form.checked ? problemOf(levels) : null) ?? form.refusal} />
        <DialogActions onCancel={onClose}>
          <Button type="submit" loading={form.busy}>
            {role === 'new' ? 'Create the job role' : 'Save'}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
