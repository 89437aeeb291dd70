'use client';

import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { DialogActions } from '@/components/ui/dialog-actions';
import { publicErrorOf } from '@/components/ui/error-labels';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { MovedNotice } from './moved-notice';
import { PeoplePicker } from './pickers';
import { type ItemRecord, useItemForm } from './use-item-form';
import { asksFirst, WideningNotice } from './widening-notice';

const VERB = 'Change people';
const ASKED_VERB = 'Let them maintain it';

type Props = { page: ItemRecord; opened: boolean; onClose: () => void };

/** Says who keeps an item up to date and who looks through it. */
export function PeopleDialog(props: Props) {
  return (
    <FormDialog opened={props.opened} onClose={props.onClose} title="Maintainers and reviewers">
      <PeopleForm {...props} />
    </FormDialog>
  );
}

const idsOf = (people: readonly { id: string }[]) => people.map(({ id }) => id);
const valuesOf = ({ item }: ItemRecord) => ({
  maintainerIds: idsOf(item.maintainers),
  reviewerIds: idsOf(item.reviewers),
});
type People = ReturnType<typeof valuesOf>;

const ofField = (key: string, { item }: ItemRecord) => (key === 'maintainerIds' ? item.maintainers : item.reviewers);

function PeopleForm({ page, onClose }: Props) {
  const trpc = useTRPC();
  const [letIn, setLetIn] = useState<number | null>(null);
  const change = useMutation(
    trpc.knowledge.item.changeMaintainers.mutationOptions({
      onError: (error) => {
        const named = publicErrorOf(error)?.params.namedPersonIds;
        setLetIn(asksFirst(error) ? (Array.isArray(named) ? named.length : 0) : null);
      },
    }),
  );
  const { form, value, set, base, met } = useItemForm<People>({
    page,
    valuesOf,
    isWrong: ({ maintainerIds }) => maintainerIds.length === 0,
    send: (people, { item: { id, revision } }, again) =>
      change.mutateAsync({ id, revision, ...people, confirmed: letIn !== null && !again }),
    said: 'Maintainers and reviewers were changed',
    onClose,
  });
  const { maintainerIds, reviewerIds } = value;
  const verb = letIn === null ? VERB : ASKED_VERB;
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <PeoplePicker
          data-autofocus
          label="Maintainers"
          description="They read and change it whatever its access, and are asked when it grows old."
          required
          value={maintainerIds}
          error={maintainerIds.length === 0 ? 'Somebody has to maintain it.' : null}
          onChange={(ids) => {
            set({ maintainerIds: ids });
            setLetIn(null);
          }}
        />
        <PeoplePicker
          label="Reviewers"
          description="They look through it; they have to be able to read it."
          value={reviewerIds}
          onChange={(ids) => set({ reviewerIds: ids })}
        />
        {letIn === null ? null : <WideningNotice title="A new maintainer may read everything here" added={letIn} />}
        <MovedNotice
          met={met}
          name={(key) => (key === 'maintainerIds' ? 'Maintainers' : 'Reviewers')}
          now={(key) =>
            ofField(key, base)
              .map((person) => person.name)
              .join(', ') || 'nobody'
          }
          verb={verb}
        />
        <FormError message={asksFirst(form.error) ? null : form.refusal} />
        <DialogActions onCancel={onClose} cancel="Leave as it is">
          <Button type="submit" loading={form.busy} color={letIn === null ? undefined : 'orange'}>
            {verb}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
