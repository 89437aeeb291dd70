'use client';

import { Button, Group, Text } from '@mantine/core';
import { hideNotification, showNotification } from '@mantine/notifications';
import { errorMessage } from './error-labels';

const UNDO_MS = 10_000;
const SAID_MS = 5_000;

/** Says that something was done: "Invitation sent to Ana". */
export function sayDone(message: string): void {
  showNotification({ message, autoClose: SAID_MS });
}

/** Says what went wrong, and stays until it is closed. */
export function sayWrong(message: string): void {
  showNotification({ message, color: 'red', autoClose: false, role: 'alert' });
}

/** Says why something was not done. */
export const sayRefused = (error: unknown): void => sayWrong(errorMessage(error));

/**
 * Says what was done and offers to take it back for ten seconds.
 * @param undo takes it back; a rejection is said in words
 */
export function offerUndo(message: string, undo: () => Promise<void>): void {
  const id = showNotification({
    autoClose: UNDO_MS,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        <Button
          variant="light"
          size="compact-sm"
          flex="none"
          onClick={() => {
            hideNotification(id);
            undo().catch(sayRefused);
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
