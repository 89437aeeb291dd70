'use client';

import { Alert, Button, Group, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { ICON } from '@/components/ui/theme';
import { useTrash } from './use-trash';

/** Says that an item is in the trash, and takes it back. */
export function RestoreNotice({ item, mayRestore }: { item: { id: string; title: string }; mayRestore: boolean }) {
  const { restore } = useTrash();
  return (
    <Alert color="orange" icon={<IconTrash {...ICON} />}>
      <Group justify="space-between">
        <Text size="sm">This is in the trash. Only its author and maintainers see it, and nobody can change it.</Text>
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
