'use client';

import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { checkedBy, useKenningForm } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { setUpInput } from '@/server/domains/people/schema';
import { FIELD_WORDS } from './labels';
import { NameField, NewPasswordField, passwordProblem } from './new-account-fields';
import { OuterForm } from './outer-form';
import { signInHere } from './sign-in';
import { ownTimeZone } from './time-zones';

type Values = { code: string; name: string; email: string; password: string };

/** Makes the first administrator and signs them in. */
export function SetUpForm() {
  const trpc = useTRPC();
  const finish = useMutation(trpc.people.setUp.finish.mutationOptions());
  const form = useKenningForm<Values>({
    initialValues: { code: '', name: '', email: '', password: '' },
    fieldOfReason: { wrong_set_up_code: 'code', password_too_short: 'password', password_too_plain: 'password' },
    validate: {
      ...checkedBy(setUpInput, { code: FIELD_WORDS.code, name: FIELD_WORDS.name, email: FIELD_WORDS.email }),
      password: passwordProblemOf,
    },
  });
  const send = async (values: Values) => {
    await finish.mutateAsync({ ...values, timeZone: ownTimeZone() });
    await signInHere(values.email, values.password);
    // Should signing in fail, Home leads to the door.
    window.location.assign('/');
  };
  return (
    <OuterForm
      title="Set up Kenning"
      lead="You become the first administrator. Everybody else comes by your invitation."
      onSubmit={form.submit(send)}
    >
      <TextInput
        label="One-time code"
        description="The console that started Kenning has printed it."
        autoComplete="one-time-code"
        spellCheck={false}
        required
        key={form.key('code')}
        {...form.getInputProps('code')}
      />
      <NameField form={form} />
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        key={form.key('email')}
        {...form.getInputProps('email')}
      />
      <NewPasswordField form={form} />
      <FormError message={form.formError} />
      <Button type="submit" loading={form.submitting}>
        Set up and sign in
      </Button>
    </OuterForm>
  );
}

function passwordProblemOf(password: string, { email, name }: Values): string | null {
  return passwordProblem(password, { email, name });
}
