import { InputRule } from '@tiptap/core';
import { NodeSelection, Selection } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { FORMULA_CHARACTERS_MAX } from '@/server/domains/knowledge/document-formula.schema';
import { leaveRoomAfter } from '../writing-room';
import { placeBeside } from './insert-figure';

export const FORMULA_FIELD = 'data-formula-field';

/** `$x^2$` as it is typed, with nothing blank inside its dollars and no word before them. */
const TYPED = /(?:^|[^\p{L}\p{N}$\\])\$([^\s$](?:[^$]*[^\s$\\])?)\$$/u;
const PRICE = /^\d[\d.,]*\W*$/;

/** The formula that is chosen, and nothing else with it. */
export function formulaAt(editor: Editor): { at: number; isBlock: boolean; latex: string } | null {
  const { selection } = editor.state;
  if (!(selection instanceof NodeSelection)) return null;
  const { type, attrs } = selection.node;
  if (type.name !== 'inlineMath' && type.name !== 'blockMath') return null;
  return { at: selection.from, isBlock: type.name === 'blockMath', latex: String(attrs.latex) };
}

/** Sets the source of the chosen formula. It stays chosen. */
export function setLatex(editor: Editor, latex: string): void {
  const formula = formulaAt(editor);
  if (formula) editor.view.dispatch(editor.state.tr.setNodeAttribute(formula.at, 'latex', latex));
}

/** Back to the text behind the formula; one without a source goes. */
export function leaveFormula(editor: Editor): void {
  const formula = formulaAt(editor);
  if (!formula) return;
  const { tr } = editor.state;
  const end = formula.at + 1;
  if (formula.latex.trim() === '') tr.delete(formula.at, end);
  else {
    if (formula.isBlock && !Selection.findFrom(tr.doc.resolve(end), 1, true)) leaveRoomAfter(editor);
    const next = editor.state.tr;
    next.setSelection(Selection.near(next.doc.resolve(end), 1));
    editor.view.dispatch(next.scrollIntoView());
    editor.commands.focus();
    return;
  }
  editor.view.dispatch(tr);
  editor.commands.focus();
}

/** Removes the chosen formula. */
export function removeFormula(editor: Editor): void {
  editor.chain().focus().deleteSelection().run();
}

/** Puts an empty formula where the selection is, and chooses it, so that its form opens. */
export function insertFormula(editor: Editor, name: 'inlineMath' | 'blockMath'): void {
  const { state, view } = editor;
  const type = state.schema.nodes[name];
  if (!type) return;
  const node = type.create({ latex: '' });
  const at = name === 'blockMath' ? placeBeside(state.selection.$to, type) : state.selection.to;
  const tr = state.tr.insert(at, node);
  view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, at)).scrollIntoView());
}

/** Puts the focus into the form of the chosen formula. @returns whether one is chosen */
export function focusFormula(editor: Editor): boolean {
  if (!formulaAt(editor)) return false;
  const field = document.querySelector<HTMLTextAreaElement>(`[${FORMULA_FIELD}]`);
  field?.focus();
  return field !== null;
}

/** `$$` alone in a line, and Enter: a formula by itself. */
export function formulaOfLine(editor: Editor): boolean {
  const { state, view } = editor;
  const { $from, empty } = state.selection;
  const type = state.schema.nodes.blockMath;
  if (!type || !empty || $from.parent.type.name !== 'paragraph' || $from.parent.textContent !== '$$') return false;
  const index = $from.index($from.depth - 1);
  if (!$from.node($from.depth - 1).canReplaceWith(index, index + 1, type)) return false;
  const tr = state.tr.replaceWith($from.before(), $from.after(), type.create({ latex: '' }));
  view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, $from.before())));
  leaveRoomAfter(editor);
  return true;
}

/** KN-M23: what is typed between dollars becomes a formula; a price does not. */
export const inlineFormulaRule = new InputRule({
  find: (text) => {
    const found = TYPED.exec(text);
    const latex = found?.[1] ?? '';
    if (found === null || latex.length > FORMULA_CHARACTERS_MAX || PRICE.test(latex)) return null;
    const whole = `$${latex}$`;
    return { index: text.length - whole.length, text: whole, data: { latex } };
  },
  handler: ({ state, range, match }) => {
    const type = state.schema.nodes.inlineMath;
    const latex: unknown = match.data?.latex;
    if (!type || typeof latex !== 'string') return null;
    state.tr.replaceWith(range.from, range.to, type.create({ latex }));
    return undefined;
  },
});
