'use client';

import { Badge, Button, Modal, VisuallyHidden } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { CopyField } from '@/components/ui/copy-field';
import { type Column, DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { RelativeTime } from '@/components/ui/relative-time';
import { sayDone, sayRefused } from '@/components/ui/toast';
import { ACCESS_ROLE_LABELS, INVITATION_STATE_LABELS } from './labels';
import { PeopleHead } from './people-head';

type Invitation = {
  id: string;
  name: string;
  email: string;
  accessRole: keyof typeof ACCESS_ROLE_LABELS;
  state: keyof typeof INVITATION_STATE_LABELS;
  createdAt: Date;
  expiresAt: Date;
  invitedBy: { id: string; name: string } | null;
};

const COLUMNS: readonly Column<Invitation>[] = [
  { key: 'name', header: 'Name', render: (row) => row.name },
  { key: 'email', header: 'E-mail', render: (row) => row.email },
  { key: 'access', header: 'Access', render: (row) => ACCESS_ROLE_LABELS[row.accessRole].name, small: 'hidden' },
  { key: 'by', header: 'Invited by', render: (row) => row.invitedBy?.name ?? '', small: 'hidden' },
  { key: 'at', header: 'Invited', render: (row) => <RelativeTime at={row.createdAt} /> },
  {
    key: 'state',
    header: 'State',
    render: (row) => (
      <Badge color={row.state === 'open' ? 'accent' : 'gray'}>{INVITATION_STATE_LABELS[row.state]}</Badge>
    ),
  },
];

/** Who was invited and has not come yet. */
export function InvitationsList() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = useQuery(trpc.people.invitation.list.queryOptions());
  const resend = useMutation(trpc.people.invitation.resend.mutationOptions());
  const revoke = useMutation(trpc.people.invitation.revoke.mutationOptions());
  const [leaving, setLeaving] = useState<Invitation | null>(null);
  const [link, setLink] = useState<{ name: string; link: string } | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.people.invitation.list.queryKey() });

  const sendAgain = async (row: Invitation) => {
    try {
      setLink({ name: row.name, ...(await resend.mutateAsync({ invitationId: row.id })) });
      await refresh();
    } catch (error) {
      sayRefused(error);
    }
  };
  const takeBack = async () => {
    if (!leaving) return;
    await revoke.mutateAsync({ invitationId: leaving.id });
    sayDone(`The invitation of ${leaving.name} is taken back; its link no longer works`);
    await refresh();
  };
  const invite = <LinkButton href="/people?invite=1">Invite a person</LinkButton>;
  return (
    <Page>
      <PeopleHead title="Invitations" mayInvite action={invite} />
      {list.error && !list.data ? (
        <ErrorState title="The invitations could not be loaded" todo={errorMessage(list.error)} />
      ) : (
        <DataTable
          label="Invitations"
          columns={COLUMNS}
          rows={list.data}
          rowKey={(row) => row.id}
          noun={{ one: 'invitation', many: 'invitations' }}
          actionsShown
          rowActions={(row) => (
            <RowActions
              name={row.name}
              sending={resend.isPending && resend.variables.invitationId === row.id}
              onSend={() => void sendAgain(row)}
              onTake={() => setLeaving(row)}
            />
          )}
          empty={
            <EmptyState title="No invitation is open" action={invite}>
              Who was invited and has not come yet stands here, and can be reminded.
            </EmptyState>
          }
        />
      )}
      <ConfirmDialog
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title={`Take the invitation of ${leaving?.name ?? ''} back`}
        verb="Take it back"
        // No name is typed: whoever is invited anew has lost nothing.
        onConfirm={takeBack}
      >
        The link that {leaving?.name} has no longer works, and does not come back. You can invite them again.
      </ConfirmDialog>
      <Modal opened={link !== null} onClose={() => setLink(null)} title={`A new link for ${link?.name ?? ''}`}>
        {link ? (
          <CopyField
            label="Link of the invitation"
            value={link.link}
            note="Where a mail server is set up, it goes by mail too. The link before no longer works."
          />
        ) : null}
      </Modal>
    </Page>
  );
}

type ActionsProps = { name: string; sending: boolean; onSend: () => void; onTake: () => void };

function RowActions({ name, sending, onSend, onTake }: ActionsProps) {
  return (
    <>
      <Button variant="subtle" size="compact-sm" loading={sending} onClick={onSend}>
        Send again<VisuallyHidden> to {name}</VisuallyHidden>
      </Button>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={onTake}>
        Take back<VisuallyHidden> from {name}</VisuallyHidden>
      </Button>
    </>
  );
}
