'use client';

import { MultiSelect, Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { errorMessage } from '@/components/ui/error-labels';
import type { AccessLevel } from '@/prisma/generated/enums';
import { ACCESS_LABELS, ACCESS_SENTENCES, optionsOf } from './labels';
import { PeoplePicker } from './pickers';

export type AccessValue = {
  accessLevel: AccessLevel;
  teamIds: string[];
  jobRoleIds: string[];
  namedPersonIds: string[];
};

type Props = {
  label?: string;
  value: AccessValue;
  onChange: (value: AccessValue) => void;
  errors?: { teamIds?: string | null; jobRoleIds?: string | null };
};

/** Who may read: the level, and the audience that it needs. */
export function AccessFields({ label = 'Who may read it', value, onChange, errors = {} }: Props) {
  const trpc = useTRPC();
  const teams = useQuery(trpc.people.team.names.queryOptions(undefined, { enabled: value.accessLevel === 'team' }));
  const roles = useQuery(trpc.people.jobRole.list.queryOptions(undefined, { enabled: value.accessLevel === 'role' }));
  const set = (change: Partial<AccessValue>) => onChange({ ...value, ...change });
  return (
    <Stack gap="sm">
      <Radio.Group
        label={label}
        description="The author and the maintainers always may."
        value={value.accessLevel}
        onChange={(level) => set({ accessLevel: level as AccessLevel })}
      >
        <Stack gap={6} mt="xs">
          {optionsOf(ACCESS_LABELS).map((option) => (
            <Radio
              key={option.value}
              value={option.value}
              label={option.label}
              description={ACCESS_SENTENCES[option.value]}
            />
          ))}
        </Stack>
      </Radio.Group>
      {value.accessLevel === 'team' ? (
        <MultiSelect
          label="Teams"
          required
          searchable
          data={(teams.data ?? []).map((team) => ({ value: team.id, label: team.name }))}
          value={value.teamIds}
          onChange={(teamIds) => set({ teamIds })}
          error={errors.teamIds ?? (teams.error ? errorMessage(teams.error) : null)}
        />
      ) : null}
      {value.accessLevel === 'role' ? (
        <MultiSelect
          label="Job roles"
          required
          searchable
          data={(roles.data?.jobRoles ?? []).map((role) => ({ value: role.id, label: role.name }))}
          value={value.jobRoleIds}
          onChange={(jobRoleIds) => set({ jobRoleIds })}
          error={errors.jobRoleIds ?? (roles.error ? errorMessage(roles.error) : null)}
        />
      ) : null}
      {value.accessLevel === 'public' ? null : (
        <PeoplePicker
          label={value.accessLevel === 'restricted' ? 'People' : 'People besides them'}
          value={value.namedPersonIds}
          onChange={(namedPersonIds) => set({ namedPersonIds })}
        />
      )}
      {value.accessLevel === 'restricted' && value.namedPersonIds.length === 0 ? (
        <Text size="sm" c="dimmed">
          Without a name only the author and the maintainers read it.
        </Text>
      ) : null}
    </Stack>
  );
}

/** What is wrong with an audience, by field; empty when nothing is. */
export function audienceErrors(value: AccessValue): NonNullable<Props['errors']> {
  return {
    teamIds: value.accessLevel === 'team' && value.teamIds.length === 0 ? 'Choose at least one team.' : null,
    jobRoleIds: value.accessLevel === 'role' && value.jobRoleIds.length === 0 ? 'Choose at least one job role.' : null,
  };
}
