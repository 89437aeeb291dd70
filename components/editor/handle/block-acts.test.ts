import { Node as DocumentNode } from '@tiptap/pm/model';
import { EditorState, NodeSelection, TextSelection } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { fromMarkdown } from '@/server/domains/knowledge/markdown/from-markdown.rules';
import { toMarkdown } from '@/server/domains/knowledge/markdown/to-markdown';
import { deleteBlocks, duplicateBlocks, moveBlocks } from './block-acts';
import { blockAt, pointedBlock, selectedBlocks } from './block-range';

/** A document with the selection from the first of the words to the end of the last. */
function stateOf(markdown: string, from: string, to = from): EditorState {
  const doc = DocumentNode.fromJSON(documentSchema(), fromMarkdown(markdown));
  const place = (words: string, after: boolean): number => {
    let found = -1;
    doc.descendants((node, pos) => {
      const at = node.isText ? (node.text ?? '').indexOf(words) : -1;
      if (found < 0 && at >= 0) found = pos + at + (after ? words.length : 0);
    });
    if (found < 0) throw new Error(`${words} is not there`);
    return found;
  };
  const selection = TextSelection.create(doc, place(from, false), place(to, true));
  return EditorState.create({ doc, selection });
}

const written = (doc: DocumentNode): string => toMarkdown(doc.toJSON()).trim();

function moved(state: EditorState, step: -1 | 1): { text: string; selected: string } | null {
  const range = selectedBlocks(state);
  const tr = range && moveBlocks(state, range, step);
  if (!tr) return null;
  tr.doc.check();
  return { text: written(tr.doc), selected: tr.doc.textBetween(tr.selection.from, tr.selection.to, ' ') };
}

const PAGE = 'one\n\ntwo\n\nthree';
const LIST = '- a\n- b\n  - c\n  - d\n- e';
const QUOTE = 'before\n\n> one\n>\n> two\n\nafter';

describe('the blocks that are meant', () => {
  test('ED-T30 a block moves past its neighbour, and the selection with it', () => {
    expect(moved(stateOf(PAGE, 'two'), -1)).toEqual({ text: 'two\n\none\n\nthree', selected: 'two' });
    expect(moved(stateOf(PAGE, 'two'), 1)).toEqual({ text: 'one\n\nthree\n\ntwo', selected: 'two' });
    expect(moved(stateOf(PAGE, 'one', 'two'), 1)).toEqual({ text: 'three\n\none\n\ntwo', selected: 'one two' });
  });

  test('ED-T31 at the edge of the page nothing moves', () => {
    expect(moved(stateOf(PAGE, 'one'), -1)).toBeNull();
    expect(moved(stateOf(PAGE, 'three'), 1)).toBeNull();
  });

  test('ED-T32 an item of a list moves in its list, with what is below it', () => {
    expect(moved(stateOf(LIST, 'b'), -1)?.text).toBe('- b\n  - c\n  - d\n- a\n- e');
    expect(moved(stateOf(LIST, 'd'), -1)?.text).toBe('- a\n- b\n  - d\n  - c\n- e');
    expect(moved(stateOf(LIST, 'c'), -1)).toBeNull();
  });

  test('ED-T33 at the edge of a quote a block leaves it; the last one stays', () => {
    expect(moved(stateOf(QUOTE, 'two'), 1)).toEqual({
      text: 'before\n\n> one\n\ntwo\n\nafter',
      selected: 'two',
    });
    expect(moved(stateOf(QUOTE, 'one'), -1)?.text).toBe('before\n\none\n\n> two\n\nafter');
    expect(moved(stateOf('> one\n\nafter', 'one'), 1)).toBeNull();
  });

  test('ED-T34 a table moves as a whole, wherever in it the caret is', () => {
    const state = stateOf('| a | b |\n|---|---|\n| c | d |\n\nafter', 'd');
    expect(moved(state, 1)?.text).toBe('after\n\n| a | b |\n| - | - |\n| c | d |');
    const list = '<table><tr><td><ul><li>one</li><li>two</li></ul></td></tr></table>\n\nafter';
    expect(moved(stateOf(list, 'two'), -1)).toBeNull();
  });

  test('ED-T35 the line of a folding part that stays visible stands for the whole', () => {
    const folded = '<details>\n<summary>More</summary>\n\ninside\n\n</details>\n\nafter';
    expect(moved(stateOf(folded, 'More'), 1)?.text.startsWith('after')).toBe(true);
    expect(moved(stateOf(folded, 'inside'), -1)).toBeNull();
  });

  test('ED-T36 a copy comes after its block and takes no name of a heading along', () => {
    const state = stateOf('## One <a id="first"></a>\n\ntwo', 'One');
    const range = selectedBlocks(state);
    const { doc } = range ? duplicateBlocks(state, range) : state;
    expect([0, 1].map((at) => [doc.child(at).textContent.trim(), doc.child(at).attrs.anchor])).toEqual([
      ['One', 'first'],
      ['One', null],
    ]);
  });

  test('ED-T37 what held nothing else goes with what is deleted', () => {
    const remove = (state: EditorState) => {
      const range = selectedBlocks(state);
      const doc = range ? deleteBlocks(state, range).doc : state.doc;
      doc.check();
      return written(doc);
    };
    expect(remove(stateOf('one\n\n- a\n\ntwo', 'a'))).toBe('one\n\ntwo');
    expect(remove(stateOf(LIST, 'b'))).toBe('- a\n- e');
    expect(remove(stateOf('only', 'only'))).toBe('');
  });

  test('ED-T38 a pointer means the item of a list, or a block below the first of a quote, otherwise what stands in the page', () => {
    const meant = (state: EditorState) => {
      const at = pointedBlock(state.selection.$from);
      return at === null ? null : state.doc.nodeAt(at)?.type.name;
    };
    expect(meant(stateOf(LIST, 'd'))).toBe('listItem');
    expect(meant(stateOf(QUOTE, 'one'))).toBe('blockquote');
    expect(meant(stateOf(QUOTE, 'two'))).toBe('paragraph');
    expect(meant(stateOf('> one\n>\n> | a |\n> |---|\n> | b |', 'b'))).toBe('table');
    expect(meant(stateOf('| a | b |\n|---|---|\n| c | d |', 'd'))).toBe('table');
    const state = stateOf(PAGE, 'two');
    const at = pointedBlock(state.selection.$from) ?? 0;
    const chosen = state.apply(state.tr.setSelection(NodeSelection.create(state.doc, at)));
    expect(selectedBlocks(chosen)?.start).toBe(blockAt(state.doc.resolve(at))?.start);
  });
});
