import { isChangeOrigin } from '@tiptap/extension-collaboration';
import type { Transaction } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { useCallback, useEffect, useState } from 'react';
import { followPlace, type LinkPlace, linkPlaceOf } from './link-place';
import { isOfOthers } from './of-others';
import type { KeepTyped } from './taken-away/use-taken-away';

/** The form for a link: what it speaks about while it is open, and the ways to open and to close it. */
export type Linking = {
  place: LinkPlace | null;
  /** @returns whether a link can stand at the selection */
  open: () => boolean;
  close: () => void;
};

/**
 * Watches what a form speaks about.
 * @param onLeft is called when it is not there any more, or one has gone elsewhere: `isTaken` where a colleague took it away
 * @returns stops watching
 */
function watchPlace(editor: Editor, place: LinkPlace, onLeft: (isTaken: boolean) => void): () => void {
  let { selection } = editor.state;
  const followed = followPlace(editor.state, selection.from);
  const look = ({ transaction }: { transaction: Transaction }) => {
    const { state } = editor;
    const hasGone = !isChangeOrigin(transaction) && transaction.selectionSet && !state.selection.eq(selection);
    selection = state.selection;
    if (hasGone || linkPlaceOf(state) !== place || followed.isGone()) onLeft(isOfOthers(transaction));
  };
  editor.on('transaction', look);
  return () => {
    editor.off('transaction', look);
    followed.end();
  };
}

/**
 * Whether a link is being set or changed. That ends when its place is gone: it would come to stand anywhere.
 * @param keepTyped keeps what stands in the form where a colleague has taken its place away
 */
export function useLinking(editor: Editor | null, writing: boolean, keepTyped: KeepTyped): Linking {
  const [place, setPlace] = useState<LinkPlace | null>(null);
  const open = useCallback(() => {
    const found = editor ? linkPlaceOf(editor.state) : null;
    setPlace(found);
    return found !== null;
  }, [editor]);
  const close = useCallback(() => setPlace(null), []);
  useEffect(() => {
    if (!writing) close();
  }, [writing, close]);
  useEffect(() => {
    if (!editor || place === null) return;
    return watchPlace(editor, place, (isTaken) => {
      const isKept = isTaken && keepTyped('link');
      close();
      if (isKept) return;
      // Whoever was in the form goes on in the text.
      if (document.activeElement?.closest('[role="toolbar"]')) editor.commands.focus();
    });
  }, [editor, place, close, keepTyped]);
  return { place, open, close };
}
