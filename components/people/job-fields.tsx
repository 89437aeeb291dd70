'use client';

import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';

export type Job = { jobRoleId: string | null; jobLevelId: string | null };

/** Job role and, once it is chosen, one of its levels. */
export function JobFields({ value, onChange }: { value: Job; onChange: (job: Job) => void }) {
  const trpc = useTRPC();
  const roles = useQuery(trpc.people.jobRole.list.queryOptions()).data?.jobRoles ?? [];
  const levels = roles.find((role) => role.id === value.jobRoleId)?.levels ?? [];
  return (
    <>
      <Select
        label="Job role"
        clearable
        clearButtonProps={{ 'aria-label': 'Clear Job role' }}
        data={roles.map((role) => ({ value: role.id, label: role.name }))}
        value={value.jobRoleId}
        onChange={(jobRoleId) => onChange({ jobRoleId, jobLevelId: null })}
      />
      {value.jobRoleId === null ? null : (
        <Select
          label="Level"
          description="Holders of a senior level read confidential items."
          clearable
          clearButtonProps={{ 'aria-label': 'Clear Level' }}
          data={levels.map((level) => ({
            value: level.id,
            label: level.senior ? `${level.name} (senior)` : level.name,
          }))}
          value={value.jobLevelId}
          onChange={(jobLevelId) => onChange({ ...value, jobLevelId })}
        />
      )}
    </>
  );
}
