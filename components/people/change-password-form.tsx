'use client';

import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { useKenningForm } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { RelativeTime } from '@/components/ui/relative-time';
import { sayDone } from '@/components/ui/toast';
import { FIELD_WORDS } from './labels';
import { NewPasswordField, passwordProblem } from './new-account-fields';

type Values = { current: string; password: string };
type Props = { profile: { name: string; email: string; passwordChangedAt: Date | null } };

/** Changes one's own password, and ends one's other sessions. */
export function ChangePasswordForm({ profile }: Props) {
  const trpc = useTRPC();
  const change = useMutation(trpc.people.profile.changePassword.mutationOptions());
  const form = useKenningForm<Values>({
    initialValues: { current: '', password: '' },
    fieldOfReason: {
      wrong_password: 'current',
      password_too_short: 'password',
      password_too_plain: 'password',
      password_unchanged: 'password',
    },
    validate: {
      current: (value) => (value === '' ? FIELD_WORDS.password : null),
      password: (value) => passwordProblem(value, profile),
    },
  });
  const send = async ({ current, password }: Values) => {
    await change.mutateAsync({ current, next: password });
    form.reset();
    sayDone('Your password is changed, and your other sessions have ended');
  };
  return (
    <form onSubmit={form.submit(send)} noValidate>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {profile.passwordChangedAt ? (
            <>
              Last changed <RelativeTime at={profile.passwordChangedAt} />.{' '}
            </>
          ) : null}
          Changing it ends your sessions on other devices: what was not saved there is no longer kept.
        </Text>
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          required
          key={form.key('current')}
          {...form.getInputProps('current')}
        />
        <NewPasswordField form={form} label="New password" />
        <FormError message={form.formError} />
        <Group>
          <Button type="submit" loading={form.submitting}>
            Change the password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
