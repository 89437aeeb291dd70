'use client';

import { Radio, Stack } from '@mantine/core';
import type { AccessRole } from '@/server/domains/people/schema';
import { ACCESS_ROLE_LABELS } from './labels';

type Props = { value: AccessRole; onChange: (role: AccessRole) => void };

/** The three access roles, each with what it means. */
export function AccessRoleField({ value, onChange }: Props) {
  return (
    <Radio.Group label="Access role" value={value} onChange={(role) => onChange(role as AccessRole)}>
      <Stack gap="xs" mt={6}>
        {Object.entries(ACCESS_ROLE_LABELS).map(([role, { name, means }]) => (
          <Radio key={role} value={role} label={name} description={means} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
