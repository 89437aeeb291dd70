'use client';

import { Alert, Text } from '@mantine/core';
import { IconUsersPlus } from '@tabler/icons-react';
import { publicErrorOf } from '@/components/ui/error-labels';
import { ICON } from '@/components/ui/theme';
import { peopleLabel } from './labels';

/** Whether a write was held back because it lets somebody new in. */
export function asksFirst(error: unknown): boolean {
  return publicErrorOf(error)?.reason === 'widening_access';
}

/** Says whom a change lets in, before it is made. Announced when it appears. */
export function WideningNotice({ added, title }: { added: number | null; title: string }) {
  return (
    <Alert color="orange" role="alert" icon={<IconUsersPlus {...ICON} />} title={title}>
      <Text size="sm">
        {added === null || added === 0
          ? 'Nobody is let in today, but whoever joins these groups later will be.'
          : `${peopleLabel(added)} who cannot read it now will be able to.`}{' '}
        What somebody has read cannot be taken back.
      </Text>
    </Alert>
  );
}
