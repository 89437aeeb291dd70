'use client';

import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

type Props = {
  title: string;
  lead?: ReactNode;
  onSubmit: (event?: React.SyntheticEvent<HTMLFormElement>) => void;
  children: ReactNode;
};

/** The form of a page outside the workspace: a heading, a sentence, fields under one another. */
export function OuterForm({ title, lead, onSubmit, children }: Props) {
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <div>
          <Title order={1} size="h2">
            {title}
          </Title>
          {lead ? (
            <Text c="dimmed" size="sm" mt={4}>
              {lead}
            </Text>
          ) : null}
        </div>
        {children}
      </Stack>
    </form>
  );
}
