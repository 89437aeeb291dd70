import { Alert, Button, Text, Textarea } from '@mantine/core';
import type { Editor } from '@tiptap/react';
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { TAKEN_WORDS } from './labels';
import type { KeptForms, Taken } from './use-taken-away';

const ROWS_MAX = 6;

function Kept({ taken, onClose }: { taken: Taken; onClose: () => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { caret } = useRef(taken).current;
  useLayoutEffect(() => {
    field.current?.focus({ preventScroll: true });
    field.current?.setSelectionRange(caret, caret);
  }, [caret]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  return (
    <Alert color="orange" role="group" aria-label={TAKEN_WORDS.typed} onKeyDown={onKeyDown}>
      <Text size="sm" role="alert">
        {TAKEN_WORDS.gone(taken.what)}
      </Text>
      <Textarea
        ref={field}
        size="xs"
        my="xs"
        autosize
        maxRows={ROWS_MAX}
        spellCheck={false}
        aria-label={TAKEN_WORDS.typed}
        defaultValue={taken.typed}
      />
      <Button size="compact-sm" variant="default" onClick={onClose}>
        {TAKEN_WORDS.close}
      </Button>
    </Alert>
  );
}

/** What was typed about things that colleagues have taken away meanwhile. Closed, it leads back into the text. */
export function TakenAway({ editor, taken }: { editor: Editor; taken: KeptForms }) {
  return taken.all.map((one) => (
    <Kept
      key={one.id}
      taken={one}
      onClose={() => {
        taken.close(one.id);
        // At once: the command waits for a frame, in which a letter would be a command of the page.
        editor.view.focus();
      }}
    />
  ));
}
