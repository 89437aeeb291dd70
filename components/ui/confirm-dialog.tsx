'use client';

import { Button, Code, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { DialogActions } from './dialog-actions';
import { errorMessage } from './error-labels';
import { FormError } from './form-error';

type Props = {
  opened: boolean;
  onClose: () => void;
  /** "Delete “Rotate the signing keys” for good". */
  title: string;
  /** What goes, and that it does not come back. */
  children: ReactNode;
  /** The verb on the button: "Delete for good". */
  verb: string;
  /** For what cannot be undone: the name that has to be typed. Left out, a press is enough. */
  name?: string;
  /** Rejections stay in the dialog, in words; the dialog closes when it resolves. */
  onConfirm: () => Promise<void>;
  /** Whether what is asked for in `children` is filled in. */
  ready?: boolean;
  /** It can be taken back, and is asked all the same because others see it at once. */
  harmless?: boolean;
  /** Why it was refused, where the usual words would not fit. */
  refusalWords?: (error: unknown) => string;
};

/** Asks before what cannot be undone, or what others are in the middle of; everything else offers Undo instead. */
export function ConfirmDialog(props: Props) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title}>
      <ConfirmForm {...props} />
    </Modal>
  );
}

function ConfirmForm({ onClose, children, verb, name, onConfirm, ready = true, ...how }: Props) {
  const { harmless = false, refusalWords = errorMessage } = how;
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const matches = name === undefined || typed.trim() === name.trim();
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    if (!matches) return setRefusal('The name is not the same yet.');
    setBusy(true);
    setRefusal(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setRefusal(refusalWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={confirm} noValidate>
      <Stack gap="md">
        <Text component="div" size="sm">
          {children}
        </Text>
        {name === undefined ? null : (
          <TextInput
            data-autofocus
            autoComplete="off"
            label={
              <>
                Type <Code>{name}</Code> to go on
              </>
            }
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <FormError message={refusal} />
        <DialogActions
          onCancel={onClose}
          cancel={harmless ? 'Cancel' : 'Keep it'}
          cancelFocused={name === undefined && !harmless}
        >
          <Button
            type="submit"
            color={harmless ? undefined : 'red'}
            data-autofocus={harmless || undefined}
            loading={busy}
            disabled={!matches || !ready}
          >
            {verb}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
