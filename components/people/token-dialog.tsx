'use client';

import { Button, Group, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { CopyField } from '@/components/ui/copy-field';
import { DialogActions } from '@/components/ui/dialog-actions';
import { checkedBy, useKenningForm } from '@/components/ui/form';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { API_TOKEN_DAYS_DEFAULT, API_TOKEN_DAYS_MAX, createApiTokenInput } from '@/server/domains/people/schema';
import { FIELD_WORDS, SCOPE_LABELS } from './labels';

const DAYS = [7, 30, API_TOKEN_DAYS_DEFAULT, API_TOKEN_DAYS_MAX];
const KEPT = 'I have kept it';

/** Makes a token, and shows it this once. */
export function TokenDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [token, setToken] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);
  const close = () => {
    onClose();
    setToken(null);
    setCopied(false);
  };
  const shownOnce = token === null || copied ? null : { done: KEPT };
  return (
    <FormDialog opened={opened} onClose={close} shownOnce={shownOnce} title="New token">
      {token === null ? (
        <TokenForm onMade={setToken} onClose={close} />
      ) : (
        <MadeToken token={token} onCopied={() => setCopied(true)} onClose={close} />
      )}
    </FormDialog>
  );
}

type MadeProps = { token: string; onCopied: () => void; onClose: () => void };

function MadeToken({ token, onCopied, onClose }: MadeProps) {
  return (
    <Stack gap="md">
      <CopyField
        label="Your token"
        value={token}
        onCopied={onCopied}
        note="Shown only now. Keep it where only you and your script can read it."
      />
      <Group justify="flex-end">
        <Button onClick={onClose}>{KEPT}</Button>
      </Group>
    </Stack>
  );
}

function TokenForm({ onMade, onClose }: { onMade: (token: string) => void; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const create = useMutation(trpc.people.token.create.mutationOptions());
  const form = useKenningForm({
    initialValues: { name: '', scope: 'read', days: String(API_TOKEN_DAYS_DEFAULT) },
    validate: { name: (value) => checkedBy(createApiTokenInput, { name: FIELD_WORDS.name }).name?.(value) ?? null },
  });
  const send = async ({ name, scope, days }: { name: string; scope: string; days: string }) => {
    const scopes = scope === 'write' ? (['read', 'write'] as const) : (['read'] as const);
    const made = await create.mutateAsync({ name, scopes: [...scopes], expiresInDays: Number(days) });
    onMade(made.token);
    await queries.invalidateQueries({ queryKey: trpc.people.token.mine.queryKey() });
  };
  return (
    <form onSubmit={form.submit(send)} noValidate>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="What uses it, so that you know it again."
          data-autofocus
          required
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <Radio.Group label="It may" key={form.key('scope')} {...form.getInputProps('scope')}>
          <Stack gap="xs" mt={6}>
            <Radio value="read" label={SCOPE_LABELS.read} />
            <Radio value="write" label={SCOPE_LABELS.write} />
          </Stack>
        </Radio.Group>
        <Select
          label="Expires after"
          allowDeselect={false}
          data={DAYS.map((days) => ({ value: String(days), label: `${days} days` }))}
          key={form.key('days')}
          {...form.getInputProps('days')}
        />
        <FormError message={form.formError} />
        <DialogActions onCancel={onClose}>
          <Button type="submit" loading={form.submitting}>
            Make the token
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
