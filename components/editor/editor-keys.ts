import { Extension } from '@tiptap/core';

export type EditorKeysOptions = {
  /** Moves the focus into the bar that belongs to the selection. Answers whether there is one. */
  focusBar: () => boolean;
  /** Opens the link form for the selection. */
  editLink: () => boolean;
};

/** Keys that no node brings: Alt-F10 reaches the bar, as in other editors; ⌘K belongs to the whole product. */
export const EditorKeys = Extension.create<EditorKeysOptions>({
  name: 'editorKeys',
  addOptions() {
    return { focusBar: () => false, editLink: () => false };
  },
  addKeyboardShortcuts() {
    return {
      'Alt-F10': () => this.options.focusBar(),
      'Mod-Shift-k': () => this.options.editLink(),
    };
  },
});
