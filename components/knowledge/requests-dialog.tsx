'use client';

import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTRPC } from '@/components/trpc';
import { EmptyState } from '@/components/ui/empty-state';
import { errorMessage, publicErrorOf } from '@/components/ui/error-labels';
import { PersonName } from '@/components/ui/person';
import { RelativeTime } from '@/components/ui/relative-time';
import { TextSkeleton } from '@/components/ui/skeletons';
import { sayDone, sayRefused } from '@/components/ui/toast';
import type { AccessRequestDecision } from '@/prisma/generated/enums';

type Props = { itemId: string; opened: boolean; onClose: () => void };

/** Requests to read one item, each with its two answers. */
export function RequestsDialog({ itemId, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Requests to read this">
      <Requests itemId={itemId} />
    </Modal>
  );
}

function Requests({ itemId }: { itemId: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const client = useQueryClient();
  const { data, error } = useQuery(trpc.knowledge.access.waiting.queryOptions({ itemId }));
  /** Once, however often it is pressed, here or in another tab. */
  const sayDecided = (requestId: string, decision: AccessRequestDecision) => {
    const name = data?.find((request) => request.id === requestId)?.person.name ?? 'The person';
    const words = decision === 'granted' ? `${name} can read it now` : `Declined. ${name} is told nothing.`;
    sayDone(words, `decided-${requestId}`);
  };
  const decide = useMutation(
    trpc.knowledge.access.decide.mutationOptions({
      onError: (error, { decision, requestId }) => {
        const said = publicErrorOf(error);
        if (said?.reason !== 'already_decided') sayRefused(error);
        else if (said.params.decision === decision) sayDecided(requestId, decision);
        else sayDone(errorMessage(error), `decided-${requestId}`);
      },
      onSuccess: (_, { decision, requestId }) => sayDecided(requestId, decision),
      onSettled: () => {
        router.refresh();
        // Waited for: until the request is gone from the list, its buttons do not take a second press.
        return client.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
      },
    }),
  );
  if (error && !data) return <Alert color="red">{errorMessage(error)}</Alert>;
  if (!data) return <TextSkeleton lines={3} />;
  if (data.length === 0) return <EmptyState compact title="No request waits" />;
  return (
    <Stack gap="lg">
      {data.map(({ id, person, reason, createdAt }) => (
        <section key={id} aria-label={`Request of ${person.name}`}>
          <Group justify="space-between">
            <PersonName person={person} />
            <Text size="sm" c="dimmed">
              <RelativeTime at={createdAt} />
            </Text>
          </Group>
          {reason ? (
            <Text size="sm" mt={4}>
              “{reason}”
            </Text>
          ) : null}
          <Group gap="xs" mt="xs">
            <Button
              size="compact-sm"
              variant="light"
              loading={decide.isPending}
              onClick={() => decide.mutate({ requestId: id, decision: 'granted' })}
            >
              Let {person.name} read it
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              disabled={decide.isPending}
              aria-label={`Decline the request of ${person.name}`}
              onClick={() => decide.mutate({ requestId: id, decision: 'declined' })}
            >
              Decline
            </Button>
          </Group>
        </section>
      ))}
    </Stack>
  );
}
