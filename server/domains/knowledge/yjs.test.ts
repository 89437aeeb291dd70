import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import fc from '@/server/platform/testing/fast-check';
import { DOCUMENT_FRAGMENT, type DocumentJson, documentSchema } from './document.schema';
import { anyDocument } from './markdown/document.arbitrary';
import { fromMarkdown } from './markdown/from-markdown.rules';
import { toMarkdown } from './markdown/to-markdown';
import { readYDoc, updateYDoc } from './yjs';

function documentToYDoc(document: DocumentJson): Y.Doc {
  const ydoc = new Y.Doc();
  updateYDoc(ydoc, document);
  return ydoc;
}

describe('documents in Yjs', () => {
  test('KN-D10 a document survives the way into a Y.Doc and back', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const peer = new Y.Doc();
        Y.applyUpdate(peer, Y.encodeStateAsUpdate(documentToYDoc(document)));
        expect(readYDoc(peer)).toEqual({ document, dropped: [] });
      }),
      { numRuns: 80 },
    );
  });

  test('KN-D11 an update turns any document into any other', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (before, after) => {
        const ydoc = documentToYDoc(before);
        updateYDoc(ydoc, after);
        expect(readYDoc(ydoc).document).toEqual(after);
        const settled = Y.encodeStateAsUpdate(ydoc);
        updateYDoc(ydoc, after);
        expect(Y.encodeStateAsUpdate(ydoc)).toEqual(settled);
      }),
      { numRuns: 80 },
    );
  });

  test('KN-D12 an update leaves a concurrent edit elsewhere in the document alone', () => {
    const ydoc = documentToYDoc(fromMarkdown('# Title\n\nFirst.\n\nSecond.\n\nThird.\n'));
    const peer = new Y.Doc();
    Y.applyUpdate(peer, Y.encodeStateAsUpdate(ydoc));
    const third = peer.getXmlFragment(DOCUMENT_FRAGMENT).get(3);
    const text = third instanceof Y.XmlElement ? third.get(0) : null;
    if (!(text instanceof Y.XmlText)) throw new Error('the third paragraph has a text');
    text.insert(5, ' and more');

    updateYDoc(ydoc, fromMarkdown('# Title\n\nFirst, changed.\n\nSecond.\n\nThird.\n'));
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(peer));

    expect(toMarkdown(readYDoc(ydoc).document)).toBe('# Title\n\nFirst, changed.\n\nSecond.\n\nThird and more.\n');
  });

  test('KN-D15 marks that several people set at once on the same words all fit the schema', () => {
    const schema = documentSchema();
    const marks = Object.values(schema.marks);
    const one = documentToYDoc({
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: 'H2O' }] }],
    });
    const docs = marks.map(() => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(one));
      return doc;
    });
    const words = (doc: Y.Doc) => (doc.getXmlFragment(DOCUMENT_FRAGMENT).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    for (const [at, { name }] of marks.entries()) {
      const value = name === 'link' ? { href: '/library/keys-1', title: null } : {};
      words(docs[at] as Y.Doc).format(1, 1, { [name]: value });
    }
    for (const doc of docs) Y.applyUpdate(one, Y.encodeStateAsUpdate(doc));
    const { document, dropped } = readYDoc(one);
    expect(dropped).toEqual([]);
    const marked = schema.nodeFromJSON(document).nodeAt(2);
    expect(marked?.marks).toHaveLength(marks.length);
    schema.nodeFromJSON(document).check();
  });

  test('KN-D13 content that the schema does not know is left out, named, and keeps its text', () => {
    const ydoc = documentToYDoc(fromMarkdown('Before.\n'));
    const unknown = new Y.XmlElement('hologram');
    const paragraph = new Y.XmlElement('paragraph');
    const text = new Y.XmlText();
    text.insert(0, 'inside', { glow: { colour: 'red' } });
    paragraph.insert(0, [text]);
    unknown.insert(0, [paragraph]);
    ydoc.getXmlFragment(DOCUMENT_FRAGMENT).push([unknown]);
    const before = Y.encodeStateAsUpdate(ydoc);

    const { document, dropped } = readYDoc(ydoc);

    expect(toMarkdown(document)).toBe('Before.\n\ninside\n');
    expect(dropped).toEqual(['node:hologram', 'mark:glow']);
    expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
  });

  test('KN-D14 an address that could run code does not leave a Y.Doc', () => {
    const ydoc = new Y.Doc();
    const paragraph = new Y.XmlElement('paragraph');
    const text = new Y.XmlText();
    text.insert(0, 'press', { link: { href: 'java\nscript:alert(1)' } });
    paragraph.insert(0, [text]);
    ydoc.getXmlFragment(DOCUMENT_FRAGMENT).push([paragraph]);

    const { document, dropped } = readYDoc(ydoc);

    expect(document.content).toEqual([{ type: 'paragraph', content: [{ type: 'text', text: 'press' }] }]);
    expect(dropped).toEqual(['link:address']);
  });
});
