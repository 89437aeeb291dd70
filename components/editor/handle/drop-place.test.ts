import { Node as DocumentNode } from '@tiptap/pm/model';
import { EditorState } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { fromMarkdown } from '@/server/domains/knowledge/markdown/from-markdown.rules';
import { toMarkdown } from '@/server/domains/knowledge/markdown/to-markdown';
import { blockAt } from './block-range';
import { type Box, dropPlaceAt } from './drop-place';
import { moveRangeTo } from './move-range';

const LINE = 20;
const GAP = 10;

/** Each line is twenty high, ten lie between two blocks, and none between the items of a list. */
function layOut(doc: DocumentNode): { boxes: Map<number, Box>; middles: Map<string, Box> } {
  const boxes = new Map<number, Box>();
  const middles = new Map<string, Box>();
  let y = 0;
  const lay = (node: DocumentNode, at: number, left: number): Box => {
    const top = y;
    if (node.isTextblock || node.isAtom) y += LINE;
    else
      node.forEach((child, offset, index) => {
        if (index > 0 && !/List$|Item$/.test(node.type.name)) y += GAP;
        lay(child, at + 1 + offset, left + GAP);
      });
    const box = { top, bottom: y, left, right: 500 };
    boxes.set(at, box);
    if (node.isTextblock) middles.set(node.textContent, box);
    return box;
  };
  lay(doc, -1, 0);
  return { boxes, middles };
}

/** What becomes of a page when the block of some words is dropped at a height: that of other words, or beside them. */
function dropped(markdown: string, words: string, over: string, part: number): string | null {
  const doc = DocumentNode.fromJSON(documentSchema(), fromMarkdown(markdown));
  const { boxes, middles } = layOut(doc);
  let from = -1;
  doc.descendants((node, at, parent) => {
    if (from < 0 && node.isTextblock && node.textContent === words)
      from = /Item$/.test(parent?.type.name ?? '') ? at - 1 : at;
  });
  const range = blockAt(doc.resolve(from));
  const box = middles.get(over);
  if (!range || !box) throw new Error(`${words} or ${over} is not there`);
  const dragged = range.parent.children.slice(range.startIndex, range.endIndex);
  const place = dropPlaceAt(doc, (at) => boxes.get(at) ?? null, box.top + part * LINE, dragged);
  const tr = place && moveRangeTo(EditorState.create({ doc }), range, place.at);
  if (!tr) return null;
  tr.doc.check();
  expect(tr.selection.$head.parent.textContent).toBe(words);
  expect(tr.selection.$head.parentOffset).toBe(words.length);
  return toMarkdown(tr.doc.toJSON()).trim();
}

const UPPER = 0.2;
const LOWER = 0.8;
const GAP_ABOVE = -0.25;
const GAP_BELOW = 1.25;
const PAGE = 'one\n\ntwo\n\nthree';
const LIST = 'one\n\n- a\n- b\n  - c\n- d\n\n## two';
const QUOTE = '> a\n>\n> b\n\none\n\ntwo';

describe('where a dragged block goes', () => {
  test('ED-T60 above or below the block under the pointer, by its middle', () => {
    expect(dropped(PAGE, 'one', 'three', UPPER)).toBe('two\n\none\n\nthree');
    expect(dropped(PAGE, 'one', 'three', LOWER)).toBe('two\n\nthree\n\none');
    expect(dropped(PAGE, 'three', 'one', UPPER)).toBe('three\n\none\n\ntwo');
    expect(dropped(PAGE, 'one', 'three', 9)).toBe('two\n\nthree\n\none');
  });

  test('ED-T61 dropped where it stands nothing moves', () => {
    for (const part of [UPPER, LOWER]) expect(dropped(PAGE, 'two', 'two', part)).toBeNull();
    expect(dropped(PAGE, 'two', 'one', LOWER)).toBeNull();
    expect(dropped(PAGE, 'two', 'three', UPPER)).toBeNull();
    expect(dropped('- a\n\none', 'a', 'one', UPPER)).toBeNull();
  });

  test('ED-T62 a line dropped in a list becomes an item, and an item dropped outside is a list of its own', () => {
    expect(dropped(LIST, 'one', 'b', UPPER)).toBe('- a\n- one\n- b\n  - c\n- d\n\n## two');
    expect(dropped(LIST, 'one', 'b', LOWER)).toBe('- a\n- b\n  - one\n  - c\n- d\n\n## two');
    expect(dropped(LIST, 'a', 'one', UPPER)).toBe('- a\n\none\n\n- b\n  - c\n- d\n\n## two');
    expect(dropped(LIST, 'c', 'two', LOWER)).toBe('one\n\n- a\n- b\n- d\n\n## two\n\n- c');
  });

  test('ED-T63 an item moves with what is below it, between levels and kinds of list, and not into itself', () => {
    expect(dropped(LIST, 'b', 'a', UPPER)).toBe('one\n\n- b\n  - c\n- a\n- d\n\n## two');
    expect(dropped(LIST, 'd', 'c', UPPER)).toBe('one\n\n- a\n- b\n  - d\n  - c\n\n## two');
    expect(dropped(LIST, 'c', 'a', UPPER)).toBe('one\n\n- c\n- a\n- b\n- d\n\n## two');
    expect(dropped(LIST, 'b', 'c', LOWER)).toBeNull();
    expect(dropped('- a\n- b\n\none\n\n1. c', 'a', 'c', UPPER)).toBe('- b\n\none\n\n1. a\n2. c');
    expect(dropped('- a\n\none\n\n- [x] c', 'a', 'c', LOWER)).toBe('one\n\n- [x] c\n- [ ] a');
  });

  test('ED-T64 what cannot be an item goes to the end of the item above, or before the list', () => {
    expect(dropped(LIST, 'two', 'd', LOWER)).toBe('one\n\n- a\n\n- b\n\n  - c\n\n- d\n\n  ## two');
    expect(dropped(LIST, 'two', 'b', LOWER)).toBe('one\n\n- a\n\n- b\n\n  ## two\n\n  - c\n\n- d');
    expect(dropped(LIST, 'two', 'a', UPPER)).toBe('one\n\n## two\n\n- a\n- b\n  - c\n- d');
  });

  test('ED-T65 into a quote, a callout or a part that folds and out of it; between two blocks where both stand', () => {
    expect(dropped(QUOTE, 'two', 'b', UPPER)).toBe('> a\n>\n> two\n>\n> b\n\none');
    expect(dropped(QUOTE, 'two', 'b', GAP_BELOW)).toBe('> a\n>\n> b\n\ntwo\n\none');
    expect(dropped(QUOTE, 'b', 'one', LOWER)).toBe('> a\n\none\n\nb\n\ntwo');
    expect(dropped(QUOTE, 'two', 'a', GAP_ABOVE)).toBe('two\n\n> a\n>\n> b\n\none');
    expect(dropped('> a\n\none', 'a', 'one', LOWER)).toBe('one\n\na');
    expect(dropped('> [!TIP]\n> a\n\none', 'one', 'a', LOWER)).toBe('> [!TIP]\n> a\n>\n> one');
    const folded = '<details>\n<summary>More</summary>\n\na\n\n</details>\n\none';
    expect(dropped(folded, 'one', 'More', UPPER)).toMatch(/^one\n\n<details>/);
    expect(dropped(folded, 'one', 'More', LOWER)).toMatch(/<\/summary>\n\none\n\na\n/);
    expect(dropped(folded, 'a', 'one', LOWER)).toMatch(/<\/details>\n\none\n\na$/);
  });

  test('ED-T66 a table takes nothing into its cells', () => {
    const table = '| a | b |\n| - | - |\n| c | d |';
    expect(dropped(`one\n\n${table}`, 'one', 'd', LOWER)).toBe(`${table}\n\none`);
    expect(dropped(`${table}\n\none`, 'one', 'a', UPPER)).toBe(`one\n\n${table}`);
  });
});
