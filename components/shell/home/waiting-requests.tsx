'use client';

import { Button, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { useDecide, type WaitingRequest } from '@/components/knowledge/use-decide';
import { PersonAvatar } from '@/components/ui/person';
import { RelativeTime } from '@/components/ui/relative-time';
import { itemPath } from '@/server/domains/knowledge/rules';
import classes from './home.module.css';

/** Requests to read what the person keeps, each with its two answers. */
export function WaitingRequests({ requests }: { requests: readonly WaitingRequest[] }) {
  const decide = useDecide();
  if (requests.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Requests to read">
      {requests.map((request) => (
        <li key={request.id} className={classes.request} data-row>
          <PersonAvatar person={request.person} size={28} />
          <div className={classes.words}>
            <Text size="sm">
              <b>{request.person.name}</b> asks to read{' '}
              <Link href={itemPath(request.item)} className={classes.thing} data-row-link>
                {request.item.title}
              </Link>
            </Text>
            {request.reason ? <Text size="sm">“{request.reason}”</Text> : null}
            <Text size="xs" c="dimmed">
              <RelativeTime at={request.createdAt} />
            </Text>
          </div>
          <Group gap={6} className={classes.answers}>
            <Button size="compact-sm" variant="light" onClick={() => decide(request, 'granted')}>
              Let {firstName(request.person.name)} read
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
        </li>
      ))}
    </ul>
  );
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}
