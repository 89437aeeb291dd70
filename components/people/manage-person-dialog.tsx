'use client';

import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { DialogActions } from '@/components/ui/dialog-actions';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { useHeldForm } from '@/components/ui/held-form';
import { sayDone } from '@/components/ui/toast';
import type { PersonRecord } from '@/server/domains/people/records.schema';
import type { AccessRole } from '@/server/domains/people/schema';
import { AccessRoleField } from './access-role-field';
import { type Job, JobFields } from './job-fields';
import { PersonSelect } from './person-select';

type Props = { person: PersonRecord; opened: boolean; onClose: () => void };

/** Changes job role, level, manager and access role of a person. */
export function ManagePersonDialog({ person, opened, onClose }: Props) {
  return (
    <FormDialog opened={opened} onClose={onClose} title={`Role and manager of ${person.name}`} size="lg">
      <ManageForm person={person} onClose={onClose} />
    </FormDialog>
  );
}

type Draft = { job: Job; managerId: string | null; accessRole: AccessRole };

function useSave(person: PersonRecord) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const changeJob = useMutation(trpc.people.person.changeJob.mutationOptions());
  const changeManager = useMutation(trpc.people.person.changeManager.mutationOptions());
  const changeAccessRole = useMutation(trpc.people.person.changeAccessRole.mutationOptions());
  return async ({ job, managerId, accessRole }: Draft) => {
    const personId = person.id;
    try {
      // Each is a change of its own with its own event; the first that is refused ends it, and is said.
      await changeJob.mutateAsync({ personId, ...job });
      await changeManager.mutateAsync({ personId, managerId });
      await changeAccessRole.mutateAsync({ personId, accessRole });
    } finally {
      await queries.invalidateQueries({ queryKey: trpc.people.pathKey() });
    }
  };
}

function ManageForm({ person, onClose }: { person: PersonRecord; onClose: () => void }) {
  const save = useSave(person);
  const [draft, setDraft] = useState<Draft>({
    job: { jobRoleId: person.jobRole?.id ?? null, jobLevelId: person.jobLevel?.id ?? null },
    managerId: person.manager?.id ?? null,
    accessRole: person.accessRole,
  });
  const send = async () => {
    await save(draft);
    sayDone(`${person.name} is saved`);
    onClose();
  };
  const form = useHeldForm({ value: draft, send });
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <JobFields value={draft.job} onChange={(job) => setDraft((now) => ({ ...now, job }))} />
        <PersonSelect
          label="Reports to"
          without={[person.id]}
          value={draft.managerId}
          onChange={(managerId) => setDraft((now) => ({ ...now, managerId }))}
        />
        <AccessRoleField
          value={draft.accessRole}
          onChange={(accessRole) => setDraft((now) => ({ ...now, accessRole }))}
        />
        {person.accessRole === 'administrator' && draft.accessRole !== 'administrator' ? (
          <Text size="sm">
            Invitations they sent that are still open end at once. Another administrator can send them again.
          </Text>
        ) : null}
        <FormError message={form.refusal} />
        <DialogActions onCancel={onClose}>
          <Button type="submit" loading={form.busy}>
            Save
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
