import { EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { describe, expect, test } from 'vitest';
import { diagramFault } from '@/components/knowledge/document-view/draw-diagram';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { fromMarkdown } from '@/server/domains/knowledge/markdown/from-markdown.rules';
import { selectCode } from './code-keys';
import { breakCode, shiftCode } from './code-lines';
import { inlineFormulaRule } from './formula-acts';
import { placeBeside } from './insert-figure';
import { diagramFaultWords } from './labels';
import { tickTasks } from './task-keys';

const found = (typed: string): unknown => {
  const { find } = inlineFormulaRule;
  return typeof find === 'function' ? (find(typed)?.data?.latex ?? null) : null;
};

describe('formulas as they are typed', () => {
  test.each([
    ['$x^2$', 'x^2'],
    ['so ($a + b$', 'a + b'],
    ['$2x$', '2x'],
  ])('KN-M23 %s becomes one', (typed, latex) => {
    expect(found(typed)).toBe(latex);
  });

  test.each(['$5 and $', 'US$5$', '$5/$', '$ x$', 'a$b$', '$$', '$$x$', '\\$x$'])('KN-M23 %s stays text', (typed) => {
    expect(found(typed)).toBeNull();
  });
});

describe('where a figure goes', () => {
  function placed(markdown: string, words: string): string {
    const doc = documentSchema().nodeFromJSON(fromMarkdown(markdown));
    let at = 1;
    doc.descendants((node, pos) => {
      if (node.isText && node.text?.includes(words)) at = pos + 1;
    });
    const state = EditorState.create({ doc, selection: TextSelection.create(doc, at) });
    const type = documentSchema().nodes.figure;
    if (!type) throw new Error('no figure');
    const next = state.apply(
      state.tr.insert(placeBeside(state.selection.$to, type), type.createAndFill({ src: '/files/a.png' }) ?? []),
    );
    next.doc.check();
    return next.doc.toString();
  }

  test.each([
    ['one\n\ntwo', 'one', 'doc(paragraph("one"), figure(figureCaption), paragraph("two"))'],
    ['', '', 'doc(figure(figureCaption), paragraph)'],
    ['- one', 'one', 'doc(bulletList(listItem(paragraph("one"), figure(figureCaption))))'],
    ['```\nx = 1\n```', 'x', 'doc(codeBlock("x = 1"), figure(figureCaption))'],
    ['> [!NOTE]\n> one', 'one', 'doc(callout(paragraph("one"), figure(figureCaption)))'],
  ])('KN-M25 beside %j', (markdown, words, result) => {
    expect(placed(markdown, words)).toBe(result);
  });
});

describe('diagrams', () => {
  test.each([
    ['No diagram type detected matching given configuration for text: x', 'Begin with what it is'],
    ['Parse error on line 3:\n...A--\nExpecting', 'Line 3 is not understood.'],
    ['Parse error on line 9:\n', 'Line 3 is not understood.'],
    ['anything else', 'cannot be drawn yet'],
  ])('KN-M26 %j is said in words', (message, words) => {
    expect(diagramFaultWords(diagramFault(new Error(message), 'a\nb\nc'))).toContain(words);
  });
});

describe('everything, asked for in code', () => {
  const doc = documentSchema().nodeFromJSON(fromMarkdown('before\n\n```ts\none\ntwo\n```\n\nafter'));
  let codeAt = 0;
  doc.descendants((node, pos) => {
    if (node.type.name === 'codeBlock') codeAt = pos + 1;
  });

  function asked(from: number, to = from): { did: boolean; words: string } {
    let state = EditorState.create({ doc, selection: TextSelection.create(doc, from, to) });
    const view = { dispatch: (tr: Transaction) => (state = state.apply(tr)) } as unknown as EditorView;
    const did = selectCode({ state, view });
    return { did, words: state.doc.textBetween(state.selection.from, state.selection.to) };
  }

  test('ED-T41 is the code at first, and the page once that is selected', () => {
    expect(asked(codeAt + 2)).toEqual({ did: true, words: 'one\ntwo' });
    expect(asked(codeAt, codeAt + 3)).toEqual({ did: true, words: 'one\ntwo' });
    expect(asked(codeAt, codeAt + 'one\ntwo'.length).did).toBe(false);
  });

  test('ED-T41 is the page wherever there is no code, or more than code', () => {
    expect(asked(2).did).toBe(false);
    expect(asked(2, codeAt + 2).did).toBe(false);
  });
});

describe('lines of code', () => {
  /** Code with `|` where the caret is, or at both ends of what is selected; and so again after a change. */
  function changed(marked: string, change: (state: EditorState) => Transaction | 'leave' | null): string | null {
    const [before = '', selected, after] = marked.split('|');
    const code = before + (after === undefined ? '' : selected) + (after ?? selected);
    const doc = documentSchema().nodeFromJSON({
      type: 'doc',
      content: [{ type: 'codeBlock', content: [{ type: 'text', text: code }] }],
    });
    const from = 1 + before.length;
    const to = after === undefined ? from : from + (selected?.length ?? 0);
    const state = EditorState.create({ doc, selection: TextSelection.create(doc, from, to) });
    const tr = change(state);
    if (tr === null || tr === 'leave') return tr;
    const [text, places] = [tr.doc.textContent, new Set([tr.selection.from - 1, tr.selection.to - 1])];
    return [...`${text} `]
      .map((sign, at) => (places.has(at) ? `|${sign}` : sign))
      .join('')
      .slice(0, -1);
  }

  test.each([
    ['if a:\n    b|', 'if a:\n    b\n    |'],
    ['  one| two', '  one\n  | two'],
    ['\t|x', '\t\n\t|x'],
    ['| x', '\n| x'],
    ['  a|b\n c|d', '  a\n  |d'],
    ['a\n|\n', 'a\n\n|\n'],
    ['  a\n  \n  |', 'leave'],
  ])('ED-T123 Enter keeps the indentation, and after two empty lines leaves: %j', (before, after) => {
    expect(changed(before, breakCode)).toBe(after);
  });

  test.each([
    ['a|b', 1, '  a|b'],
    ['a|b', -1, 'a|b'],
    ['    a|', -1, 'a|'],
    ['a\n  b\n   c|', -1, 'a\n  b\n c|'],
    ['\ta\n\t\tb|', -1, '\ta\n\tb|'],
    ['a|b\nc|d', 1, '  a|b\n  c|d'],
    ['  a|b\n  c\n|d', -1, 'a|b\nc\n|d'],
    ['def f():\n    |x\n\n    y|', 1, 'def f():\n        |x\n\n        y|'],
  ] as const)('ED-T124 Tab moves whole lines by a step of this code: %j, %i', (before, way, after) => {
    expect(changed(before, (state) => shiftCode(state, way))).toBe(after);
  });

  test('ED-T124 elsewhere neither is of the code', () => {
    const doc = documentSchema().nodeFromJSON(fromMarkdown('one'));
    const state = EditorState.create({ doc, selection: TextSelection.create(doc, 2) });
    expect([breakCode(state), shiftCode(state, 1)]).toEqual([null, null]);
  });
});

describe('tasks', () => {
  const TASKS = '- [ ] one\n- [x] two\n  - [ ] three\n\nfour';

  /** Which tasks are ticked after the key, with all selected from one word to another. */
  function ticked(from: string, to: string): boolean[] | null {
    const doc = documentSchema().nodeFromJSON(fromMarkdown(TASKS));
    const places: Record<string, number> = {};
    doc.descendants((node, at) => {
      if (node.isText) places[node.text ?? ''] = at + 1;
    });
    const selection = TextSelection.create(doc, places[from] ?? 0, places[to] ?? 0);
    const tr = tickTasks(EditorState.create({ doc, selection }));
    const now: boolean[] = [];
    tr?.doc.descendants((node) => void (node.type.name === 'taskItem' && now.push(node.attrs.checked)));
    return tr && now;
  }

  test.each<[string, string, boolean[] | null]>([
    ['one', 'one', [true, true, false]],
    ['two', 'two', [false, false, false]],
    ['three', 'three', [false, true, true]],
    ['one', 'three', [true, true, true]],
    ['four', 'four', null],
  ])('ED-T125 the key ticks the task of the line, or of every line that is selected: %s to %s', (from, to, now) => {
    expect(ticked(from, to)).toEqual(now);
  });
});
