import { Extension } from '@tiptap/core';

export type WritingKeysOptions = {
  /** Moves the blocks of the selection up (-1) or down. */
  moveBlocks: (step: -1 | 1) => boolean;
  /** Opens the menu of the caret's block. Answers whether there is one. */
  blockMenu: () => boolean;
  /** Makes the column around the caret narrower (-1) or wider. Answers whether the caret is in a table. */
  resizeColumn: (step: -1 | 1) => boolean;
  /** Whether something else is ended by Escape first, before the text is left. */
  isLooking: () => boolean;
};

const nothing = () => false;

/**
 * The keys of the editor's tools. Lists, tables and code have taken Tab before it comes here: anywhere else it does
 * nothing, so that whoever presses it by habit goes on typing in the text. Escape, then Tab, leaves the text.
 */
export const WritingKeys = Extension.create<WritingKeysOptions>({
  name: 'writingKeys',
  priority: 1,
  addOptions() {
    return { moveBlocks: nothing, blockMenu: nothing, resizeColumn: nothing, isLooking: nothing };
  },
  addKeyboardShortcuts() {
    const whenWriting = (act: () => boolean) => () => this.editor.isEditable && act();
    const stay = whenWriting(() => true);
    return {
      // As out of any field of the product; ProseMirror would keep the key to itself.
      Escape: () => this.options.isLooking() || this.editor.commands.blur(),
      Tab: stay,
      'Shift-Tab': stay,
      'Alt-Shift-ArrowUp': whenWriting(() => this.options.moveBlocks(-1)),
      'Alt-Shift-ArrowDown': whenWriting(() => this.options.moveBlocks(1)),
      'Alt-Shift-ArrowLeft': whenWriting(() => this.options.resizeColumn(-1)),
      'Alt-Shift-ArrowRight': whenWriting(() => this.options.resizeColumn(1)),
      'Mod-/': whenWriting(() => this.options.blockMenu()),
      // Where the slash is typed with Shift, that is the key of a list.
      'Alt-F9': whenWriting(() => this.options.blockMenu()),
    };
  },
});
