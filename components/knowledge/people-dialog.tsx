'use client';

import { Button, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { DialogActions } from '@/components/ui/dialog-actions';
import { publicErrorOf } from '@/components/ui/error-labels';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { useHeldForm } from '@/components/ui/held-form';
import { sayDone } from '@/components/ui/toast';
import { PeoplePicker } from './pickers';
import { asksFirst, WideningNotice } from './widening-notice';

type Props = {
  id: string;
  revision: number;
  maintainerIds: string[];
  reviewerIds: string[];
  opened: boolean;
  onClose: () => void;
};

/** Says who keeps an item up to date and who looks through it. */
export function PeopleDialog(props: Props) {
  return (
    <FormDialog opened={props.opened} onClose={props.onClose} title="Maintainers and reviewers">
      <PeopleForm {...props} />
    </FormDialog>
  );
}

function PeopleForm({ id, revision, onClose, ...people }: Props) {
  const trpc = useTRPC();
  const router = useRouter();
  const client = useQueryClient();
  const [maintainerIds, setMaintainers] = useState(people.maintainerIds);
  const [reviewerIds, setReviewers] = useState(people.reviewerIds);
  const [letIn, setLetIn] = useState<number | null>(null);
  const change = useMutation(
    trpc.knowledge.item.changeMaintainers.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: trpc.knowledge.item.pathKey() });
        router.refresh();
        sayDone('Maintainers and reviewers were changed');
        onClose();
      },
      onError: (error) => {
        const named = publicErrorOf(error)?.params.namedPersonIds;
        if (asksFirst(error)) setLetIn(Array.isArray(named) ? named.length : 0);
      },
    }),
  );
  const form = useHeldForm({
    value: [maintainerIds, reviewerIds],
    isWrong: () => maintainerIds.length === 0,
    send: async () =>
      void (await change.mutateAsync({ id, revision, maintainerIds, reviewerIds, confirmed: letIn !== null })),
  });
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
            setMaintainers(ids);
            setLetIn(null);
          }}
        />
        <PeoplePicker
          label="Reviewers"
          description="They look through it; they have to be able to read it."
          value={reviewerIds}
          onChange={setReviewers}
        />
        {letIn === null ? null : <WideningNotice title="A new maintainer may read everything here" added={letIn} />}
        <FormError message={asksFirst(form.error) ? null : form.refusal} />
        <DialogActions onCancel={onClose} cancel="Leave as it is">
          <Button type="submit" loading={form.busy} color={letIn === null ? undefined : 'orange'}>
            {letIn === null ? 'Change people' : 'Let them maintain it'}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
