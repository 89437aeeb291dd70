import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import classes from './carets.module.css';

/** Turns the names that would stand out over the end of the text, or of the table they stand in. */
function place(view: EditorView): void {
  for (const caret of view.dom.querySelectorAll<HTMLElement>(`.${classes.caret}`)) {
    const label = caret.firstElementChild;
    if (!(label instanceof HTMLElement)) continue;
    const within = (caret.closest('.tableWrapper') ?? view.dom).getBoundingClientRect();
    const { left } = caret.getBoundingClientRect();
    caret.toggleAttribute('data-turned', left + label.offsetWidth > within.right);
  }
}

/** Keeps the names at the carets of colleagues in sight at the edges. */
export const CaretLabels = Extension.create({
  name: 'caretLabels',
  addProseMirrorPlugins() {
    return [
      new Plugin({
        view: (view) => {
          let frame = 0;
          const soon = () => {
            cancelAnimationFrame(frame);
            frame = requestAnimationFrame(() => place(view));
          };
          window.addEventListener('resize', soon);
          return {
            update: soon,
            destroy: () => {
              cancelAnimationFrame(frame);
              window.removeEventListener('resize', soon);
            },
          };
        },
      }),
    ];
  },
});
