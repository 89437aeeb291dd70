'use client';

import { Alert, Button, Group, Modal, type ModalProps } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Dirt, DirtContext, dialogDirt } from './dirty';
import { useStayOnBack } from './stay-on-back';

type Props = Pick<ModalProps, 'opened' | 'onClose' | 'title' | 'size' | 'children'> & {
  /** It shows what is not shown again, such as a token, and the name of the button in it that closes it. */
  shownOnce?: { done: string } | null;
};

/**
 * A dialog in which something is typed. Esc, the cross, a click beside it and Back ask before they throw away what its
 * forms hold (`useDirty`), and stay where something is shown only once; its own buttons call `onClose` and are not asked.
 */
export function FormDialog({ opened, onClose, shownOnce = null, children, ...modal }: Props) {
  const [forms] = useState(() => new Dirt());
  const [asking, setAsking] = useState(false);
  const field = useRef<Element | null>(null);
  const isHeld = () => opened && (shownOnce !== null || forms.isThere());
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened anew, or showing something else, it begins anew
  useEffect(() => setAsking(false), [opened, shownOnce === null]);
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
    if (asking && shownOnce === null) return goOn();
    if (!isHeld()) return onClose();
    ask();
  };
  return (
    <Modal opened={opened} onClose={leave} {...modal}>
      {asking && shownOnce ? <ShownOnce done={shownOnce.done} /> : null}
      {asking && !shownOnce ? <Question onGoOn={goOn} onLeave={onClose} /> : null}
      <DirtContext value={forms}>{children}</DirtContext>
    </Modal>
  );
}

/** The answer is the dialog's own button, so there is none here. */
function ShownOnce({ done }: { done: string }) {
  return (
    <Alert color="orange" role="alert" mb="md" title="This is shown only now">
      Copy it first, or press “{done}”.
    </Alert>
  );
}

function Question({ onGoOn, onLeave }: { onGoOn: () => void; onLeave: () => void }) {
  return (
    <Alert color="orange" role="alert" mb="md" title="What you typed here is not sent yet">
      <Group gap="xs">
        <Button size="compact-sm" variant="default" autoFocus onClick={onGoOn}>
          Go on
        </Button>
        <Button size="compact-sm" variant="light" color="red" onClick={onLeave}>
          Throw it away
        </Button>
      </Group>
    </Alert>
  );
}
