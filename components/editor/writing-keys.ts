import { Extension } from '@tiptap/core';
import { NodeSelection, Plugin, PluginKey, Selection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { Leaving } from './leaving';

export type WritingKeysOptions = {
  /** Moves the blocks of the selection up (-1) or down. */
  moveBlocks: (step: -1 | 1) => boolean;
  /** Opens the menu of the caret's block. Answers whether there is one. */
  blockMenu: () => boolean;
  /** Makes the column around the caret narrower (-1) or wider. Answers whether the caret is in a table. */
  resizeColumn: (step: -1 | 1) => boolean;
  /** Whether something else is ended by Escape first. */
  isLooking: () => boolean;
  /** Takes the bar at the caret away. */
  hideBar: () => void;
  leaving: Leaving;
};

const nothing = () => false;
/** These do not take back what Escape has said. */
const LEAVING_KEYS = new Set(['Escape', 'Tab', 'Shift']);

/** What is selected is so no more, and the caret stands where the selection ended. @returns whether anything was */
export function endSelection({ state, dispatch }: EditorView): boolean {
  const { selection, doc } = state;
  if (selection.empty) return false;
  // The caret goes into what was chosen as a whole, or else to the nearest words before its end.
  const isWhole = selection instanceof NodeSelection && selection.node.isBlock && !selection.node.isAtom;
  const [$place, way] = isWhole ? [doc.resolve(selection.from + 1), 1] : [selection.$head, -1];
  const caret = Selection.findFrom($place, way, true) ?? Selection.findFrom($place, -way, true);
  if (!caret) return false;
  dispatch(state.tr.setSelection(caret));
  return true;
}

/** After Escape the browser's own Tab goes on from the text, past the lists, tables and code that take it otherwise. */
function leavingPlugin(leaving: Leaving): Plugin {
  const stay = () => {
    leaving.set(false);
    return false;
  };
  return new Plugin({
    key: new PluginKey('leaving'),
    props: {
      handleDOMEvents: {
        keydown: (view, event) => {
          if (event.key === 'Tab' && leaving.get()) return true;
          if (!LEAVING_KEYS.has(event.key)) leaving.set(false);
          if (event.key !== 'Escape' || view.editable) return false;
          // Locked while somebody types: what they type on is no command of the page, and Tab leaves anyway.
          event.preventDefault();
          return true;
        },
        mousedown: stay,
        blur: stay,
      },
    },
  });
}

/**
 * The keys of the editor's tools. Lists, tables and code have taken Tab before it comes here: anywhere else it does
 * nothing, so that whoever presses it by habit goes on typing in the text. Escape ends what is open or selected and stays
 * in the text, as in other editors, so that no letter typed after it is a command of the page; then Tab leaves the text.
 */
export const WritingKeys = Extension.create<WritingKeysOptions>({
  name: 'writingKeys',
  priority: 1,
  addOptions() {
    return {
      moveBlocks: nothing,
      blockMenu: nothing,
      resizeColumn: nothing,
      isLooking: nothing,
      hideBar: nothing,
      leaving: new Leaving(),
    };
  },
  addKeyboardShortcuts() {
    const whenWriting = (act: () => boolean) => () => this.editor.isEditable && act();
    const stay = whenWriting(() => true);
    return {
      Escape: () => {
        const { isLooking, hideBar, leaving } = this.options;
        if (isLooking() || endSelection(this.editor.view)) return true;
        hideBar();
        leaving.set(true);
        return true;
      },
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
  addProseMirrorPlugins() {
    return [leavingPlugin(this.options.leaving)];
  },
});
