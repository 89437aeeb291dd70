import type { Range } from '@tiptap/core';
import { isChangeOrigin } from '@tiptap/extension-collaboration';
import type { EditorState, PluginKey, Transaction } from '@tiptap/pm/state';
import { findSuggestionMatch, type SuggestionOptions } from '@tiptap/suggestion';
import { OBJECT } from './object-sign';

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

/** What Tiptap knows of a menu at a sign. */
export type Open = { active: boolean; range: Range; text?: string | null };

/**
 * A menu at a sign opens for whoever types that sign, and stays while they type on: never because the caret comes by, a
 * colleague writes, or what was pasted happens to hold one.
 */
export const whereTyped =
  (key: PluginKey<Open>, sign: string): NonNullable<SuggestionOptions['shouldShow']> =>
  ({ editor, range, transaction }) => {
    // What a plugin adds to a change belongs to it.
    const root: Transaction = transaction.getMeta('appendedTransaction') ?? transaction;
    const open = key.getState(editor.state);
    // Where only the caret went, it may have come to another sign.
    const isThere = open?.active === true && (root.docChanged || open.range.from === range.from);
    return isThere || wroteAt(root, range.from + sign.length - 1);
  };

type Find = NonNullable<SuggestionOptions['findSuggestionMatch']>;

/**
 * Finds what is typed at a sign. Once its menu is open, the sign needs nothing particular in front of it: a colleague may
 * write there.
 * @param isTyped whether a sign and what follows it can be what is typed there
 */
export const findTyped =
  (
    { key, sign, isTyped = () => true }: { key: PluginKey<Open>; sign: string; isTyped?: (text: string) => boolean },
    editor: { readonly state: EditorState },
    find: Find = findSuggestionMatch,
  ): Find =>
  (trigger) => {
    const found = find(trigger);
    const open = key.getState(editor.state);
    if (found || !open?.active || !open.text) return found;
    const { parent, parentOffset, pos } = trigger.$position;
    const before = parent.textBetween(0, parentOffset, undefined, OBJECT);
    const grown = before.lastIndexOf(open.text);
    // Otherwise some of it was taken away again.
    const text = before.slice(grown < 0 ? before.lastIndexOf(sign) : grown);
    const isSame = grown >= 0 || (text.startsWith(sign) && open.text.startsWith(text));
    if (!isSame || !isTyped(text)) return null;
    return { range: { from: pos - text.length, to: pos }, query: text.slice(sign.length), text };
  };
