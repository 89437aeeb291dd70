import { setBlockType, splitBlock, toggleMark } from '@tiptap/pm/commands';
import type { Node } from '@tiptap/pm/model';
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentSchema } from '@/server/domains/knowledge/document.schema';
import fc from '@/server/platform/testing/fast-check';
import { Writer } from './writer.testing';

const { nodes, marks } = documentSchema();
const HEADING = setBlockType(nodes.heading as never, { level: 2 });
const CODE = setBlockType(nodes.codeBlock as never);
const toggle = (mark: string) => toggleMark(marks[mark] as never);

const endOf = ({ state: { doc } }: Writer): number => (doc.firstChild?.nodeSize ?? 1) - 1;

/** Two at the end of the first of two paragraphs. */
function two(content: readonly object[], ids: readonly number[] = [1, 2]): [ana: Writer, noah: Writer] {
  const doc = new Y.Doc();
  const blocks = { type: 'doc', content: [content, [text('.')]].map((of) => ({ type: 'paragraph', content: of })) };
  prosemirrorJSONToYXmlFragment(documentSchema(), blocks, doc.getXmlFragment(DOCUMENT_FRAGMENT));
  const begun = Y.encodeStateAsUpdate(doc);
  const both = ids.map((id) => new Writer(begun, id)) as [Writer, Writer];
  for (const one of both) one.goTo(endOf(one));
  return both;
}

/** Types with a mark switched on, and switches it off again. */
function typeWith(writer: Writer, mark: string, words: string): void {
  writer.does(toggle(mark));
  writer.type(words);
  writer.does(toggle(mark));
}

/** Each run of letters of the same looks, as `words` or `words|mark,mark`. */
function runs(block: Node | null): string[] {
  const found: string[] = [];
  block?.forEach(({ text, marks: its }) => {
    found.push([text, ...(its.length > 0 ? [its.map(({ type }) => type.name).join()] : [])].join('|'));
  });
  return found;
}

const text = (words: string, ...names: string[]) => ({
  type: 'text',
  text: words,
  ...(names.length > 0 ? { marks: names.map((type) => ({ type })) } : {}),
});

test('CO-O80 words that were typed with a mark have it where a colleague has turned their block, and no others', () => {
  const [ana, noah] = two([text('one two three')]);
  noah.goTo(5);
  noah.type('plain ');
  typeWith(noah, 'bold', 'heavy');
  noah.type(' and ');
  typeWith(noah, 'italic', 'aslant');
  noah.type(' ');
  ana.does(HEADING);
  noah.hear(ana.said);
  expect(noah.state.doc.firstChild?.type.name).toBe('heading');
  expect(runs(noah.state.doc.firstChild)).toEqual(['one plain ', 'heavy|bold', ' and ', 'aslant|italic', ' two three']);
  ana.hear(noah.said);
  expect(ana.state.doc.toJSON()).toEqual(noah.state.doc.toJSON());
});

test('CO-O81 plain words behind words with a mark stay plain, and what stands by itself keeps its marks', () => {
  const [ana, noah] = two([text('one '), text('two', 'bold')]);
  noah.does(toggle('bold'));
  noah.type(' plain');
  ana.does(HEADING);
  noah.hear(ana.said);
  expect(runs(noah.state.doc.firstChild)).toEqual(['one ', 'two|bold', ' plain']);
  const [bea, cem] = two([text('one two three')]);
  typeWith(cem, 'bold', ' four');
  bea.does(({ tr }, dispatch) => {
    dispatch?.(tr.delete(0, endOf(bea) + 1));
    return true;
  });
  cem.hear(bea.said);
  expect(cem.state.doc.content.content.flatMap(runs)).toEqual([' four|bold', '.']);
});

test('CO-O82 in a block that has no marks the words come plain, and the block stays', () => {
  const [ana, noah] = two([text('one two three')]);
  typeWith(noah, 'bold', ' four');
  ana.does(CODE);
  noah.hear(ana.said);
  expect(noah.state.doc.firstChild?.type.name).toBe('codeBlock');
  expect(runs(noah.state.doc.firstChild)).toEqual(['one two three four']);
});

test('CO-O84 in several blocks as well, in whatever order those were written', () => {
  const [ana, noah] = two([text('one two three')]);
  ana.does(({ tr }, dispatch) => {
    dispatch?.(tr.insert(0, nodes.paragraph?.create(null, documentSchema().text('zero')) as never));
    return true;
  });
  noah.hear(ana.said.splice(0));
  noah.goTo(noah.state.doc.content.size - 1);
  typeWith(noah, 'bold', ' last');
  noah.goTo(endOf(noah));
  typeWith(noah, 'italic', 'first');
  ana.goTo(1, ana.state.doc.content.size - 1);
  ana.does(HEADING);
  noah.hear(ana.said);
  expect(noah.state.doc.content.content.map(runs)).toEqual([
    ['zero', 'first|italic'],
    ['one two three'],
    ['.', ' last|bold'],
  ]);
});

test('CO-O83 whatever is typed with whatever marks, it looks the same in the block that a colleague has turned', () => {
  const NAMES = ['bold', 'italic', 'code', 'superscript', 'subscript', 'strike'].filter((name) => marks[name]);
  const typed = fc.array(fc.tuple(fc.constantFrom(...NAMES, ''), fc.constantFrom('x', 'xyz', 'x y', '新')), {
    maxLength: 6,
  });
  const line = fc.array(fc.tuple(fc.constantFrom('a', 'one ', 'two '), fc.constantFrom(...NAMES, '')), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(line, typed, fc.nat(), fc.constantFrom([1, 2], [2, 1]), (pieces, words, at, ids) => {
      const content = pieces.map(([some, mark]) => text(some, ...(mark === '' ? [] : [mark])));
      const [ana, noah] = two(content, ids);
      noah.goTo(1 + (at % endOf(noah)));
      for (const [mark, some] of words) mark === '' ? noah.type(some) : typeWith(noah, mark, some);
      const before = runs(noah.state.doc.firstChild);
      ana.does(HEADING);
      noah.hear(ana.said);
      expect(noah.state.doc.firstChild?.type.name).toBe('heading');
      expect(runs(noah.state.doc.firstChild)).toEqual(before);
    }),
    { numRuns: 100 },
  );
});

test('CO-O85 what one types in the second half of a line comes along when a colleague splits it', () => {
  const [ana, noah] = two([text('one two three')]);
  typeWith(noah, 'bold', ' four');
  noah.goTo(8);
  noah.type(' and a half');
  ana.goTo(5);
  ana.does(splitBlock);
  noah.hear(ana.said);
  const lines = ['one ', 'two and a half three four', '.'];
  expect(noah.state.doc.content.content.map(({ textContent }) => textContent)).toEqual(lines);
  expect(runs(noah.state.doc.child(1))).toEqual(['two and a half three', ' four|bold']);
  ana.hear(noah.said);
  expect(ana.state.doc.toJSON()).toEqual(noah.state.doc.toJSON());
});
