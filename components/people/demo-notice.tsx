'use client';

import { Alert, Button, Group, Text } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { useTRPC } from '@/components/trpc';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { ICON } from '@/components/ui/theme';
import type { removeDemoAccountsInput } from '@/server/domains/people/schema';

const CONFIRMATION: z.infer<typeof removeDemoAccountsInput>['confirmation'] = 'remove demo accounts';

/** How many demo accounts are here; null until it is known. Where it cannot be known, what needs to know is refused. */
export function useDemoAccounts(): number | null {
  const trpc = useTRPC();
  const state = useQuery(trpc.people.demo.state.queryOptions());
  return state.data?.demoAccounts ?? (state.error ? 0 : null);
}

/** Says that demo accounts are here, and removes them in one act. Nothing where there are none. */
export function DemoNotice() {
  const accounts = useDemoAccounts() ?? 0;
  const [asking, setAsking] = useState(false);
  if (accounts === 0) return null;
  return (
    <Alert color="orange" mb="md" icon={<IconUsersGroup {...ICON} />} title={`${accounts} demo accounts are here`}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" maw={640}>
          Everybody knows their password, so nobody real can be invited yet. Removing them also removes what they wrote.
        </Text>
        <Button variant="default" size="compact-sm" onClick={() => setAsking(true)}>
          Remove demo accounts
        </Button>
      </Group>
      <RemoveDemoDialog opened={asking} onClose={() => setAsking(false)} accounts={accounts} />
    </Alert>
  );
}

type RemoveProps = { opened: boolean; onClose: () => void; accounts: number };

/** Asks before the demo world goes for good. */
export function RemoveDemoDialog({ opened, onClose, accounts }: RemoveProps) {
  const trpc = useTRPC();
  const remove = useMutation(trpc.people.demo.remove.mutationOptions());
  const confirm = async () => {
    const { setUpNeeded } = await remove.mutateAsync({ confirmation: CONFIRMATION });
    window.location.assign(setUpNeeded ? '/set-up' : '/people');
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title="Remove the demo world"
      verb="Remove for good"
      name={CONFIRMATION}
      onConfirm={confirm}
    >
      {accounts} accounts, the items they wrote, and the teams and job roles that only they have go for good. If nobody
      real is here, the console prints a code and you set Kenning up anew.
    </ConfirmDialog>
  );
}
