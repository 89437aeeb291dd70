import { Extension } from '@tiptap/core';
import type { ResolvedPos } from '@tiptap/pm/model';
import { type EditorState, PluginKey } from '@tiptap/pm/state';
import { Suggestion } from '@tiptap/suggestion';
import { OBJECT } from '../object-sign';
import { findTyped, type Open, whereTyped } from '../typed-sign';
import { onRoomierSide, withinRoom } from './room-of-list';
import type { SlashStore } from './slash-store';

const SIGN = '/';
const SLASH_KEY = new PluginKey<Open>('slashMenu');

/** What is longer than the longest name is a sentence. */
const QUERY_CHARACTERS_MAX = 30;
/** A slash at the beginning of a line or after a space, and what is typed after it: a word first, spaces later. */
const SLASH = new RegExp(`(?:^|\\s)(/(?:[^\\s/][^/]{0,${QUERY_CHARACTERS_MAX}})?)$`, 'u');
/** What stands after a slash before the caret, if it asks for the menu. */
export function slashAt(
  $position: ResolvedPos,
): { range: { from: number; to: number }; query: string; text: string } | null {
  const before = $position.parent.textBetween(0, $position.parentOffset, undefined, OBJECT);
  const text = SLASH.exec(before)?.[1];
  if (text === undefined) return null;
  return { range: { from: $position.pos - text.length, to: $position.pos }, query: text.slice(1), text };
}

/** Only where a block may begin: no code, and no line that belongs to something else. */
function mayAsk({ selection }: EditorState): boolean {
  const { parent } = selection.$from;
  const isCode = selection.$from.marks().some((mark) => mark.type.name === 'code');
  return !isCode && (parent.type.name === 'paragraph' || parent.type.name === 'heading');
}

/** `/` lists everything that can stand in a page, filtered while one types on. Escape leaves what was typed. */
export const SlashMenu = Extension.create<{ store: SlashStore | null }>({
  name: 'slashMenu',
  // Enter and the arrows are the menu's before they are the block's.
  priority: 1100,
  addOptions() {
    return { store: null };
  },
  addProseMirrorPlugins() {
    const { store } = this.options;
    if (!store) return [];
    return [
      Suggestion({
        editor: this.editor,
        pluginKey: SLASH_KEY,
        char: SIGN,
        // Closed once, it stays closed for this slash.
        allowSpaces: true,
        placement: 'bottom-start',
        flip: false,
        floatingUi: { strategy: 'absolute', middleware: [onRoomierSide(), withinRoom()] },
        findSuggestionMatch: findTyped(
          { key: SLASH_KEY, sign: SIGN, isTyped: (text) => SLASH.test(text) },
          this.editor,
          ({ $position }) => slashAt($position),
        ),
        allow: ({ state }) => mayAsk(state),
        shouldShow: whereTyped(SLASH_KEY, SIGN),
        decorationClass: 'slash',
        render: () => ({
          onStart: store.update,
          onUpdate: store.update,
          onExit: store.close,
          onKeyDown: store.onKeyDown,
        }),
      }),
    ];
  },
});
