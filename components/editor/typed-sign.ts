import { isChangeOrigin } from '@tiptap/extension-collaboration';
import type { PluginKey, Transaction } from '@tiptap/pm/state';
import type { SuggestionOptions } from '@tiptap/suggestion';

/** Whether a change wrote what stands at a place after it, by hand: no paste, no drop, and nothing that a colleague wrote. */
export function wroteAt(transaction: Transaction, place: number): boolean {
  const isMoved = transaction.getMeta('paste') === true || ['paste', 'drop'].includes(transaction.getMeta('uiEvent'));
  if (isMoved || !transaction.docChanged || isChangeOrigin(transaction)) return false;
  const { maps } = transaction.mapping;
  return maps.some((map, index) => {
    const after = transaction.mapping.slice(index + 1);
    let isWritten = false;
    map.forEach((_from, _to, start, end) => {
      if (after.map(start, 1) <= place && place < after.map(end, -1)) isWritten = true;
    });
    return isWritten;
  });
}

/**
 * A menu at a sign opens for whoever types that sign, and stays while they type on: never because the caret comes by, a
 * colleague writes, or what was pasted happens to hold one.
 */
export const whereTyped =
  (key: PluginKey<{ active: boolean }>, sign: string): NonNullable<SuggestionOptions['shouldShow']> =>
  ({ editor, range, transaction }) => {
    // What a plugin adds to a change belongs to it.
    const root: Transaction = transaction.getMeta('appendedTransaction') ?? transaction;
    return key.getState(editor.state)?.active === true || wroteAt(root, range.from + sign.length - 1);
  };
