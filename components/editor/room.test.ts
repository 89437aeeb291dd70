import { EditorState } from '@tiptap/pm/state';
import { prosemirrorToYXmlFragment } from '@tiptap/y-tiptap';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentSchema } from '@/server/domains/knowledge/document.schema';
import { MARKDOWN_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';
import { readMarkdown } from '@/server/domains/knowledge/markdown/from-markdown.rules';
import { DOCUMENT_LIMITS } from '@/server/platform/collab/limits.schema';
import { structsOf } from '@/server/platform/collab/structs.rules';
import { DocumentSize, structsIn, type Weight } from './document-size';
import { fullnessOf, noRoomFor } from './room';

const { documentBytesMax, documentStructsMax } = DOCUMENT_LIMITS;
const weightOf = (given: Partial<Weight>): Weight => ({ bytes: 0, structs: 0, ...given });
const paragraph = (text: string) =>
  documentSchema().nodeFromJSON({ type: 'paragraph', content: [{ type: 'text', text }] });
const stateOf = (text: string) =>
  EditorState.create({ doc: documentSchema().node('doc', null, [paragraph(text)]), schema: documentSchema() });

describe('room in a page', () => {
  test.each([
    ['a line', stateOf('short'), 'a line', {}, null],
    [
      'more characters than the page can hold',
      stateOf('x'.repeat(MARKDOWN_CHARACTERS_MAX - 50)),
      'y'.repeat(100),
      {},
      'characters',
    ],
    [
      'a line where all that was written takes all that is kept',
      stateOf('short'),
      'a line',
      { bytes: documentBytesMax - 10 },
      'bytes',
    ],
    ['a line where there is just room', stateOf('short'), 'a line', { bytes: documentBytesMax - 200 }, null],
  ])('ED-P43 %s', (_what, state, words, weight, kind) => {
    expect(noRoomFor(state, [paragraph(words)], weightOf(weight))?.kind ?? null).toBe(kind);
  });

  test.each([
    ['with room', 0.5, {}, null],
    ['nearly as long as it may be', 0.95, {}, 'characters'],
    ['nearly as heavy', 0.5, { bytes: documentBytesMax * 0.95 }, 'bytes'],
    ['both: what is not saved is said', 0.95, { bytes: documentBytesMax * 0.95 }, 'bytes'],
  ])('ED-P45 whoever types is told of a page that is %s', (_what, long, weight, kind) => {
    expect(fullnessOf(MARKDOWN_CHARACTERS_MAX * long, weightOf(weight))?.kind ?? null).toBe(kind);
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

describe('the parts of a document', () => {
  const rich = documentSchema().nodeFromJSON({
    type: 'doc',
    content: readMarkdown(
      '# A *new* head\n\n- one **bold `code`** two\n  - [ ] a [link](https://example.com)\n\n| a | b |\n| - | -: |\n| 1 | *2* |\n\n' +
        '> [!TIP]\n> so ![x](/files/1/x.png) so\n\n```js\na();\n```\n\n---\n',
    ).document.content,
  });

  test('ED-P60 a paste becomes no more than was reckoned, and not much fewer', () => {
    const doc = new Y.Doc();
    prosemirrorToYXmlFragment(rich, doc.getXmlFragment(DOCUMENT_FRAGMENT));
    const reckoned = structsIn(rich.children);
    expect(structsOf(doc)).toBeGreaterThan(50);
    expect(structsOf(doc)).toBeLessThanOrEqual(reckoned);
    expect(structsOf(doc)).toBeGreaterThan(reckoned * 0.8);
  });

  test.each([
    ['just room for it', 0, null],
    ['one too few', 1, 'structs'],
  ])('ED-P61 a paste is judged by its parts before it is put in: %s', (_what, more, kind) => {
    const structs = documentStructsMax - structsIn(rich.children) + more;
    expect(noRoomFor(stateOf('short'), rich.children, weightOf({ structs }))?.kind ?? null).toBe(kind);
  });

  test('ED-P62 whoever types is told of a page that is nearly made of as many parts as it may be', () => {
    expect(fullnessOf(0, weightOf({ structs: documentStructsMax * 0.89 }))).toBeNull();
    const structs = documentStructsMax * 0.9;
    expect(fullnessOf(MARKDOWN_CHARACTERS_MAX, weightOf({ structs }))).toEqual({ kind: 'structs', of: structs });
  });
});
