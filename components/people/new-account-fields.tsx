'use client';

import { PasswordInput, Select, TextInput } from '@mantine/core';
import { errorMessage } from '@/components/ui/error-labels';
import type { KenningForm } from '@/components/ui/form';
import { PASSWORD_CHARACTERS_MIN, passwordMayBe } from '@/server/domains/people/rules';
import { timeZones } from './time-zones';

type NewAccount = { name: string; password: string; timeZone: string };

/** What the command would refuse, said as one leaves the field. */
export function passwordProblem(password: string, own: { email: string; name: string }): string | null {
  const answer = passwordMayBe(password, own);
  if (answer.ok) return null;
  return errorMessage({ code: 'invalid', reason: answer.reason, params: answer.params ?? {}, reference: '' });
}

/** How colleagues call one. */
export function NameField<V extends { name: string }>({ form }: { form: KenningForm<V> }) {
  return (
    <TextInput label="Your name" autoComplete="name" required key={form.key('name')} {...form.getInputProps('name')} />
  );
}

/** A password that is chosen, with its rule under it before one errs. */
export function NewPasswordField<V extends NewAccount | { password: string }>({
  form,
  label = 'Password',
}: {
  form: KenningForm<V>;
  label?: string;
}) {
  return (
    <PasswordInput
      label={label}
      description={`At least ${PASSWORD_CHARACTERS_MIN} characters. A few unrelated words are good and easy to keep.`}
      autoComplete="new-password"
      required
      key={form.key('password')}
      {...form.getInputProps('password')}
    />
  );
}

/** The zone in which one reads dates; any that the runtime knows. The list opens at the chosen one, so it is whole. */
export function TimeZoneField<V extends { timeZone: string }>({
  form,
  chosen,
}: {
  form: KenningForm<V>;
  chosen: string;
}) {
  return (
    <Select
      label="Time zone"
      description="Dates and times are shown in it."
      searchable
      required
      allowDeselect={false}
      data={timeZones(chosen)}
      nothingFoundMessage="No zone of that name"
      maxDropdownHeight={260}
      key={form.key('timeZone')}
      {...form.getInputProps('timeZone')}
    />
  );
}
