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

/** One's own choices, changed at once and taken back when the server refuses. */
function useChoices() {
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
  return { choices: profile.data?.preferences, error: profile.error, set: set.mutate };
}

const CHANNELS = [
  { channel: 'in_app', words: 'in Kenning' },
  { channel: 'mail', words: 'by mail' },
] as const;

/** What one is told of, and where: a switch each, saved as it is pressed. */
export function NotificationPreferences({ kinds }: { kinds: readonly NotificationKind[] }) {
  const { choices, error, set } = useChoices();
  if (error && !choices) return <ErrorState title="Your choices could not be loaded" todo={errorMessage(error)} />;
  if (!choices) return <TableSkeleton label="Notifications" columns={3} rows={4} />;
  return (
    <>
      <Text size="sm" c="dimmed" mb="md">
        You are never told about what you may no longer read, whatever you choose here. Mail about your account always
        comes.
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
          {kinds.map((kind) => (
            <KindRow key={kind.name} kind={kind} wanted={channelsOf(kind, choices)} set={set} />
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

type RowProps = {
  kind: NotificationKind;
  wanted: { inApp: boolean; mail: boolean };
  set: (choice: ChannelChoice) => void;
};

function KindRow({ kind, wanted, set }: RowProps) {
  const label = kindLabel(kind.name);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {label}
      </Table.Th>
      {CHANNELS.map(({ channel, words }) => (
        <Table.Td key={channel}>
          <Switch
            checked={channel === 'mail' ? wanted.mail : wanted.inApp}
            onChange={(event) => set({ kind: kind.name, channel, wanted: event.currentTarget.checked })}
            label={
              <VisuallyHidden>
                {label}, {words}
              </VisuallyHidden>
            }
          />
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

function withChoice<C extends ChannelChoice>(choices: readonly C[], choice: C): C[] {
  return [...choices.filter((one) => one.kind !== choice.kind || one.channel !== choice.channel), choice];
}
