'use client';

import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import Link from 'next/link';
import { useTRPC } from '@/components/trpc';
import { PersonAvatar } from '@/components/ui/person';
import { RelativeTime } from '@/components/ui/relative-time';
import { sayDone, sayRefused } from '@/components/ui/toast';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { AppRouter } from '@/server/root';
import classes from './home.module.css';

type Request = inferRouterOutputs<AppRouter>['knowledge']['access']['waiting'][number];

/** Requests to read what the person keeps, each with its two answers. Answered ones go at once, and come back when refused. */
export function WaitingRequests({ requests }: { requests: readonly Request[] }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const waiting = trpc.knowledge.access.waiting.queryOptions();
  const decide = useMutation(
    trpc.knowledge.access.decide.mutationOptions({
      onMutate: async ({ requestId }) => {
        await client.cancelQueries({ queryKey: waiting.queryKey });
        const before = client.getQueryData(waiting.queryKey);
        client.setQueryData(waiting.queryKey, (now) => now?.filter((request) => request.id !== requestId));
        return { before };
      },
      onError: (error, _input, kept) => {
        client.setQueryData(waiting.queryKey, kept?.before);
        sayRefused(error);
      },
      onSuccess: (_answer, { decision, requestId }, kept) => {
        const request = kept?.before?.find((one) => one.id === requestId);
        if (!request) return;
        const { person, item } = request;
        sayDone(
          decision === 'granted'
            ? `${person.name} can read “${item.title}”`
            : `Declined. ${person.name} is told nothing.`,
        );
      },
      onSettled: () => client.invalidateQueries({ queryKey: trpc.knowledge.access.pathKey() }),
    }),
  );
  if (requests.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Requests to read">
      {requests.map(({ id, person, item, reason, createdAt }) => (
        <li key={id} className={classes.request} data-row>
          <PersonAvatar person={person} size={28} />
          <div className={classes.words}>
            <Text size="sm">
              <b>{person.name}</b> asks to read{' '}
              <Link href={itemPath(item)} className={classes.thing} data-row-link>
                {item.title}
              </Link>
            </Text>
            {reason ? <Text size="sm">“{reason}”</Text> : null}
            <Text size="xs" c="dimmed">
              <RelativeTime at={createdAt} />
            </Text>
          </div>
          <Group gap={6} className={classes.answers}>
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => decide.mutate({ requestId: id, decision: 'granted' })}
            >
              Let {firstName(person.name)} read
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              aria-label={`Decline the request of ${person.name}`}
              onClick={() => decide.mutate({ requestId: id, decision: 'declined' })}
            >
              Decline
            </Button>
          </Group>
        </li>
      ))}
    </ul>
  );
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}
