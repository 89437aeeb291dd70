'use client';

import { Button, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { afterPress } from '@/components/ui/after-press';
import { DialogActions } from '@/components/ui/dialog-actions';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { useHeldForm } from '@/components/ui/held-form';
import type { ContentType } from '@/prisma/generated/enums';
import { checkTitle, itemPath, normalAccess } from '@/server/domains/knowledge/rules';
import { AccessFields, type AccessValue, audienceErrors } from './access-fields';
import { CONTENT_TYPE_LABELS, optionsOf } from './labels';

type Props = {
  opened: boolean;
  onClose: () => void;
  parentItemId?: string;
  /** The dialog stands in the address, and Back is not to open it again. */
  inAddress?: boolean;
};

const TYPES = optionsOf(CONTENT_TYPE_LABELS, true);

/** Asks for what an item cannot do without, makes it, and leads to its text. */
export function NewItemDialog(props: Props) {
  return (
    <FormDialog opened={props.opened} onClose={props.onClose} title="New item">
      <NewItemForm {...props} />
    </FormDialog>
  );
}

function NewItemForm({ onClose, parentItemId, inAddress = false }: Props) {
  const trpc = useTRPC();
  const router = useRouter();
  const client = useQueryClient();
  const [title, setTitle] = useState('');
  const [contentType, setContentType] = useState<ContentType>('team_knowledge');
  const [access, setAccess] = useState<AccessValue>({
    accessLevel: 'public',
    teamIds: [],
    jobRoleIds: [],
    namedPersonIds: [],
  });
  const create = useMutation(
    trpc.knowledge.item.create.mutationOptions({
      onSuccess: ({ id }) => {
        void client.invalidateQueries({ queryKey: trpc.knowledge.item.list.pathKey() });
        const path = `${itemPath({ id, title: title.trim() })}/edit` as const;
        if (inAddress) router.replace(path);
        else router.push(path);
      },
    }),
  );
  const titleOk = checkTitle(title).ok;
  const form = useHeldForm({
    value: [title, contentType, access],
    isWrong: () => !titleOk || Object.values(audienceErrors(access)).some(Boolean),
    send: async () => void (await create.mutateAsync({ title, contentType, parentItemId, ...normalAccess(access) })),
  });
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <TextInput
          data-autofocus
          label="Title"
          required
          autoComplete="off"
          placeholder="What it answers, in a few words"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          onBlur={() => title !== '' && afterPress(form.check)}
          error={form.checked && !titleOk ? 'Give it a title of at most 200 characters.' : null}
        />
        <Select
          label="Kind of content"
          searchable
          allowDeselect={false}
          data={TYPES}
          value={contentType}
          onChange={(value) => value && setContentType(value)}
        />
        <AccessFields value={access} onChange={setAccess} errors={form.checked ? audienceErrors(access) : {}} />
        <FormError message={form.refusal} />
        <DialogActions onCancel={onClose}>
          <Button type="submit" loading={form.busy || create.isSuccess}>
            Create and write
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
