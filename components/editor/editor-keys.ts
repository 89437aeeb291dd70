import { Extension } from '@tiptap/core';
import type { Editor } from '@tiptap/react';
import { focusBlockTool } from './nodes/block-tools';

export type EditorKeysOptions = {
  /** Moves the focus into the bar that belongs to the selection. Answers whether there is one. */
  focusBar: () => boolean;
  /** Opens the link form for the selection. Answers whether there is anything to link. */
  editLink: () => boolean;
};

/**
 * Keys that no node brings: Alt-F10 reaches the bar, as in other editors, or else
 * the tools of the block; ⌘K is for the words that are selected, and else
 * for the whole product.
 */
export const EditorKeys = Extension.create<EditorKeysOptions>({
  name: 'editorKeys',
  addOptions() {
    return { focusBar: () => false, editLink: () => false };
  },
  addKeyboardShortcuts() {
    return {
      'Alt-F10': () => this.options.focusBar() || focusBlockTool(this.editor as Editor),
      'Mod-k': () => this.options.editLink(),
    };
  },
});
