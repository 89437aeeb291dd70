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
import { MailAddress } from '@/components/ui/mail-address';
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
  { key: 'email', header: 'E-mail', render: (row) => <MailAddress address={row.email} /> },
  { key: 'access', header: 'Access', render: (row) => ACCESS_ROLE_LABELS[row.accessRole].name, small: 'hidden' },
  { key: 'by', header: 'Invited by', render: (row) => row.invitedBy?.name ?? '', small: 'hidden' },
  { key: 'at', header: 'Invited', render: (row) => <RelativeTime at={row.createdAt} />, named: () => true },
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
  const [leaving, setLeaving] = useState<Invitation | null>(null);
  const [link, setLink] = useState<{ name: string; link: string; mailed: boolean } | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.people.invitation.list.queryKey() });

  const sendAgain = async (row: Invitation) => {
    try {
      setLink({ name: row.name, ...(await resend.mutateAsync({ invitationId: row.id })) });
      await refresh();
    } catch (error) {
      sayRefused(error);
    }
  };
  const invite = <LinkButton href="/people?invite=1">Invite a person</LinkButton>;
  return (
    <Page>
      <PeopleHead title="Invitations" mayInvite action={list.data?.length === 0 ? null : invite} />
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
      <TakeBackDialog invitation={leaving} onClose={() => setLeaving(null)} onDone={refresh} />
      <Modal opened={link !== null} onClose={() => setLink(null)} title={`A new link for ${link?.name ?? ''}`}>
        {link ? (
          <CopyField
            label="Link of the invitation"
            value={link.link}
            note={`${link.mailed ? 'It goes by mail too' : 'No mail server is set up: give it to them yourself'}. The link before no longer works.`}
          />
        ) : null}
      </Modal>
    </Page>
  );
}

type TakeBackProps = { invitation: Invitation | null; onClose: () => void; onDone: () => Promise<void> };

function TakeBackDialog({ invitation, onClose, onDone }: TakeBackProps) {
  const trpc = useTRPC();
  const revoke = useMutation(trpc.people.invitation.revoke.mutationOptions());
  const confirm = async () => {
    if (!invitation) return;
    await revoke.mutateAsync({ invitationId: invitation.id });
    sayDone(`The invitation of ${invitation.name} is taken back; its link no longer works`);
    await onDone();
  };
  return (
    <ConfirmDialog
      opened={invitation !== null}
      onClose={onClose}
      title={`Take the invitation of ${invitation?.name ?? ''} back`}
      verb="Take it back"
      // No name is typed: whoever is invited anew has lost nothing.
      onConfirm={confirm}
    >
      The link that {invitation?.name} has no longer works, and does not come back. You can invite them again.
    </ConfirmDialog>
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
