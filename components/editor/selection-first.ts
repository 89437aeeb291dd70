import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { Hearing } from './hearing';

/** ProseMirror's reader of what the browser does to the page by itself. */
type Observed = EditorView & { domObserver: { forceFlush: () => void; flush: () => void } };

function readSelection(view: EditorView): void {
  // Signs that are being put together are the browser's until they are done.
  if (view.isDestroyed || view.composing) return;
  const { domObserver } = view as Observed;
  domObserver.forceFlush();
  domObserver.flush();
}

/**
 * Takes over where the browser has put the caret before anything of a colleague's is shown. The browser moves it at once and
 * says so a moment later; what is shown in between would put it back to where it was.
 */
export const SelectionFirst = Extension.create<{ hearing: Hearing | null }>({
  name: 'selectionFirst',
  addOptions: () => ({ hearing: null }),
  addProseMirrorPlugins() {
    const { hearing } = this.options;
    return [
      new Plugin({
        key: new PluginKey('selectionFirst'),
        view: (view) => ({ destroy: hearing?.before(() => readSelection(view)) }),
      }),
    ];
  },
});
