'use client';

import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { DialogActions } from '@/components/ui/dialog-actions';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { useHeldForm } from '@/components/ui/held-form';
import { sayDone } from '@/components/ui/toast';
import type { PersonRecord } from '@/server/domains/people/records.schema';
import { PersonSelect } from './person-select';

type Props = { person: PersonRecord; opened: boolean; onClose: () => void };

/** Ends somebody's access and names who takes over. */
export function DeactivateDialog({ person, opened, onClose }: Props) {
  return (
    <FormDialog opened={opened} onClose={onClose} title={`Deactivate ${person.name}`}>
      <DeactivateForm person={person} onClose={onClose} />
    </FormDialog>
  );
}

function DeactivateForm({ person, onClose }: { person: PersonRecord; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const deactivate = useMutation(trpc.people.person.deactivate.mutationOptions());
  const manager = person.manager && !person.manager.left ? person.manager.id : null;
  const [handOverToId, setHandOverTo] = useState<string | null>(manager);
  const [reason, setReason] = useState('');
  const send = async () => {
    if (handOverToId === null) return;
    await deactivate.mutateAsync({ personId: person.id, handOverToId, reason });
    await queries.invalidateQueries({ queryKey: trpc.people.pathKey() });
    onClose();
    sayDone(`${person.name} is deactivated. What they owned goes over in a moment`);
  };
  const form = useHeldForm({ value: [handOverToId, reason], isWrong: () => handOverToId === null, send });
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <Text size="sm">
          Their sessions, open documents and tokens end at once, and so do invitations they sent that are still open:
          another administrator can send those again. What they wrote and saved stays, under their name; what was not
          saved yet is no longer kept in their browsers. Who reported to them reports to their manager.
        </Text>
        <PersonSelect
          label="Hand over to"
          description="Becomes a maintainer of what they kept. Its author stays named."
          required
          clearable={false}
          without={[person.id]}
          value={handOverToId}
          error={form.checked && handOverToId === null ? 'Choose who takes over what they owned.' : null}
          onChange={setHandOverTo}
        />
        <Textarea
          label="Reason"
          description="For administrators, on this page."
          maxLength={500}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <FormError message={form.refusal} />
        <DialogActions onCancel={onClose} cancel="Keep them active">
          <Button type="submit" color="red" loading={form.busy}>
            Deactivate {person.name}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
