'use client';

import { Alert, Group, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { LinkButton } from '@/components/ui/links';
import { ICON } from '@/components/ui/theme';
import { clockTime, longDay } from '@/components/ui/time';
import { useViewer } from '@/components/ui/viewer';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { EditorPage } from './item-editor';
import { doer } from './labels';

/** Tells whoever has the text open that an earlier version was brought back meanwhile, and by whom. */
export function RestoredByNotice({ item }: { item: EditorPage }) {
  const viewer = useViewer();
  const { restored } = item;
  const [seen, setSeen] = useState(restored?.seq ?? null);
  if (!restored || restored.seq === seen || !item.can.edit) return null;
  const { by, endedAt } = restored;
  const zone = viewer?.timeZone ?? 'UTC';
  const which = endedAt
    ? `the version of ${longDay(endedAt, zone)} at ${clockTime(endedAt, zone)}`
    : 'an earlier version';
  return (
    <Alert
      role="status"
      icon={<IconHistory {...ICON} />}
      withCloseButton
      closeButtonLabel="Close"
      onClose={() => setSeen(restored.seq)}
    >
      <Text size="sm">
        {doer(by, viewer?.id)} restored {which}. What stood here before is in the history; you can go on writing.
      </Text>
      <Group gap="xs" mt="xs">
        <LinkButton href={`${itemPath(item)}/history`} size="compact-sm" variant="default">
          See the history
        </LinkButton>
      </Group>
    </Alert>
  );
}
