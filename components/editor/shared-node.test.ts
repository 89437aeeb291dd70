import { NodeSelection, TextSelection } from '@tiptap/pm/state';
import { beforeEach, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { DOCUMENT_FRAGMENT } from '@/server/domains/knowledge/document.schema';
import { isTakenOut, sharedNodeAt } from './shared-node';
import { begin, line, syncBegun, Writer } from './writer.testing';

const formula = (latex: string) => ({ type: 'inlineMath', attrs: { latex } });
const block = (latex: string) => ({ type: 'blockMath', attrs: { latex } });
const figure = (src: string) => ({ type: 'figure', attrs: { src }, content: [{ type: 'figureCaption' }] });
const words = (text: string, ...marks: object[]) => ({ type: 'text', text, marks });
const BLOCKS = [
  line('One'),
  block('a'),
  block('a'),
  {
    type: 'paragraph',
    content: [words('x '), words('bold', { type: 'bold' }), formula('b'), formula('b'), words(' and '), formula('b')],
  },
  { type: 'bulletList', content: [{ type: 'listItem', content: [line('in a list'), block('a')] }] },
  figure('/files/a.png'),
  figure('/files/a.png'),
];
const CHOSEN = new Set(['inlineMath', 'blockMath', 'figure']);

let both: [ana: Writer, noah: Writer];
beforeEach(async () => {
  const begun = begin(BLOCKS);
  both = [new Writer(begun, 1), new Writer(begun, 2)];
  await syncBegun();
});

/** Where the formulas and images of a document begin. */
function thingsOf({ state }: Writer): number[] {
  const places: number[] = [];
  state.doc.descendants(({ type }, at) => void (CHOSEN.has(type.name) && places.push(at)));
  return places;
}

function choose(writer: Writer, at: number): void {
  writer.does(({ tr }, dispatch) => {
    dispatch?.(tr.setSelection(NodeSelection.create(tr.doc, at)));
    return true;
  });
}

function takeAway(writer: Writer, at: number): void {
  writer.does(({ tr }, dispatch) => {
    dispatch?.(tr.delete(at, at + (tr.doc.nodeAt(at)?.nodeSize ?? 0)));
    return true;
  });
}

test('ED-T206 each node of a text is told from all others like it, as it is shared', () => {
  const [ana] = both;
  const shared = ana.doc.getXmlFragment(DOCUMENT_FRAGMENT);
  const nodes = thingsOf(ana).map((at) => sharedNodeAt(shared, ana.state.doc, at) as Y.XmlElement);
  expect(nodes.map(({ nodeName }) => nodeName)).toEqual(thingsOf(ana).map((at) => ana.state.doc.nodeAt(at)?.type.name));
  expect(new Set(nodes).size).toBe(8);
  expect(nodes.some(isTakenOut)).toBe(false);
});

test.each([0, 1, 2, 3, 4, 5, 6])(
  'ED-T207 where a colleague takes away what is chosen, the next is not: %d',
  (index) => {
    const [ana, noah] = both;
    const at = thingsOf(ana)[index] ?? 0;
    choose(ana, at);
    noah.goTo(1);
    noah.type('In front. ');
    const now = at + 'In front. '.length;
    takeAway(noah, now);
    ana.hear(noah.said);
    expect(thingsOf(ana)).toHaveLength(7);
    const { selection } = ana.state;
    expect(selection).toBeInstanceOf(TextSelection);
    expect(selection.empty).toBe(true);
    expect(selection.from).toBeGreaterThanOrEqual(now);
  },
);

test('ED-T207 what is chosen stays chosen where a colleague takes its twin away', () => {
  const [ana, noah] = both;
  const [twin = 0, own = 0] = thingsOf(ana);
  choose(ana, own);
  takeAway(noah, twin);
  noah.goTo(1);
  noah.type('!');
  ana.hear(noah.said);
  expect(ana.state.selection).toBeInstanceOf(NodeSelection);
  expect(ana.state.selection.from).toBe(own);
});
