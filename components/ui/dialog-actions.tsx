import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './dialog-actions.module.css';

type Props = {
  onCancel: () => void;
  /** What leaving means, where it is more than closing: "Leave as it is". */
  cancel?: string;
  /** The way out has the focus first, so that Enter does no harm. */
  cancelFocused?: boolean;
  /** The act. */
  children: ReactNode;
};

/** The foot of a dialog's form: the way out, then the act. */
export function DialogActions({ onCancel, cancel = 'Cancel', cancelFocused, children }: Props) {
  return (
    <Group justify="flex-end" gap="xs" className={classes.actions}>
      <Button variant="default" onClick={onCancel} data-autofocus={cancelFocused || undefined}>
        {cancel}
      </Button>
      {children}
    </Group>
  );
}
