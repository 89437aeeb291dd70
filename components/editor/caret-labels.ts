import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { CaretMoves } from './caret-moves';
import classes from './carets.module.css';

/**
 * Shows the name at a caret while its owner moves or writes: carets are drawn anew for what others do as well, so that how
 * long they have been in the page says nothing. They are not drawn anew for another colour of their owner, which is set here.
 * @returns for how long the name is still shown, in ms; 0 when it is not
 */
export function showName(caret: HTMLElement, moves: CaretMoves): number {
  const [personId, now] = [caret.dataset.person ?? '', Date.now()];
  const left = moves.namedFor(personId, now);
  const color = moves.colorOf(personId, now);
  if (color) caret.style.setProperty('--caret-color', color);
  caret.toggleAttribute('data-resting', left === 0);
  return left;
}

/** Turns a name that would stand out over the end of the text, or of the table it stands in. */
function turn(caret: HTMLElement, view: EditorView): void {
  const label = caret.firstElementChild;
  if (!(label instanceof HTMLElement)) return;
  const within = (caret.closest('.tableWrapper') ?? view.dom).getBoundingClientRect();
  const { left } = caret.getBoundingClientRect();
  caret.toggleAttribute('data-turned', left + label.offsetWidth > within.right);
}

/** Keeps the names at the carets of colleagues in sight at the edges, and shows them while they move or write. */
export const CaretLabels = Extension.create<{ moves: CaretMoves }>({
  name: 'caretLabels',
  addProseMirrorPlugins() {
    const { moves } = this.options;
    return [
      new Plugin({
        view: (view) => {
          let frame = 0;
          let timer: ReturnType<typeof setTimeout> | undefined;
          const look = () => {
            const carets = [...view.dom.querySelectorAll<HTMLElement>(`.${classes.caret}`)];
            for (const caret of carets) turn(caret, view);
            const shown = carets.map((caret) => showName(caret, moves)).filter((left) => left > 0);
            clearTimeout(timer);
            if (shown.length > 0) timer = setTimeout(look, Math.min(...shown));
          };
          const soon = () => {
            cancelAnimationFrame(frame);
            frame = requestAnimationFrame(look);
          };
          window.addEventListener('resize', soon);
          return {
            update: soon,
            destroy: () => {
              cancelAnimationFrame(frame);
              clearTimeout(timer);
              window.removeEventListener('resize', soon);
            },
          };
        },
      }),
    ];
  },
});
