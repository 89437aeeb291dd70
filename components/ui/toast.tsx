'use client';

import { Button, Group, Kbd, Text } from '@mantine/core';
import { hideNotification, notificationsStore, showNotification } from '@mantine/notifications';
import { errorMessage } from './error-labels';
import { keysInWords } from './keys';

const UNDO_MS = 10_000;
const SAID_MS = 5_000;

/** Says that something was done: "Invitation sent to Ana". @param id said once while it stands there */
export function sayDone(message: string, id?: string): void {
  showNotification({ id, message, autoClose: SAID_MS });
}

/** Takes back what was said under this id, where it still stands there. */
export function unsay(id: string): void {
  if (notificationsStore.getState().notifications.some((notice) => notice.id === id)) hideNotification(id);
}

/** Says what went wrong, and stays until it is closed. */
export function sayWrong(message: string): void {
  showNotification({ message, color: 'red', autoClose: false, role: 'alert' });
}

/** Says why something was not done. */
export const sayRefused = (error: unknown): void => sayWrong(errorMessage(error));

type Undo = { id: string; run: () => void };
/** What stands there to be taken back, newest last. */
let undos: readonly Undo[] = [];
let offered = 0;

/** Takes the newest back that is still offered. @returns whether there was one */
export function undoNewest(): boolean {
  const newest = undos.at(-1);
  newest?.run();
  return newest !== undefined;
}

/**
 * Says what was done and offers to take it back for ten seconds.
 * @param undo takes it back; a rejection is said in words
 */
export function offerUndo(message: string, undo: () => Promise<void>): void {
  offered += 1;
  const id = `undo-${offered}`;
  const run = () => {
    hideNotification(id);
    undo().catch(sayRefused);
  };
  undos = [...undos, { id, run }];
  showNotification({
    id,
    autoClose: UNDO_MS,
    // However it goes: by its time, by the cross, or because it was used.
    onClose: () => {
      undos = undos.filter((other) => other.id !== id);
    },
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        <Button
          variant="light"
          size="compact-sm"
          flex="none"
          rightSection={
            <Kbd size="xs" visibleFrom="sm">
              {keysInWords('Mod-Z')}
            </Kbd>
          }
          onClick={run}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
