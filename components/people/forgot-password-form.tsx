'use client';

import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { checkedBy, useKenningForm } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { LinkAnchor } from '@/components/ui/links';
import { requestPasswordResetInput } from '@/server/domains/people/schema';
import { FIELD_WORDS } from './labels';
import { OuterForm } from './outer-form';

/**
 * Asks for a link to a new password. Its answer is the same for every address.
 * @param props.mailed whether it comes by mail; otherwise an administrator finds it and passes it on
 */
export function ForgotPasswordForm({ mailed }: { mailed: boolean }) {
  const trpc = useTRPC();
  const request = useMutation(trpc.people.password.requestReset.mutationOptions());
  const [askedFor, setAskedFor] = useState<string | null>(null);
  const form = useKenningForm({
    initialValues: { email: '' },
    validate: checkedBy(requestPasswordResetInput, { email: FIELD_WORDS.email }),
  });
  const send = async ({ email }: { email: string }) => {
    await request.mutateAsync({ email });
    setAskedFor(email);
  };
  if (askedFor !== null) {
    return (
      <Stack gap="md" role="status">
        <Title order={1} size="h2">
          {mailed ? 'Look into your mail' : 'Ask an administrator'}
        </Title>
        <Text>
          If {askedFor} has an account here, a link for a new password{' '}
          {mailed ? 'is on its way' : 'waits for an administrator, who can give it to you: no mail is sent from here'}.
          It works once, for two hours.
        </Text>
        {mailed ? (
          <Text c="dimmed" size="sm">
            Nothing came? Look among unwanted mail, or ask an administrator.
          </Text>
        ) : null}
        <LinkAnchor href="/sign-in">Back to signing in</LinkAnchor>
      </Stack>
    );
  }
  return (
    <OuterForm
      title="A new password"
      lead={`Type the address that you sign in with. ${mailed ? 'We mail you a link.' : 'An administrator gets a link for you.'}`}
      onSubmit={form.submit(send)}
    >
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        key={form.key('email')}
        {...form.getInputProps('email')}
      />
      <FormError message={form.formError} />
      <Button type="submit" loading={form.submitting}>
        {mailed ? 'Mail me a link' : 'Ask for a link'}
      </Button>
      <LinkAnchor href="/sign-in" size="sm">
        Back to signing in
      </LinkAnchor>
    </OuterForm>
  );
}
