'use client';

import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { EmptyState } from '@/components/ui/empty-state';
import { errorMessage } from '@/components/ui/error-labels';
import { PersonName } from '@/components/ui/person';
import { RelativeTime } from '@/components/ui/relative-time';
import { TextSkeleton } from '@/components/ui/skeletons';
import { useDecide } from './use-decide';

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
  const { data, error } = useQuery(trpc.knowledge.access.waiting.queryOptions({ itemId }));
  const decide = useDecide();
  if (error && !data) return <Alert color="red">{errorMessage(error)}</Alert>;
  if (!data) return <TextSkeleton lines={3} />;
  if (data.length === 0) return <EmptyState compact title="No request waits" />;
  return (
    <Stack gap="lg">
      {data.map((request) => (
        <section key={request.id} aria-label={`Request of ${request.person.name}`}>
          <Group justify="space-between">
            <PersonName person={request.person} />
            <Text size="sm" c="dimmed">
              <RelativeTime at={request.createdAt} />
            </Text>
          </Group>
          {request.reason ? (
            <Text size="sm" mt={4}>
              “{request.reason}”
            </Text>
          ) : null}
          <Group gap="xs" mt="xs">
            <Button size="compact-sm" variant="light" onClick={() => decide(request, 'granted')}>
              Let {request.person.name} read it
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              aria-label={`Decline the request of ${request.person.name}`}
              onClick={() => decide(request, 'declined')}
            >
              Decline
            </Button>
          </Group>
        </section>
      ))}
    </Stack>
  );
}
