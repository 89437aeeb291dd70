'use client';

import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTRPC } from '@/components/trpc';
import { checkedBy, useKenningForm } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { sayDone } from '@/components/ui/toast';
import { updateProfileInput } from '@/server/domains/people/schema';
import { FIELD_WORDS } from './labels';
import { NameField, TimeZoneField } from './new-account-fields';

type Values = { name: string; timeZone: string };

/** One's own name and time zone. */
export function ProfileForm({ profile }: { profile: Values & { email: string } }) {
  const trpc = useTRPC();
  const router = useRouter();
  const update = useMutation(trpc.people.profile.update.mutationOptions());
  const form = useKenningForm<Values>({
    initialValues: { name: profile.name, timeZone: profile.timeZone },
    validate: checkedBy(updateProfileInput, { name: FIELD_WORDS.name, timeZone: FIELD_WORDS.timeZone }),
  });
  const send = async (values: Values) => {
    await update.mutateAsync(values);
    sayDone('Your profile is saved');
    // The name and every date around this form come from the server.
    router.refresh();
  };
  return (
    <form onSubmit={form.submit(send)} noValidate>
      <Stack gap="md">
        <NameField form={form} />
        <TextInput
          label="E-mail"
          description="You sign in with it. For another address, ask an administrator for a new invitation."
          value={profile.email}
          variant="unstyled"
          readOnly
        />
        <TimeZoneField form={form} chosen={profile.timeZone} />
        <FormError message={form.formError} />
        <Group>
          <Button type="submit" loading={form.submitting}>
            Save the profile
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
