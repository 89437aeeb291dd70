import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { checkUpdate, decodeUpdate } from '@/server/platform/collab/update-check';
import { DOCUMENT_FRAGMENT, type DocumentJson } from './document.schema';
import { documentContent } from './document-content';
import { anyDocument } from './markdown/document.arbitrary';
import { updateYDoc } from './yjs';

const rules = documentContent();

/** Takes an update as a room does. @throws UpdateRefused */
function take(room: Y.Doc, update: Uint8Array): void {
  checkUpdate(room, decodeUpdate(update), { rules, authors: new Map(), personId: 'ana' });
  Y.applyUpdate(room, update);
}

describe('what the schema lets into a room', () => {
  test('CO-U10 every document of the schema, and every change of one into another', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (first: DocumentJson, second: DocumentJson) => {
        const [writer, room] = [new Y.Doc(), new Y.Doc()];
        writer.on('update', (update: Uint8Array) => take(room, update));
        updateYDoc(writer, first);
        updateYDoc(writer, second);
        expect(room.getXmlFragment(DOCUMENT_FRAGMENT).toJSON()).toBe(writer.getXmlFragment(DOCUMENT_FRAGMENT).toJSON());
      }),
      { numRuns: 200 },
    );
  });

  const hostile: [string, DocumentJson['content']][] = [
    [
      'a link that runs',
      [
        {
          type: 'paragraph',
          content: [{ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] }],
        },
      ],
    ],
    [
      'an image from elsewhere in disguise',
      [{ type: 'paragraph', content: [{ type: 'image', attrs: { src: 'data:text/html,<script>' } }] }],
    ],
    ['a callout of no kind', [{ type: 'callout', attrs: { kind: 'onclick' }, content: [{ type: 'paragraph' }] }]],
  ];
  test.each(hostile)('CO-U11 not %s', (_what, content) => {
    const [writer, room] = [new Y.Doc(), new Y.Doc()];
    const fragment = writer.getXmlFragment(DOCUMENT_FRAGMENT);
    writer.transact(() => fragment.push((content ?? []).map(elementOf)));
    expect(() => take(room, Y.encodeStateAsUpdate(writer))).toThrow(/mark|attribute/);
  });
});

/** As y-tiptap writes a node, without its schema. */
function elementOf(node: NonNullable<DocumentJson['content']>[number]): Y.XmlElement {
  const element = new Y.XmlElement(node.type ?? '');
  for (const [name, value] of Object.entries(node.attrs ?? {})) element.setAttribute(name, value as string);
  const children = (node.content ?? []).map((child) => {
    if (child.type !== 'text') return elementOf(child);
    const text = new Y.XmlText();
    const marks = Object.fromEntries((child.marks ?? []).map((mark) => [mark.type, mark.attrs ?? {}]));
    text.insert(0, child.text ?? '', marks);
    return text;
  });
  if (children.length > 0) element.insert(0, children);
  return element;
}
