import { type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';

/** One step to the right, where the code does not show another. */
const STEP = '  ';
const STEP_SPACES_MAX = 8;
const INDENTATION = /^[ \t]*/;
/** Two empty lines at the end, whatever they are indented by. */
const EMPTY_END = /\n[ \t]*\n[ \t]*$/;

type Line = { at: number; text: string };

const indentationOf = (line: string): string => INDENTATION.exec(line)?.[0] ?? '';

/** @returns null where the selection is not within one block of code */
function codeAt({ selection: { $from, $to } }: EditorState): { text: string; start: number } | null {
  const { parent } = $from;
  return parent.type.spec.code === true && $from.sameParent($to)
    ? { text: parent.textContent, start: $from.start() }
    : null;
}

/** What one step is in this code: a tab where it is indented by tabs, otherwise as many spaces as its least indented line. */
function stepOf(code: string): string {
  const indentations = code
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(indentationOf);
  if (indentations.some((one) => one.startsWith('\t'))) return '\t';
  const spaces = indentations.map(({ length }) => length).filter((length) => length > 1);
  const least = Math.min(...spaces);
  return least <= STEP_SPACES_MAX ? ' '.repeat(least) : STEP;
}

/** The lines that a selection touches. One that ends before the first letter of a line does not touch it. */
function linesOf({ selection: { from, to } }: EditorState, code: { text: string; start: number }): Line[] {
  let at = code.start;
  return code.text.split('\n').flatMap((text) => {
    const line = { at, text };
    at += text.length + 1;
    return from <= line.at + text.length && (to > line.at || from >= line.at) ? [line] : [];
  });
}

/** A new line of code begins where the one before it does; after two empty lines at the end it goes on below the code. */
export function breakCode(state: EditorState): Transaction | 'leave' | null {
  const code = codeAt(state);
  if (!code) return null;
  const { from, to, empty } = state.selection;
  const before = code.text.slice(0, from - code.start);
  if (empty && before === code.text && EMPTY_END.test(before)) return 'leave';
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return state.tr.insertText(`\n${indentationOf(line)}`, from, to).scrollIntoView();
}

/** Takes the two empty lines away with which one leaves the code. */
export function withoutEmptyEnd(state: EditorState): Transaction {
  const { $from } = state.selection;
  const empty = EMPTY_END.exec($from.parent.textContent)?.[0] ?? '';
  return state.tr.delete($from.end() - empty.length, $from.end());
}

/** Moves the line of the caret, or those that are selected, a step to the right or to the left. */
export function shiftCode(state: EditorState, way: 1 | -1): Transaction | null {
  const code = codeAt(state);
  if (!code) return null;
  const step = stepOf(code.text);
  const { tr } = state;
  const lines = linesOf(state, code);
  for (const { at, text } of lines.reverse()) {
    if (way === 1 && (text.trim() !== '' || lines.length === 1)) tr.insertText(step, at);
    const own = indentationOf(text);
    const taken = own.startsWith('\t') ? 1 : Math.min(own.length, step.length);
    if (way === -1 && taken > 0) tr.delete(at, at + taken);
  }
  const { anchor, head } = state.selection;
  const place = (at: number) => tr.mapping.map(at, 1);
  return tr.setSelection(TextSelection.create(tr.doc, place(anchor), place(head)));
}
