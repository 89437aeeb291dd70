'use client';

import { Alert, List, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useTRPC } from '@/components/trpc';
import { errorMessage } from '@/components/ui/error-labels';
import { PersonName } from '@/components/ui/person';
import { TextSkeleton } from '@/components/ui/skeletons';
import type { AppRouter } from '@/server/root';
import classes from './knowledge.module.css';
import { peopleLabel } from './labels';

type Reason = inferRouterOutputs<AppRouter>['knowledge']['item']['whoCanSee']['reasons'][number];

/** Why somebody reads, as a sentence. */
function reasonSentence(reason: Reason): string {
  switch (reason.kind) {
    case 'author':
      return `${reason.person.name}${left(reason)} wrote it.`;
    case 'maintainer':
      return `${reason.person.name}${left(reason)} maintains it.`;
    case 'named':
      return `${reason.person.name}${left(reason)} was named.`;
    case 'everyone':
      return `Everyone who is signed in: ${peopleLabel(reason.people)}.`;
    case 'team':
      return `The team ${reason.team.name}: ${peopleLabel(reason.people)}.`;
    case 'job_role':
      return `Holders of the job role ${reason.jobRole.name}: ${peopleLabel(reason.people)}.`;
    case 'seniors':
      return `People on senior levels: ${peopleLabel(reason.people)}.`;
    case 'leadership':
      return `Leadership: ${peopleLabel(reason.people)}.`;
  }
}

const left = (reason: { left: boolean }): string => (reason.left ? ' (left, so signs in no more)' : '');

type Props = { id: string; opened: boolean; onClose: () => void };

/** Who can see an item, and why. */
export function ReadersDialog({ id, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Who can see this, and why">
      <Readers id={id} />
    </Modal>
  );
}

function Readers({ id }: { id: string }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.knowledge.item.whoCanSee.queryOptions({ id }));
  if (error && !data) return <Alert color="red">{errorMessage(error)}</Alert>;
  if (!data) return <TextSkeleton lines={5} />;
  const hidden = data.total - data.readers.length;
  return (
    <Stack gap="md">
      <Text size="sm" fw={550}>
        {peopleLabel(data.total)} can read it today.
      </Text>
      {data.trashed ? <Text size="sm">It is in the trash, so only its author and maintainers see it.</Text> : null}
      <List size="sm" spacing={4}>
        {data.reasons.map((reason) => (
          <List.Item key={reasonSentence(reason)}>{reasonSentence(reason)}</List.Item>
        ))}
      </List>
      <Text size="sm" c="dimmed">
        Administrators run the installation; that alone opens nothing to them.
      </Text>
      <section aria-label="Everyone who can read it" className={classes.readers}>
        {data.readers.map((person) => (
          <PersonName key={person.id} person={person} />
        ))}
      </section>
      {hidden > 0 ? (
        <Text size="sm" c="dimmed">
          and {peopleLabel(hidden)} more
        </Text>
      ) : null}
    </Stack>
  );
}
