import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import classes from './editor.module.css';

const KEY = new PluginKey<boolean>('keptSelection');

/** Whether the focus goes from the text into a field of a bar about the selection. */
function goesToField({ relatedTarget }: FocusEvent): boolean {
  return relatedTarget instanceof HTMLInputElement && relatedTarget.closest('[role="toolbar"]') !== null;
}

function caret(): HTMLElement {
  const mark = document.createElement('span');
  mark.className = classes.keptCaret ?? '';
  return mark;
}

/** What is selected, or where the caret is, stays marked while one types about it, the address of a link for instance, in a field of its bar. */
export const KeptSelection = Extension.create({
  name: 'keptSelection',
  addProseMirrorPlugins() {
    return [
      new Plugin<boolean>({
        key: KEY,
        state: {
          init: () => false,
          apply: (tr, isKept) => {
            const [focus, blur]: { event: FocusEvent }[] = [tr.getMeta('focus'), tr.getMeta('blur')];
            return blur ? goesToField(blur.event) : isKept && !focus;
          },
        },
        props: {
          decorations: (state) => {
            const { doc, selection } = state;
            if (!KEY.getState(state) || !(selection instanceof TextSelection)) return null;
            if (selection.empty) return DecorationSet.create(doc, [Decoration.widget(selection.from, caret)]);
            const marked = Decoration.inline(selection.from, selection.to, { class: classes.keptSelection });
            return DecorationSet.create(doc, [marked]);
          },
        },
      }),
    ];
  },
});
