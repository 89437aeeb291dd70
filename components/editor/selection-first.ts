import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { Hearing } from './hearing';

/** ProseMirror's reader of what the browser does to the page by itself. */
type Observed = EditorView & {
  domObserver: {
    forceFlush: () => void;
    flush: () => void;
    flushSoon: () => void;
    pendingRecords: () => readonly MutationRecord[];
  };
};

/** The code of a key whose sign an input method or the keyboard of a phone puts together. */
const PUT_TOGETHER = 229;

/** Signs that are being put together are the browser's until they are done. */
const mayRead = (view: EditorView): boolean => !view.isDestroyed && !view.composing;

function readSelection(view: EditorView): void {
  if (!mayRead(view)) return;
  const { domObserver } = view as Observed;
  domObserver.forceFlush();
  domObserver.flush();
}

/** Focus is left out: with it the browser puts a caret of its own, and the one that is known is put back. */
function onlyRedraws(tr: Transaction): boolean {
  return !tr.docChanged && !tr.selectionSet && !tr.storedMarksSet && tr.getMeta('focus') === undefined;
}

/** Has what only redraws the text leave the caret where the browser has put it, not where it was when this was made. */
function redrawWithSelection(view: EditorView, redraw: Transaction): void {
  if (!mayRead(view)) return;
  const { domObserver } = view as Observed;
  // What is typed and not read yet would change the text under what is to be shown; it is read right after.
  if (domObserver.pendingRecords().length > 0) {
    domObserver.flushSoon();
    return;
  }
  const { selection } = view.state;
  readSelection(view);
  const now = view.state;
  if (now.doc === redraw.doc && !now.selection.eq(selection)) redraw.setSelection(now.selection);
}

/**
 * Takes over where the browser has put the caret before a key does anything, and before anything is shown that the person
 * did not do: a colleague's words, and the carets of colleagues and other marks in the text, which are redrawn from a timer.
 * The browser moves the caret at once and says so a moment later; a key in between would go where the caret was, or replace
 * what was chosen, and what is shown in between would put the caret back.
 */
export const SelectionFirst = Extension.create<{ hearing: Hearing | null }>({
  name: 'selectionFirst',
  addOptions: () => ({ hearing: null }),
  dispatchTransaction({ transaction, next }) {
    if (onlyRedraws(transaction)) redrawWithSelection(this.editor.view, transaction);
    next(transaction);
  },
  addProseMirrorPlugins() {
    const { hearing } = this.options;
    return [
      new Plugin({
        key: new PluginKey('selectionFirst'),
        view: (view) => ({ destroy: hearing?.before(() => readSelection(view)) }),
        props: {
          handleDOMEvents: {
            keydown: (view, { keyCode }) => {
              if (keyCode !== PUT_TOGETHER) readSelection(view);
              return false;
            },
          },
        },
      }),
    ];
  },
});
