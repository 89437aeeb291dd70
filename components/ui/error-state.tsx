import { Code, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './states.module.css';
import { ICON } from './theme';

type Props = {
  /** What happened: "This page could not be loaded". */
  title: string;
  /** What was kept: "Nothing you wrote is lost". */
  kept?: ReactNode;
  /** What to do, in words; buttons go into `action`. */
  todo?: ReactNode;
  /** The number to quote when asking for help. */
  reference?: string;
  action?: ReactNode;
  /** The page's main heading when it is the whole page. */
  order?: 1 | 2;
  compact?: boolean;
};

/** Says what happened, what was kept, what to do, and the reference number. Announced when it appears. */
export function ErrorState({ title, kept, todo, reference, action, order = 2, compact = false }: Props) {
  return (
    <Stack className={classes.state} gap="xs" role="alert" data-compact={compact || undefined}>
      <span className={classes.trouble}>
        <IconAlertTriangle {...ICON} size={compact ? 18 : 24} />
      </span>
      <Title order={order} size="h3">
        {title}
      </Title>
      {kept ? (
        <Text component="div" size="sm" className={classes.words}>
          {kept}
        </Text>
      ) : null}
      {todo ? (
        <Text component="div" size="sm" c="dimmed" className={classes.words}>
          {todo}
        </Text>
      ) : null}
      {action ? (
        <Group gap="xs" mt="xs">
          {action}
        </Group>
      ) : null}
      {reference ? (
        <Text size="sm" c="dimmed">
          Reference <Code>{reference}</Code>
        </Text>
      ) : null}
    </Stack>
  );
}
