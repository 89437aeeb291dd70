'use client';

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { useKenningForm } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { LinkAnchor } from '@/components/ui/links';
import { NewPasswordField, passwordProblem } from './new-account-fields';
import { OuterForm } from './outer-form';

/** Chooses a new password by a mailed link. The server judges whether the link still works. */
export function ResetPasswordForm({ token }: { token: string }) {
  const trpc = useTRPC();
  const reset = useMutation(trpc.people.password.reset.mutationOptions());
  const form = useKenningForm({
    initialValues: { password: '' },
    fieldOfReason: { password_too_short: 'password', password_too_plain: 'password' },
    validate: { password: (password: string) => passwordProblem(password, { email: '', name: '' }) },
  });
  const send = async ({ password }: { password: string }) => {
    await reset.mutateAsync({ token, password });
    window.location.assign('/sign-in?changed=1');
  };
  return (
    <OuterForm
      title="Choose a new password"
      lead="All your sessions end, your tokens are revoked, and you sign in with the new one. What was not saved in those sessions is no longer kept."
      onSubmit={form.submit(send)}
    >
      <NewPasswordField form={form} label="New password" />
      <FormError message={form.formError} />
      <Button type="submit" loading={form.submitting}>
        Change the password
      </Button>
      <LinkAnchor href="/forgot-password" size="sm">
        Ask for a new link
      </LinkAnchor>
    </OuterForm>
  );
}
