'use client';

import { Alert, Button, Group, Modal, type ModalProps } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Dirt, DirtContext, dialogDirt } from './dirty';
import { useStayOnBack } from './stay-on-back';

type Props = Pick<ModalProps, 'opened' | 'onClose' | 'title' | 'size' | 'children'> & {
  /** It shows what is not shown again, such as a token. */
  shownOnce?: boolean;
};

/**
 * A dialog in which something is typed. Esc, the cross, a click beside it and Back ask before they throw away what its
 * forms hold (`useDirty`) or what is shown only once; the form's own buttons call `onClose` and are not asked.
 */
export function FormDialog({ opened, onClose, shownOnce = false, children, ...modal }: Props) {
  const [forms] = useState(() => new Dirt());
  const [asking, setAsking] = useState(false);
  const field = useRef<Element | null>(null);
  const isHeld = () => opened && (shownOnce || forms.isThere());
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened anew, or showing something else, it begins anew
  useEffect(() => setAsking(false), [opened, shownOnce]);
  const ask = () => {
    if (!asking) field.current = document.activeElement;
    setAsking(true);
  };
  useStayOnBack(isHeld, ask);
  const held = useRef(isHeld);
  held.current = isHeld;
  useLayoutEffect(() => dialogDirt.add(() => held.current()), []);
  const goOn = () => {
    setAsking(false);
    if (field.current instanceof HTMLElement) field.current.focus();
  };
  const leave = () => {
    if (asking) return goOn();
    if (!isHeld()) return onClose();
    ask();
  };
  return (
    <Modal opened={opened} onClose={leave} {...modal}>
      {asking ? <Question shownOnce={shownOnce} onGoOn={goOn} onLeave={onClose} /> : null}
      <DirtContext value={forms}>{children}</DirtContext>
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
