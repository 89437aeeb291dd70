import { Extension } from '@tiptap/core';
import type { Editor } from '@tiptap/react';
import { focusBlockTool } from './nodes/block-tools';

export type EditorKeysOptions = {
  /** Moves the focus into the bar that belongs to the selection. Answers whether there is one. */
  focusBar: () => boolean;
  /** Moves the focus into the bar above the text. Answers whether there is one. */
  focusTopBar: () => boolean;
  /** Opens the form for a link. Answers whether one can stand at the selection. */
  editLink: () => boolean;
};

/**
 * Keys that no node brings: Alt-F10 reaches the bar, as in other editors, or else
 * the tools of the block, or else those above the text; ⌘K is for a link first, and in its form, or where
 * none can stand, for the whole product.
 */
export const EditorKeys = Extension.create<EditorKeysOptions>({
  name: 'editorKeys',
  addOptions() {
    return { focusBar: () => false, focusTopBar: () => false, editLink: () => false };
  },
  addKeyboardShortcuts() {
    return {
      'Alt-F10': () => this.options.focusBar() || focusBlockTool(this.editor as Editor) || this.options.focusTopBar(),
      'Mod-k': () => this.options.editLink(),
    };
  },
});
