'use client';

import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { checkedBy, useKenningForm } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { acceptInvitationInput } from '@/server/domains/people/schema';
import { FIELD_WORDS } from './labels';
import { NameField, NewPasswordField, passwordProblem } from './new-account-fields';
import { OuterForm } from './outer-form';
import { signInHere } from './sign-in';
import { ownTimeZone } from './time-zones';

type Values = { name: string; password: string };
type Props = { token: string; email: string; name: string; invitedBy: string | null };

/** Accepts an invitation: name and password, then one is in. */
export function InvitationForm({ token, email, name, invitedBy }: Props) {
  const trpc = useTRPC();
  const accept = useMutation(trpc.people.invitation.accept.mutationOptions());
  const form = useKenningForm<Values>({
    initialValues: { name, password: '' },
    fieldOfReason: { password_too_short: 'password', password_too_plain: 'password' },
    validate: {
      ...checkedBy(acceptInvitationInput, { name: FIELD_WORDS.name }),
      password: (password: string, values: Values) => passwordProblem(password, { email, name: values.name }),
    },
  });
  const send = async (values: Values) => {
    await accept.mutateAsync({ ...values, token, timeZone: ownTimeZone() });
    await signInHere(email, values.password);
    window.location.assign('/');
  };
  return (
    <OuterForm
      title="Welcome to Kenning"
      lead={`${invitedBy ?? 'Your company'} invites you. Choose a password, and you are in.`}
      onSubmit={form.submit(send)}
    >
      <TextInput label="E-mail" value={email} readOnly autoComplete="username" />
      <NameField form={form} />
      <NewPasswordField form={form} />
      <FormError message={form.formError} />
      <Button type="submit" loading={form.submitting}>
        Accept and sign in
      </Button>
    </OuterForm>
  );
}
