'use client';

import { Alert, Button, Group, Modal, type ModalProps } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';

type Props = Pick<ModalProps, 'opened' | 'onClose' | 'title' | 'size' | 'children'> & {
  /** It shows what is not shown again, such as a token. */
  shownOnce?: boolean;
};

/** What is typed to find something in a list is no text of the person's. */
const isSearch = (target: EventTarget) => target instanceof Element && target.hasAttribute('aria-haspopup');

/**
 * A dialog in which something is typed. Esc, the cross and a click beside it ask before they throw away what was typed
 * or is shown only once; the form's own buttons call `onClose` and are not asked.
 */
export function FormDialog({ opened, onClose, shownOnce = false, children, ...modal }: Props) {
  const [typed, setTyped] = useState(false);
  const [asking, setAsking] = useState(false);
  const field = useRef<Element | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened anew, or showing something else, it begins anew
  useEffect(() => {
    setTyped(false);
    setAsking(false);
  }, [opened, shownOnce]);
  const goOn = () => {
    setAsking(false);
    if (field.current instanceof HTMLElement) field.current.focus();
  };
  const leave = () => {
    if (asking) return goOn();
    if (!typed && !shownOnce) return onClose();
    field.current = document.activeElement;
    setAsking(true);
  };
  return (
    <Modal opened={opened} onClose={leave} {...modal}>
      {asking ? <Question shownOnce={shownOnce} onGoOn={goOn} onLeave={onClose} /> : null}
      <div onInput={(event: FormEvent) => !isSearch(event.target) && setTyped(true)}>{children}</div>
    </Modal>
  );
}

type QuestionProps = { shownOnce: boolean; onGoOn: () => void; onLeave: () => void };

function Question({ shownOnce, onGoOn, onLeave }: QuestionProps) {
  return (
    <Alert
      color="orange"
      role="alert"
      mb="md"
      title={shownOnce ? 'This is shown only now' : 'What you typed here is not sent yet'}
    >
      <Group gap="xs">
        <Button size="compact-sm" variant="default" autoFocus onClick={onGoOn}>
          {shownOnce ? 'Show it again' : 'Go on'}
        </Button>
        <Button size="compact-sm" variant="light" color="red" onClick={onLeave}>
          {shownOnce ? 'I have kept it' : 'Throw it away'}
        </Button>
      </Group>
    </Alert>
  );
}
