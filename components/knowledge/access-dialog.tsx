'use client';

import { Button, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { DialogActions } from '@/components/ui/dialog-actions';
import { errorMessage } from '@/components/ui/error-labels';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { normalAccess } from '@/server/domains/knowledge/rules';
import { AccessFields, type AccessValue, audienceErrors } from './access-fields';
import { ACCESS_LABELS, peopleLabel } from './labels';
import { MovedNotice } from './moved-notice';
import { type ItemRecord, useItemForm } from './use-item-form';
import { asksFirst, WideningNotice } from './widening-notice';

const PREVIEW_PAUSE_MS = 250;

const VERB = 'Change access';
const ASKED_VERB = 'Let them read it';

type Props = { page: ItemRecord; opened: boolean; onClose: () => void };

/** Changes who may read an item. Letting somebody new in is said first and done on a second press. */
export function AccessDialog(props: Props) {
  return (
    <FormDialog opened={props.opened} onClose={props.onClose} title="Change who may read it">
      <AccessForm {...props} />
    </FormDialog>
  );
}

/** One value, not four: half of theirs and half of one's own would let in whom nobody chose. */
const valuesOf = ({ item }: ItemRecord): { access: AccessValue } => ({
  access: { accessLevel: item.accessLevel, ...item.access },
});

/** Who would read it; where that is who reads it now, only how many they are. */
function previewWords({ before, after, added }: { before: number; after: number; added: number }): string {
  if (before === after && added === 0) return `${peopleLabel(before)} can read it.`;
  return `${peopleLabel(before)} can read it now; ${peopleLabel(after)} would.`;
}

function AccessForm({ page, onClose }: Props) {
  const trpc = useTRPC();
  const [asked, setAsked] = useState(false);
  const change = useMutation(
    trpc.knowledge.item.changeAccess.mutationOptions({ onError: (error) => setAsked(asksFirst(error)) }),
  );
  const { form, value, set, base, met } = useItemForm({
    page,
    valuesOf,
    isWrong: ({ access }) => Object.values(audienceErrors(access)).some(Boolean),
    send: ({ access }, { item: { id, revision } }, again) =>
      change.mutateAsync({ id, revision, confirmed: asked && !again, ...normalAccess(access) }),
    said: 'Who may read it was changed',
    onClose,
  });
  const { access } = value;
  const [previewed] = useDebouncedValue(access, PREVIEW_PAUSE_MS);
  const preview = useQuery(
    trpc.knowledge.item.previewAccess.queryOptions(
      { id: base.item.id, ...previewed },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <AccessFields
          value={access}
          onChange={(next) => {
            set({ access: next });
            setAsked(false);
          }}
          errors={form.checked ? audienceErrors(access) : {}}
        />
        <Text size="sm" c="dimmed" aria-live="polite">
          {preview.data
            ? previewWords(preview.data)
            : preview.error
              ? `Who would read it could not be counted. ${errorMessage(preview.error)}`
              : 'Counting who would read it'}
        </Text>
        {asked ? <WideningNotice title="This lets more people read it" added={preview.data?.added ?? null} /> : null}
        <MovedNotice
          met={met}
          name={() => 'Who may read it'}
          now={() => ACCESS_LABELS[base.item.accessLevel]}
          verb={asked ? ASKED_VERB : VERB}
        />
        <FormError message={asksFirst(form.error) ? null : form.refusal} />
        <DialogActions onCancel={onClose} cancel="Leave as it is">
          <Button type="submit" loading={form.busy} color={asked ? 'orange' : undefined}>
            {asked ? ASKED_VERB : VERB}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
