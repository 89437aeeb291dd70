'use client';

import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { TableSkeleton } from '@/components/ui/skeletons';
import { sayDone, sayRefused } from '@/components/ui/toast';
import { deviceName } from './labels';
import classes from './people.module.css';

/** Where one is signed in; any of it can be ended. */
export function SessionsList() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = useQuery(trpc.people.session.mine.queryOptions());
  const end = useMutation(trpc.people.session.end.mutationOptions());
  const endOthers = useMutation(trpc.people.session.endOthers.mutationOptions());
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.people.session.mine.queryKey() });
  const run = async (work: Promise<unknown>, said: string) => {
    try {
      await work;
      sayDone(said);
    } catch (error) {
      sayRefused(error);
    } finally {
      await refresh();
    }
  };
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
          <li key={session.id} data-row>
            <div>
              <Group gap={6}>
                <Text size="sm" fw={550}>
                  {deviceName(session.userAgent)}
                </Text>
                {session.here ? <Badge size="sm">This one</Badge> : null}
              </Group>
              <Text size="sm" c="dimmed">
                {session.address} · seen <RelativeTime at={session.lastSeenAt} /> · began{' '}
                <RelativeTime at={session.createdAt} />
              </Text>
            </div>
            {session.here ? null : (
              <Button
                variant="default"
                size="compact-sm"
                aria-label={`End the session of ${deviceName(session.userAgent)} at ${session.address}`}
                loading={end.isPending && end.variables.sessionId === session.id}
                onClick={() => void run(end.mutateAsync({ sessionId: session.id }), 'The session has ended')}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others > 0 ? (
        <Button
          variant="default"
          style={{ alignSelf: 'flex-start' }}
          loading={endOthers.isPending}
          onClick={() => void run(endOthers.mutateAsync(), 'All your other sessions have ended')}
        >
          End all other sessions
        </Button>
      ) : null}
    </Stack>
  );
}
