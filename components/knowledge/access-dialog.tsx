'use client';

import { Button, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { DialogActions } from '@/components/ui/dialog-actions';
import { errorMessage } from '@/components/ui/error-labels';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { sayDone } from '@/components/ui/toast';
import { normalAccess } from '@/server/domains/knowledge/rules';
import { AccessFields, type AccessValue, audienceErrors } from './access-fields';
import { peopleLabel } from './labels';
import { asksFirst, WideningNotice } from './widening-notice';

const PREVIEW_PAUSE_MS = 250;

type Props = { id: string; revision: number; access: AccessValue; opened: boolean; onClose: () => void };

/** Changes who may read an item. Letting somebody new in is said first and done on a second press. */
export function AccessDialog(props: Props) {
  return (
    <FormDialog opened={props.opened} onClose={props.onClose} title="Change who may read it">
      <AccessForm {...props} />
    </FormDialog>
  );
}

function AccessForm({ id, revision, access, onClose }: Props) {
  const trpc = useTRPC();
  const router = useRouter();
  const client = useQueryClient();
  const [value, setValue] = useState(access);
  const [checked, setChecked] = useState(false);
  const [asked, setAsked] = useState(false);
  const [previewed] = useDebouncedValue(value, PREVIEW_PAUSE_MS);
  const preview = useQuery(
    trpc.knowledge.item.previewAccess.queryOptions({ id, ...previewed }, { placeholderData: keepPreviousData }),
  );
  const change = useMutation(
    trpc.knowledge.item.changeAccess.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: trpc.knowledge.item.pathKey() });
        router.refresh();
        sayDone('Who may read it was changed');
        onClose();
      },
      onError: (error) => setAsked(asksFirst(error)),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (Object.values(audienceErrors(value)).some(Boolean)) return;
    change.mutate({ id, revision, confirmed: asked, ...normalAccess(value) });
  };
  const refusal = change.error && !asksFirst(change.error) ? errorMessage(change.error) : null;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <AccessFields
          value={value}
          onChange={(next) => {
            setValue(next);
            setAsked(false);
          }}
          errors={checked ? audienceErrors(value) : {}}
        />
        <Text size="sm" c="dimmed" aria-live="polite">
          {preview.data
            ? `${peopleLabel(preview.data.before)} can read it now; ${peopleLabel(preview.data.after)} would.`
            : preview.error
              ? `Who would read it could not be counted. ${errorMessage(preview.error)}`
              : 'Counting who would read it'}
        </Text>
        {asked ? <WideningNotice title="This lets more people read it" added={preview.data?.added ?? null} /> : null}
        <FormError message={refusal} />
        <DialogActions onCancel={onClose} cancel="Leave as it is">
          <Button type="submit" loading={change.isPending} color={asked ? 'orange' : undefined}>
            {asked ? 'Let them read it' : 'Change access'}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
