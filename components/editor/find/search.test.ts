import { Node as DocumentNode } from '@tiptap/pm/model';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { Finder, type FindQuery, matchFrom } from './search';

const built = (...lines: string[]): DocumentNode =>
  DocumentNode.fromJSON(documentSchema(), {
    type: 'doc',
    content: lines.map((text) => ({ type: 'paragraph', content: text === '' ? [] : [{ type: 'text', text }] })),
  });
const found = (doc: DocumentNode, text: string, options: Partial<FindQuery> = {}): string[] =>
  new Finder({ text, matchCase: false, wholeWord: false, ...options })
    .matchesIn(doc)
    .map(({ from, to }) => doc.textBetween(from, to));

describe('finding', () => {
  const doc = built('The store, Stores and a storefront.', '', 'İstanbul store', 'a.b (c) $1 [x]');

  test('ED-T10 every match, where it stands, whatever case', () => {
    expect(found(doc, 'store')).toEqual(['store', 'Store', 'store', 'store']);
    expect(found(doc, '')).toEqual([]);
    expect(found(doc, 'nowhere')).toEqual([]);
  });

  test('ED-T11 case and whole words on demand', () => {
    expect(found(doc, 'store', { matchCase: true })).toHaveLength(3);
    expect(found(doc, 'store', { wholeWord: true })).toHaveLength(2);
    expect(found(built('Größe und größer'), 'größe', { wholeWord: true })).toEqual(['Größe']);
  });

  test.each(['a.b', '(c)', '$1', '[x]'])('ED-T12 %s means itself', (text) => {
    expect(found(doc, text)).toEqual([text]);
  });

  test('ED-T13 a space finds one that does not break, and words on both sides of a mark', () => {
    expect(found(built('ten\u00a0metres'), 'ten metres')).toHaveLength(1);
    const marked = DocumentNode.fromJSON(documentSchema(), {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'half ' },
            { type: 'text', text: 'bo', marks: [{ type: 'bold' }] },
            { type: 'text', text: 'ld' },
          ],
        },
      ],
    });
    expect(found(marked, 'half bold')).toEqual(['half bold']);
  });

  test('ED-T14 the next match is the one after a place, from the beginning again at the end', () => {
    const matches = [3, 10, 20].map((from) => ({ from, to: from + 2 }));
    expect([0, 4, 20, 21].map((place) => matchFrom(matches, place))).toEqual([0, 1, 2, 0]);
    expect(matchFrom([], 5)).toBe(-1);
  });

  test('ED-T15 while one types in a long text only the block that changed is looked through again', () => {
    const long = built(...Array.from({ length: 20_000 }, (_, at) => `Line ${at} of the store.`));
    const finder = new Finder({ text: 'store', matchCase: false, wholeWord: false });
    expect(finder.matchesIn(long)).toHaveLength(20_000);
    const more = long.copy(long.content.addToStart(built('One more store').child(0)));
    let read = 0;
    const watched = DocumentNode.prototype.textBetween;
    DocumentNode.prototype.textBetween = function (...given) {
      read += 1;
      return watched.apply(this, given);
    };
    try {
      expect(finder.matchesIn(more)).toHaveLength(20_001);
    } finally {
      DocumentNode.prototype.textBetween = watched;
    }
    expect(read).toBe(1);
  });
});
