'use client';

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { checkedBy, useKenningForm } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { LinkAnchor } from '@/components/ui/links';
import { requestPasswordResetInput } from '@/server/domains/people/schema';
import { FIELD_WORDS } from './labels';
import { OuterForm } from './outer-form';
import { signInHere } from './sign-in';

/** `next`: where one wanted to go, a path of ours, checked by the page. `sessionEnded`: on purpose, from elsewhere. */
type Props = { next: string; passwordChanged: boolean; sessionEnded: boolean };

const LEAD = {
  passwordChanged: 'Your password is changed. Sign in with the new one.',
  sessionEnded: 'Your session was ended. What was not saved by then is no longer kept in this browser.',
};

function leadOf({ passwordChanged, sessionEnded }: Omit<Props, 'next'>): string | undefined {
  if (passwordChanged) return LEAD.passwordChanged;
  return sessionEnded ? LEAD.sessionEnded : undefined;
}

export function SignInForm({ next, passwordChanged, sessionEnded }: Props) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useKenningForm({
    initialValues: { email: '', password: '' },
    validate: {
      ...checkedBy(requestPasswordResetInput, { email: FIELD_WORDS.email }),
      password: (value: string) => (value === '' ? FIELD_WORDS.password : null),
    },
  });
  const send = async (values: { email: string; password: string }) => {
    setRefusal(null);
    const refused = await signInHere(values.email, values.password);
    if (refused === null) {
      // A whole new page: whatever was cached before belongs to nobody.
      window.location.assign(next);
      return;
    }
    setRefusal(refused);
    form.getInputNode('password')?.focus();
  };
  return (
    <OuterForm title="Sign in" lead={leadOf({ passwordChanged, sessionEnded })} onSubmit={form.submit(send)}>
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        key={form.key('email')}
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        key={form.key('password')}
        {...form.getInputProps('password')}
      />
      <FormError message={refusal ?? form.formError} />
      <Button type="submit" loading={form.submitting}>
        Sign in
      </Button>
      <LinkAnchor href="/forgot-password" size="sm">
        I forgot my password
      </LinkAnchor>
    </OuterForm>
  );
}
