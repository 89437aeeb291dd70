import type { Editor } from '@tiptap/react';
import type { KeyboardEvent } from 'react';

const VIEW = '[data-node-view-wrapper]';
const TOOL = '[data-block-tool]';

function elementAt(editor: Editor): Element | null {
  const { node } = editor.view.domAtPos(editor.state.selection.from);
  return node instanceof Element ? node : node.parentElement;
}

/** Puts the focus on the first tool of the innermost block around the caret that has one. @returns whether one has */
export function focusBlockTool(editor: Editor): boolean {
  for (let view = elementAt(editor)?.closest(VIEW); view; view = view.parentElement?.closest(VIEW)) {
    const tools = [...view.querySelectorAll<HTMLElement>(TOOL)];
    const tool = tools.find((one) => one.closest(VIEW) === view);
    if (!tool) continue;
    tool.focus();
    return true;
  }
  return false;
}

/** From a tool of a block, Escape leads back to the text. */
export function backToText(editor: Editor) {
  return (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    editor.commands.focus();
  };
}
