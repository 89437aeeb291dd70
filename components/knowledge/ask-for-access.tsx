'use client';

import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { type FormEvent, useEffect, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { useDirty } from '@/components/ui/dirty';
import { errorMessage } from '@/components/ui/error-labels';
import { FormError } from '@/components/ui/form-error';
import { RelativeTime } from '@/components/ui/relative-time';
import { useViewer } from '@/components/ui/viewer';
import { REQUEST_REASON_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';
import { idInPath } from '@/server/platform/slug.rules';
import { askedAt, askedList } from './asked';

/** The form is gone: whoever sent it goes on from its answer. */
const focusOn = (answer: HTMLElement | null) => answer?.focus();

const ANSWER = 'If there is something here, whoever keeps it has been asked. You are told when they let you read it.';

/** Whether and when this person asked, as this browser remembers: of every id alike, so that it tells nothing of what is here. */
function useAsked(id: string) {
  const personId = useViewer()?.id ?? '';
  const [at, setAt] = useState<string | null>(null);
  // Only the browser knows: the server renders the page as for whoever has not asked.
  useEffect(() => setAt(askedAt(personId, id)), [personId, id]);
  const remember = () => askedList.keep(personId, { id, at: new Date().toISOString() });
  return { at, remember };
}

/** Asks whoever keeps the item at this address, if there is one. The answer is the same if there is none. */
export function AskForAccess() {
  const trpc = useTRPC();
  const [, , part = ''] = usePathname().split('/');
  const id = idInPath(part);
  const [reason, setReason] = useState('');
  const asked = useAsked(id);
  const request = useMutation(trpc.knowledge.access.request.mutationOptions({ onSuccess: asked.remember }));
  useDirty(() => reason !== '' && !request.isSuccess);
  if (request.isSuccess) {
    return (
      <Text role="status" tabIndex={-1} ref={focusOn}>
        {ANSWER}
      </Text>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    request.mutate({ id, reason });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" align="flex-start">
        {asked.at === null ? null : (
          <Text>
            You asked for access <RelativeTime at={asked.at} />. {ANSWER}
          </Text>
        )}
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
          {asked.at === null ? 'Ask for access' : 'Ask again'}
        </Button>
      </Stack>
    </form>
  );
}
