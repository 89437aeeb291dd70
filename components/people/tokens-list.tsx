'use client';

import { Box, Button, Code, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { type Column, DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { sayDone } from '@/components/ui/toast';
import type { TokenScope } from '@/server/domains/people/schema';
import { SCOPE_LABELS } from './labels';
import { TokenDialog } from './token-dialog';

type Token = {
  id: string;
  name: string;
  hint: string;
  scopes: TokenScope[];
  expiresAt: Date;
  lastUsedAt: Date | null;
  expired: boolean;
};

const COLUMNS: readonly Column<Token>[] = [
  { key: 'name', header: 'Name', render: (token) => token.name },
  { key: 'hint', header: 'Ends in', render: (token) => <Code>…{token.hint}</Code>, named: () => true },
  { key: 'scope', header: 'May', render: (token) => SCOPE_LABELS[token.scopes.includes('write') ? 'write' : 'read'] },
  {
    key: 'used',
    header: 'Last used',
    render: (token) => (token.lastUsedAt ? <RelativeTime at={token.lastUsedAt} /> : 'Never'),
    named: () => true,
  },
  {
    key: 'expires',
    header: 'Expires',
    render: (token) => (token.expired ? 'Expired' : <RelativeTime at={token.expiresAt} />),
    named: (token) => !token.expired,
  },
];

/** One's own tokens: made, shown once, taken back. */
export function TokensList() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = useQuery(trpc.people.token.mine.queryOptions());
  const revoke = useMutation(trpc.people.token.revoke.mutationOptions());
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const confirm = async () => {
    if (!revoking) return;
    await revoke.mutateAsync({ tokenId: revoking.id });
    await queries.invalidateQueries({ queryKey: trpc.people.token.mine.queryKey() });
    sayDone(`The token ${revoking.name} is revoked`);
  };
  const make = <Button onClick={() => setMaking(true)}>New token</Button>;
  return (
    <>
      <Text size="sm" c="dimmed" mb="md">
        A token lets a script act as you, through REST and the editor’s socket, with no more than you may do yourself.
      </Text>
      {list.data && list.data.length > 0 ? <Box mb="xs">{make}</Box> : null}
      {list.error && !list.data ? (
        <ErrorState title="Your tokens could not be loaded" todo={errorMessage(list.error)} />
      ) : (
        <DataTable
          label="Tokens"
          columns={COLUMNS}
          rows={list.data}
          rowKey={(token) => token.id}
          noun={{ one: 'token', many: 'tokens' }}
          actionsShown
          rowActions={(token) => (
            <Button
              variant="subtle"
              color="red"
              size="compact-sm"
              aria-label={`Revoke ${token.name}`}
              onClick={() => setRevoking(token)}
            >
              Revoke
            </Button>
          )}
          empty={
            <EmptyState title="No token yet" action={make}>
              For a script that imports, exports or checks what is written here.
            </EmptyState>
          }
        />
      )}
      <TokenDialog opened={making} onClose={() => setMaking(false)} />
      <ConfirmDialog
        opened={revoking !== null}
        onClose={() => setRevoking(null)}
        title={`Revoke ${revoking?.name ?? ''}`}
        verb="Revoke it"
        name={revoking?.name}
        onConfirm={confirm}
      >
        Whatever uses this token is refused from now on. A revoked token does not come back; you can make a new one.
      </ConfirmDialog>
    </>
  );
}
