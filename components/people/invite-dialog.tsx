'use client';

import { Alert, Button, Group, MultiSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { CopyField } from '@/components/ui/copy-field';
import { DialogActions } from '@/components/ui/dialog-actions';
import { useDirtyValue } from '@/components/ui/dirty';
import { checkedBy, useKenningForm } from '@/components/ui/form';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { ICON } from '@/components/ui/theme';
import { sayDone } from '@/components/ui/toast';
import { type AccessRole, invitePersonInput } from '@/server/domains/people/schema';
import { AccessRoleField } from './access-role-field';
import { type Job, JobFields } from './job-fields';
import { FIELD_WORDS } from './labels';
import { PersonSelect } from './person-select';

type Props = { opened: boolean; onClose: () => void };
type Sent = { email: string; link: string };

/** Invites one person; afterwards the link can be taken along, for whoever has no mail. */
export function InviteDialog({ opened, onClose }: Props) {
  const [sent, setSent] = useState<Sent | null>(null);
  const close = () => {
    onClose();
    setSent(null);
  };
  return (
    <FormDialog
      opened={opened}
      onClose={close}
      shownOnce={sent !== null}
      title={sent ? 'The invitation is ready' : 'Invite a person'}
      size="lg"
    >
      {sent ? (
        <SentInvitation sent={sent} onAgain={() => setSent(null)} onClose={close} />
      ) : (
        <>
          <NobodyRealYet />
          <InviteForm onSent={setSent} onClose={close} />
        </>
      )}
    </FormDialog>
  );
}

/** Said before anything is typed: while demo accounts are here, an invitation is refused (PE-D1). */
function NobodyRealYet() {
  const trpc = useTRPC();
  const accounts = useQuery(trpc.people.demo.state.queryOptions()).data?.demoAccounts ?? 0;
  if (accounts === 0) return null;
  return (
    <Alert color="orange" mb="md" icon={<IconUsersGroup {...ICON} />} title="Nobody real can be invited yet">
      Everybody knows the password of the demo accounts. Close this, press “Remove demo accounts” on the page behind it,
      then invite.
    </Alert>
  );
}

function SentInvitation({ sent, onAgain, onClose }: { sent: Sent; onAgain: () => void; onClose: () => void }) {
  return (
    <Stack gap="md">
      <Text size="sm">
        Where a mail server is set up, {sent.email} gets a mail with this link; otherwise give it to them yourself. It
        works for 14 days, once.
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
    const { link } = await invite.mutateAsync({ ...values, ...place });
    await queries.invalidateQueries({ queryKey: trpc.people.invitation.pathKey() });
    sayDone(`${values.name} is invited`);
    onSent({ email: values.email, link });
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
