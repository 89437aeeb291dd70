'use client';

import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { TableSkeleton } from '@/components/ui/skeletons';
import { sayDone } from '@/components/ui/toast';
import { deviceName } from './labels';
import classes from './people.module.css';

type Session = {
  id: string;
  userAgent: string;
  address: string;
  lastSeenAt: Date;
  createdAt: Date;
  here: boolean;
};

const nameOf = (session: Session) => `${deviceName(session.userAgent)} at ${session.address}`;

/** Where one is signed in; any of it can be ended. */
export function SessionsList() {
  const trpc = useTRPC();
  const list = useQuery(trpc.people.session.mine.queryOptions());
  const [ending, setEnding] = useState<Session | 'others' | null>(null);
  if (list.error && !list.data)
    return <ErrorState title="Your sessions could not be loaded" todo={errorMessage(list.error)} />;
  if (!list.data) return <TableSkeleton label="Your sessions" columns={2} rows={3} />;
  const others = list.data.filter((session) => !session.here).length;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        Where you are signed in. A session ends by itself 30 days after it began.
      </Text>
      <ul className={classes.rows} aria-label="Your sessions">
        {list.data.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => setEnding(session)} />
        ))}
      </ul>
      {others > 0 ? (
        <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setEnding('others')}>
          End all other sessions
        </Button>
      ) : null}
      <EndDialog ending={ending} onClose={() => setEnding(null)} />
    </Stack>
  );
}

function SessionRow({ session, onEnd }: { session: Session; onEnd: () => void }) {
  return (
    <li data-row>
      <div>
        <Group gap={6}>
          <Text size="sm" fw={550}>
            {deviceName(session.userAgent)}
          </Text>
          {session.here ? <Badge size="sm">This one</Badge> : null}
        </Group>
        <Text size="sm" c="dimmed">
          {session.address} ·{' '}
          {session.here ? (
            'in use now'
          ) : (
            <>
              seen <RelativeTime at={session.lastSeenAt} />
            </>
          )}{' '}
          · began <RelativeTime at={session.createdAt} />
        </Text>
      </div>
      {session.here ? null : (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={`End the session of ${nameOf(session)}`}
          onClick={onEnd}
        >
          End
        </Button>
      )}
    </li>
  );
}

function EndDialog({ ending, onClose }: { ending: Session | 'others' | null; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const end = useMutation(trpc.people.session.end.mutationOptions());
  const endOthers = useMutation(trpc.people.session.endOthers.mutationOptions());
  const confirm = async () => {
    try {
      if (ending === 'others') await endOthers.mutateAsync();
      else if (ending) await end.mutateAsync({ sessionId: ending.id });
      sayDone(ending === 'others' ? 'All your other sessions have ended' : 'The session has ended');
    } finally {
      await queries.invalidateQueries({ queryKey: trpc.people.session.mine.queryKey() });
    }
  };
  const all = ending === 'others';
  return (
    <ConfirmDialog
      opened={ending !== null}
      onClose={onClose}
      title={all ? 'End all other sessions' : 'End this session'}
      verb={all ? 'End them all' : 'End it'}
      // No name is typed: one signs in again, and a stranger has to be out at once.
      onConfirm={confirm}
    >
      You are signed out {ending === null || all ? 'everywhere but here' : `on ${nameOf(ending)}`}, at once. What was
      written there and saved stays; what was not is no longer kept there.
    </ConfirmDialog>
  );
}
