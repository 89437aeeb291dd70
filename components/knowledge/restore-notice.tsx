'use client';

import { Alert, Button, Group, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { ICON } from '@/components/ui/theme';
import { useViewer } from '@/components/ui/viewer';
import { doer } from './labels';
import { useTrash } from './use-trash';

type Props = {
  item: { id: string; title: string };
  /** Who moved it there. */
  by: { id: string; name: string } | null;
  mayRestore: boolean;
};

/** Says that an item is in the trash and who moved it there, and takes it back. */
export function RestoreNotice({ item, by, mayRestore }: Props) {
  const viewer = useViewer();
  const { restore } = useTrash();
  return (
    <Alert color="orange" icon={<IconTrash {...ICON} />}>
      <Group justify="space-between">
        <Text size="sm">
          {by ? `${doer(by, viewer?.id)} moved this to the trash.` : 'This is in the trash.'} Only its author and
          maintainers see it, and nobody can change it.
        </Text>
        {mayRestore ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={restore.isPending}
            onClick={() => restore.mutate([item])}
          >
            Restore
          </Button>
        ) : null}
      </Group>
    </Alert>
  );
}
