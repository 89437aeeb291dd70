'use client';

import { Alert, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ICON } from '@/components/ui/theme';

type Props = {
  /** What somebody else changed, by the names of the fields; null while nobody did. */
  met: { theirs: readonly string[]; both: readonly string[] } | null;
  name: (key: string) => string;
  /** What a field that both changed is now, where that can be said in words. */
  now: (key: string) => ReactNode;
  /** The button that sends it. */
  verb: string;
};

/** Says what somebody else changed while one typed, and what a second press would do. Announced when it appears. */
export function MovedNotice({ met, name, now, verb }: Props) {
  if (!met) return null;
  const taken = met.theirs.filter((key) => !met.both.includes(key));
  return (
    <Alert
      color="orange"
      role="alert"
      icon={<IconUsers {...ICON} />}
      title="Somebody changed this while you had it open"
    >
      {taken.length > 0 ? <Text size="sm">As it is now: {taken.map(name).join(', ')}.</Text> : null}
      {met.both.map((key) => (
        <Text key={key} size="sm">
          {name(key)} you both changed. Theirs is: {now(key)}.
        </Text>
      ))}
      <Text size="sm" mt={4}>
        Nothing is sent yet, and what you typed is kept. “{verb}” sends it
        {met.both.length > 0 ? ' in the place of theirs' : ''}.
      </Text>
    </Alert>
  );
}
