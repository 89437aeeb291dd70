'use client';

import { Switch, Table, Text, VisuallyHidden } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { kindLabel } from '@/components/notifications/labels';
import { useTRPC } from '@/components/trpc';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { TableSkeleton } from '@/components/ui/skeletons';
import { sayRefused } from '@/components/ui/toast';
import { type ChannelChoice, channelsOf, type NotificationKind } from '@/server/platform/notifications/kinds.schema';

/** What one is told of, and where: a switch each, saved as it is pressed. */
export function NotificationPreferences({ kinds }: { kinds: readonly NotificationKind[] }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const profile = useQuery(trpc.people.profile.mine.queryOptions());
  const key = trpc.people.profile.mine.queryKey();
  const set = useMutation(
    trpc.people.profile.setNotification.mutationOptions({
      onMutate: async (choice: ChannelChoice) => {
        await queries.cancelQueries({ queryKey: key });
        const before = queries.getQueryData(key);
        queries.setQueryData(key, (now) => now && { ...now, preferences: withChoice(now.preferences, choice) });
        return { before };
      },
      onError: (error, _, context) => {
        queries.setQueryData(key, context?.before);
        sayRefused(error);
      },
      onSettled: () => queries.invalidateQueries({ queryKey: key }),
    }),
  );
  if (profile.error) return <ErrorState title="Your choices could not be loaded" todo={errorMessage(profile.error)} />;
  if (!profile.data) return <TableSkeleton label="Notifications" columns={3} rows={4} />;
  const choices = profile.data.preferences;
  return (
    <>
      <Text size="sm" c="dimmed" mb="md">
        What you may not read any more is never told, whatever is chosen here. Mails about your account always come.
      </Text>
      <Table verticalSpacing="sm" aria-label="Notifications">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Tell me when</Table.Th>
            <Table.Th scope="col" w={90}>
              In Kenning
            </Table.Th>
            <Table.Th scope="col" w={70}>
              By mail
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {kinds.map((kind) => {
            const wanted = channelsOf(kind, choices);
            return (
              <Table.Tr key={kind.name}>
                <Table.Th scope="row" fw={400}>
                  {kindLabel(kind.name)}
                </Table.Th>
                {(['in_app', 'mail'] as const).map((channel) => (
                  <Table.Td key={channel}>
                    <Switch
                      checked={channel === 'mail' ? wanted.mail : wanted.inApp}
                      onChange={(event) =>
                        set.mutate({ kind: kind.name, channel, wanted: event.currentTarget.checked })
                      }
                      label={
                        <VisuallyHidden>
                          {kindLabel(kind.name)}, {channel === 'mail' ? 'by mail' : 'in Kenning'}
                        </VisuallyHidden>
                      }
                    />
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </>
  );
}

function withChoice<C extends ChannelChoice>(choices: readonly C[], choice: C): C[] {
  return [...choices.filter((one) => one.kind !== choice.kind || one.channel !== choice.channel), choice];
}
