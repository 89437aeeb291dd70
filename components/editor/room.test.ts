import { EditorState } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { MARKDOWN_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';
import { DOCUMENT_LIMITS } from '@/server/platform/collab/limits.schema';
import { DocumentSize } from './document-size';
import { fullnessOf, noRoomFor } from './room';

const { documentBytesMax } = DOCUMENT_LIMITS;
const paragraph = (text: string) =>
  documentSchema().nodeFromJSON({ type: 'paragraph', content: [{ type: 'text', text }] });
const stateOf = (text: string) =>
  EditorState.create({ doc: documentSchema().node('doc', null, [paragraph(text)]), schema: documentSchema() });

describe('room in a page', () => {
  test.each([
    ['a line', stateOf('short'), 'a line', 0, null],
    [
      'more characters than the page can hold',
      stateOf('x'.repeat(MARKDOWN_CHARACTERS_MAX - 50)),
      'y'.repeat(100),
      0,
      'characters',
    ],
    [
      'a line where all that was written takes all that is kept',
      stateOf('short'),
      'a line',
      documentBytesMax - 10,
      'bytes',
    ],
    ['a line where there is just room', stateOf('short'), 'a line', documentBytesMax - 200, null],
  ])('ED-P43 %s', (_what, state, words, documentBytes, kind) => {
    expect(noRoomFor(state, [paragraph(words)], documentBytes)?.kind ?? null).toBe(kind);
  });

  test.each([
    ['with room', 0.5, 0.5, null],
    ['nearly as long as it may be', 0.95, 0.5, 'characters'],
    ['nearly as heavy', 0.5, 0.95, 'bytes'],
    ['both: what is not saved is said', 0.95, 0.95, 'bytes'],
  ])('ED-P45 whoever types is told of a page that is %s', (_what, long, heavy, kind) => {
    expect(fullnessOf(MARKDOWN_CHARACTERS_MAX * long, documentBytesMax * heavy)?.kind ?? null).toBe(kind);
  });
});

describe('the bytes of a document', () => {
  test('ED-P46 are never too few, and exact to a quarter of a megabyte where they matter', () => {
    const doc = new Y.Doc();
    const text = doc.getText('t');
    const size = new DocumentSize(doc);
    const encoded = () => Y.encodeStateAsUpdate(doc).length;
    text.insert(0, 'a'.repeat(9 * 1_024 * 1_024));
    for (let at = 0; at < 50; at += 1) {
      text.insert(at * 3, 'bc');
      expect(size.bytes()).toBeGreaterThanOrEqual(encoded());
    }
    expect(size.bytes() - encoded()).toBeLessThan(256 * 1_024);
    // What is deleted takes no room any more; what was typed and deleted again is not counted for ever.
    text.delete(0, text.length - 10);
    text.insert(0, 'd'.repeat(300 * 1_024));
    expect(size.bytes()).toBeLessThan(2 * 1_024 * 1_024);
  });
});
