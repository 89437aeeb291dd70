'use client';

import { Button, Group, Modal, MultiSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { CopyField } from '@/components/ui/copy-field';
import { DialogActions } from '@/components/ui/dialog-actions';
import { useDirtyValue } from '@/components/ui/dirty';
import { checkedBy, useKenningForm } from '@/components/ui/form';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { LinkAnchor } from '@/components/ui/links';
import { sayDone } from '@/components/ui/toast';
import { type AccessRole, invitePersonInput } from '@/server/domains/people/schema';
import { AccessRoleField } from './access-role-field';
import { RemoveDemoDialog, useDemoAccounts } from './demo-notice';
import { type Job, JobFields } from './job-fields';
import { FIELD_WORDS } from './labels';
import { PersonSelect } from './person-select';

type Props = { opened: boolean; onClose: () => void };
type Sent = { email: string; link: string; mailed: boolean };

/** Invites one person. While demo accounts are here it says so instead: an invitation would be refused (PE-D1). */
export function InviteDialog(props: Props) {
  const accounts = useDemoAccounts();
  if (accounts === null) return null;
  return accounts > 0 ? <NobodyRealYet {...props} accounts={accounts} /> : <Invitation {...props} />;
}

function NobodyRealYet({ opened, onClose, accounts }: Props & { accounts: number }) {
  const [removing, setRemoving] = useState(false);
  const close = () => {
    setRemoving(false);
    onClose();
  };
  return (
    <>
      <Modal opened={opened && !removing} onClose={close} title="Invite a person">
        <Stack gap="md">
          <Text size="sm">
            Nobody real can be invited yet: {accounts} demo accounts are here, and everybody knows their password.
            Remove them first, in one act, and with them what they wrote.
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus onClick={close}>
              Close
            </Button>
            <Button onClick={() => setRemoving(true)}>Remove demo accounts</Button>
          </Group>
        </Stack>
      </Modal>
      <RemoveDemoDialog opened={opened && removing} onClose={close} accounts={accounts} />
    </>
  );
}

/** Afterwards the link can be taken along, for whoever has no mail. It can be made anew, so closing asks nothing. */
function Invitation({ opened, onClose }: Props) {
  const [sent, setSent] = useState<Sent | null>(null);
  const close = () => {
    onClose();
    setSent(null);
  };
  return (
    <FormDialog opened={opened} onClose={close} title={sent ? 'The invitation is ready' : 'Invite a person'} size="lg">
      {sent ? (
        <SentInvitation sent={sent} onAgain={() => setSent(null)} onClose={close} />
      ) : (
        <InviteForm onSent={setSent} onClose={close} />
      )}
    </FormDialog>
  );
}

function SentInvitation({ sent, onAgain, onClose }: { sent: Sent; onAgain: () => void; onClose: () => void }) {
  return (
    <Stack gap="md">
      <Text size="sm">
        {sent.mailed ? (
          <>{sent.email} gets a mail with this link. </>
        ) : (
          <>
            No mail server is set up, so give {sent.email} this link yourself. It also stands under{' '}
            <LinkAnchor href="/settings/mail">Outgoing mail</LinkAnchor>.{' '}
          </>
        )}
        It works for 14 days, once.
      </Text>
      <CopyField label="Link of the invitation" value={sent.link} note="Whoever has it can accept in their place." />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onAgain}>
          Invite another
        </Button>
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}

type Place = Job & { accessRole: AccessRole; managerId: string | null; teamIds: string[] };
const NOWHERE: Place = { accessRole: 'member', jobRoleId: null, jobLevelId: null, managerId: null, teamIds: [] };

function InviteForm({ onSent, onClose }: { onSent: (sent: Sent) => void; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const teams = useQuery(trpc.people.team.names.queryOptions()).data ?? [];
  const invite = useMutation(trpc.people.invitation.create.mutationOptions());
  const [place, setPlace] = useState(NOWHERE);
  useDirtyValue(place);
  const form = useKenningForm({
    initialValues: { email: '', name: '' },
    fieldOfReason: { email_taken: 'email', invitation_open: 'email' },
    validate: checkedBy(invitePersonInput, { email: FIELD_WORDS.email, name: FIELD_WORDS.name }),
  });
  const send = async (values: { email: string; name: string }) => {
    const { link, mailed } = await invite.mutateAsync({ ...values, ...place });
    await queries.invalidateQueries({ queryKey: trpc.people.invitation.pathKey() });
    sayDone(`${values.name} is invited`);
    onSent({ email: values.email, link, mailed });
  };
  return (
    <form onSubmit={form.submit(send)} noValidate>
      <Stack gap="md">
        <TextInput
          label="E-mail"
          type="email"
          data-autofocus
          required
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <TextInput label="Name" required key={form.key('name')} {...form.getInputProps('name')} />
        <JobFields value={place} onChange={(job) => setPlace((now) => ({ ...now, ...job }))} />
        <MultiSelect
          label="Teams"
          description="Members read what is for their team."
          searchable
          data={teams.map((team) => ({ value: team.id, label: team.name }))}
          value={place.teamIds}
          onChange={(teamIds) => setPlace((now) => ({ ...now, teamIds }))}
        />
        <PersonSelect
          label="Reports to"
          value={place.managerId}
          onChange={(managerId) => setPlace((now) => ({ ...now, managerId }))}
        />
        <AccessRoleField
          value={place.accessRole}
          onChange={(accessRole) => setPlace((now) => ({ ...now, accessRole }))}
        />
        <FormError message={form.formError} />
        <DialogActions onCancel={onClose}>
          <Button type="submit" loading={form.submitting}>
            Send the invitation
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
