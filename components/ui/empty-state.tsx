import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './states.module.css';

type Props = {
  /** What belongs here: "Nothing written yet". */
  title: string;
  /** Why it is worth it, in a sentence or two. */
  children?: ReactNode;
  /** The first step: one button, and at most one quieter beside it. */
  action?: ReactNode;
  icon?: ReactNode;
  /** Inside a card or a panel: smaller, no heading. */
  compact?: boolean;
};

/** An empty page says what belongs here, why it is worth it, and offers the first step. */
export function EmptyState({ title, children, action, icon, compact = false }: Props) {
  return (
    <Stack className={classes.state} gap={compact ? 6 : 'xs'} data-compact={compact || undefined}>
      {icon ? (
        <span className={classes.icon} aria-hidden>
          {icon}
        </span>
      ) : null}
      {compact ? (
        <Text fw={550} size="sm">
          {title}
        </Text>
      ) : (
        <Title order={2} size="h3">
          {title}
        </Title>
      )}
      {children ? (
        <Text component="div" c="dimmed" size="sm" className={classes.words}>
          {children}
        </Text>
      ) : null}
      {action ? (
        <Group gap="xs" mt={compact ? 4 : 'xs'}>
          {action}
        </Group>
      ) : null}
    </Stack>
  );
}
