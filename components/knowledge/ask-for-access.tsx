'use client';

import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { useDirty } from '@/components/ui/dirty';
import { errorMessage } from '@/components/ui/error-labels';
import { FormError } from '@/components/ui/form-error';
import { REQUEST_REASON_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';
import { idInPath } from '@/server/platform/slug.rules';

/** The form is gone: whoever sent it goes on from its answer. */
const focusOn = (answer: HTMLElement | null) => answer?.focus();

/** Asks whoever keeps the item at this address, if there is one. The answer is the same if there is none. */
export function AskForAccess() {
  const trpc = useTRPC();
  const [, , part = ''] = usePathname().split('/');
  const [reason, setReason] = useState('');
  const request = useMutation(trpc.knowledge.access.request.mutationOptions());
  useDirty(() => reason !== '' && !request.isSuccess);
  if (request.isSuccess) {
    return (
      <Text role="status" tabIndex={-1} ref={focusOn}>
        If there is something here, whoever keeps it has been asked. You are told when they let you read it.
      </Text>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    request.mutate({ id: idInPath(part), reason });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" align="flex-start">
        <Textarea
          label="Why you need it"
          description="Whoever keeps it reads this, with your name."
          autosize
          minRows={2}
          w="100%"
          maw={520}
          maxLength={REQUEST_REASON_CHARACTERS_MAX}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <FormError message={request.error ? errorMessage(request.error) : null} />
        <Button type="submit" loading={request.isPending}>
          Ask for access
        </Button>
      </Stack>
    </form>
  );
}
