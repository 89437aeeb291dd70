import type { Editor } from '@tiptap/react';
import { type KeyboardEvent, useCallback, useState } from 'react';
import { findIn, findStateOf, stepMatch } from './find-plugin';

/** A wish to find something: each is another one, also with the same words. */
export type FindOpening = { text: string; replacing: boolean };

/** What is longer, or goes over a line, was not selected to be looked for. */
const SELECTED_CHARACTERS_MAX = 100;

function selectedWords(editor: Editor): string {
  const { from, to, $from, $to } = editor.state.selection;
  if (!$from.sameParent($to) || to - from > SELECTED_CHARACTERS_MAX) return '';
  return editor.state.doc.textBetween(from, to);
}

type FindKey = 'find' | 'replace' | 'next' | 'before';

/** The keys that people know for it: ⌘F and F3 find, Ctrl H or ⌘⌥F replace. */
function findKeyOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): FindKey | null {
  if (key === 'F3') return shiftKey ? 'before' : 'next';
  if (!ctrlKey && !metaKey) return null;
  if (code === 'KeyF' && !shiftKey) return altKey ? 'replace' : 'find';
  return key.toLowerCase() === 'h' && ctrlKey && !altKey && !shiftKey ? 'replace' : null;
}

/** Whether somebody is looking for something, and the keys that begin it, for the element around editor and bars. */
export function useFind(editor: Editor | null, writing: boolean) {
  const [opening, setOpening] = useState<FindOpening | null>(null);
  const open = useCallback(
    (replacing: boolean) => {
      if (editor) setOpening({ text: selectedWords(editor), replacing });
    },
    [editor],
  );
  const close = useCallback(() => setOpening(null), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (editor && opening && event.key === 'Escape') {
      // From the text, which one has gone on writing in: the caret stays where it is.
      event.stopPropagation();
      findIn(editor.view, null);
      close();
      return;
    }
    const asked = editor ? findKeyOf(event) : null;
    if (!editor || asked === null || (asked === 'replace' && !writing)) return;
    event.preventDefault();
    if (asked === 'find' || asked === 'replace') open(asked === 'replace');
    else if (findStateOf(editor.state).finder) stepMatch(editor.view, asked === 'next' ? 1 : -1);
    else open(false);
  };
  return { opening, open, close, onKeyDown };
}
