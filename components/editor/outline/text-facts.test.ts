import type { JSONContent } from '@tiptap/core';
import { Node as DocumentNode } from '@tiptap/pm/model';
import { CellSelection } from '@tiptap/pm/tables';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { extract } from '@/server/domains/knowledge/markdown/extract';
import { readingMinutes } from '@/server/domains/knowledge/outline.rules';
import { addressOfHeading } from './heading-address';
import { factsOf, rangesOf } from './text-facts';

const paragraph = (text: string): JSONContent => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const heading = (level: number, text: string): JSONContent => ({
  type: 'heading',
  attrs: { level },
  content: [{ type: 'text', text }],
});
const item = (...content: JSONContent[]): JSONContent => ({ type: 'listItem', content });
const built = (...content: JSONContent[]): DocumentNode => {
  const doc = DocumentNode.fromJSON(documentSchema(), { type: 'doc', content });
  doc.check();
  return doc;
};

const SAMPLE = [
  heading(2, 'Before you start'),
  paragraph('The store moves on Saturday.'),
  { type: 'bulletList', content: [item(paragraph('One thing')), item(paragraph('and another one'))] },
  { type: 'callout', attrs: { kind: 'tip' }, content: [heading(3, 'In a callout'), paragraph('Three more words')] },
  heading(2, 'Before you start'),
];
const NOWHERE = [{ from: 0, to: 0 }];

describe('the outline and the count', () => {
  test('ED-T20 headings come with where they stand, those inside other blocks too', () => {
    const doc = built(...SAMPLE);
    const { headings } = factsOf(doc, NOWHERE);
    expect(headings.map(({ level, text }) => [level, text])).toEqual([
      [2, 'Before you start'],
      [3, 'In a callout'],
      [2, 'Before you start'],
    ]);
    for (const { pos, text } of headings) expect(doc.nodeAt(pos)?.textContent).toBe(text);
  });

  test('ED-T21 words are counted as the reading page counts them', () => {
    const doc = built(...SAMPLE);
    const { words, characters } = factsOf(doc, NOWHERE);
    expect(words).toBe(22);
    expect(characters).toBe(doc.textContent.length);
    expect(readingMinutes(words)).toBe(extract(doc.toJSON()).estimatedReadTime);
    expect(readingMinutes(factsOf(built({ type: 'paragraph' }), NOWHERE).words)).toBe(0);
  });

  test('ED-T67 an address is one word, a mention as many as its name has', () => {
    const see = paragraph('See https://kenning.example/library/oars-1?tab=2#top, www.example.com and ana@example.com.');
    expect(factsOf(built(see), NOWHERE).words).toBe(5);
    expect(factsOf(built(paragraph('and/or 3.14 ann@ @bob a@b@c.d')), NOWHERE).words).toBe(10);
    const named = built({
      type: 'heading',
      attrs: { level: 2 },
      content: [
        { type: 'text', text: 'Ask ' },
        { type: 'personMention', attrs: { id: 'ana1' } },
        { type: 'text', text: ' now' },
      ],
    });
    const words = (name: string, version: number) => ({ of: () => name, version });
    expect(factsOf(named, NOWHERE)).toMatchObject({ words: 2, headings: [{ text: 'Ask  now' }] });
    expect(factsOf(named, [{ from: 1, to: 7 }], words('Ana Lima', 1))).toMatchObject({
      words: 4,
      characters: 'Ask Ana Lima now'.length,
      headings: [{ text: 'Ask Ana Lima now' }],
      selected: { words: 3 },
    });
    expect(factsOf(named, NOWHERE, words('Ana Maria Lima', 2)).words).toBe(5);
  });

  test('ED-T22 of a selection the words in it are counted, whole blocks and parts of them', () => {
    const doc = built(...SAMPLE);
    const start = doc.child(0).nodeSize;
    expect(factsOf(doc, [{ from: start + 5, to: start + 10 }]).selected).toEqual({ words: 1, characters: 5 });
    const { words, characters, selected } = factsOf(doc, [{ from: 0, to: doc.content.size }]);
    expect(selected).toEqual({ words, characters });
    expect(factsOf(doc, [{ from: 1, to: start + 5 }]).selected?.words).toBe(4);
  });

  test('ED-T272 of chosen cells those are counted that are chosen, and no others', () => {
    const cell = (text: string): JSONContent => ({ type: 'tableCell', content: [paragraph(text)] });
    const row = (...texts: string[]): JSONContent => ({ type: 'tableRow', content: texts.map(cell) });
    const table = { type: 'table', content: [row('c1', 'not this one', 'c3'), row('d1', 'nor this', 'd3')] };
    const doc = built(paragraph('Before.'), table, paragraph('After.'));
    const cells: number[] = [];
    doc.descendants(
      (node, pos) => void (/^[cd]\d$/.test(node.textContent) && node.isBlock && !node.isTextblock && cells.push(pos)),
    );
    const column = CellSelection.create(doc, cells[0] ?? 0, cells[2]);
    expect(factsOf(doc, rangesOf(column)).selected).toEqual({ words: 2, characters: 4 });
    expect(factsOf(doc, rangesOf(CellSelection.create(doc, cells[0] ?? 0, cells[3]))).selected?.words).toBe(9);
  });

  test('ED-T23 a key in a long text costs the count of one block', () => {
    const blocks = Array.from({ length: 20_000 }, (_, at) => paragraph(`Line ${at} of a text that goes on and on.`));
    const before = built(heading(1, 'Long'), ...blocks);
    factsOf(before, NOWHERE);
    const read: DocumentNode[] = [];
    const watched = DocumentNode.prototype.textBetween;
    DocumentNode.prototype.textBetween = function (...given) {
      read.push(this);
      return watched.apply(this, given);
    };
    try {
      const typed = documentSchema().nodes.paragraph?.create(null, documentSchema().text('Typed'));
      if (typed) factsOf(before.replace(0, 0, before.slice(0, 0)).copy(before.content.addToEnd(typed)), NOWHERE);
    } finally {
      DocumentNode.prototype.textBetween = watched;
    }
    expect(read).toHaveLength(1);
  });

  test('ED-T24 the copied address of a heading is the one that the reading page gives it', () => {
    const doc = built(...SAMPLE);
    const at = { origin: 'https://kenning.example', pathname: '/library/oars-1/edit' };
    const slugs = extract(doc.toJSON()).headings.map(({ slug }) => slug);
    const copied = factsOf(doc, NOWHERE).headings.map(({ pos }) => addressOfHeading(doc, pos, at));
    expect(copied).toEqual(slugs.map((slug) => `https://kenning.example/library/oars-1#${slug}`));
    expect(new Set(copied).size).toBe(3);
    expect(addressOfHeading(doc, doc.child(0).nodeSize, at)).toBeNull();
  });
});
