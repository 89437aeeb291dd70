import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { checkUpdate } from '@/server/platform/collab/update-check';
import { decodeUpdate, UpdateRefused } from '@/server/platform/collab/update-contents';
import { encodeUpdate } from '@/server/platform/collab/update-encode.rules';
import fc from '@/server/platform/testing/fast-check';
import { DOCUMENT_FRAGMENT, type DocumentJson, type DocumentNode } from './document.schema';
import { documentContent } from './document-content';
import { cleanDocument } from './markdown/clean-document.rules';
import { anyDocument } from './markdown/document.arbitrary';
import { updateYDoc } from './yjs';

const rules = documentContent();

/** Takes an update as a room does. @throws UpdateRefused */
function take(room: Y.Doc, update: Uint8Array): void {
  checkUpdate(room, decodeUpdate(update), { rules, authors: new Map(), personId: 'ana' });
  Y.applyUpdate(room, update);
}

/** A document and what becomes of it come into a room as they are written. */
function arrives(first: DocumentJson, second: DocumentJson): void {
  const [writer, room] = [new Y.Doc(), new Y.Doc()];
  writer.on('update', (update: Uint8Array) => take(room, update));
  updateYDoc(writer, first);
  updateYDoc(writer, second);
  expect(room.getXmlFragment(DOCUMENT_FRAGMENT).toJSON()).toBe(writer.getXmlFragment(DOCUMENT_FRAGMENT).toJSON());
}

/** A document of the schema with whatever the editor's tools can make of its cells besides. */
const resized = fc
  .tuple(anyDocument, fc.array(fc.constantFrom(0, 60, 62.5, 1_200, 4_000), { minLength: 1, maxLength: 9 }))
  .map(([document, widths]) => {
    const cells = (node: DocumentNode): DocumentNode => ({
      ...node,
      ...(node.type === 'tableCell' || node.type === 'tableHeader'
        ? { attrs: { ...node.attrs, rowspan: widths.length, colwidth: widths.slice(0, node.attrs?.colspan) } }
        : {}),
      ...(node.content ? { content: node.content.map(cells) } : {}),
    });
    return cleanDocument(cells(document)).document;
  });

describe('what the schema lets into a room', () => {
  test('CO-U10 every document of the schema, and every change of one into another', () => {
    fc.assert(fc.property(anyDocument, anyDocument, arrives), { numRuns: 200 });
  });

  test('CO-U24 tables with widths and spans, and every change of them', () => {
    fc.assert(fc.property(resized, resized, arrives), { numRuns: 100 });
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

/** A mark as Yjs itself could not write it: its value calls `JSON.stringify` to more levels than there is stack for. */
function deepMark(): Y.ContentFormat {
  const content = new Y.ContentFormat('bold', {});
  content.write = (encoder) => {
    encoder.writeKey('bold');
    encoding.writeVarString(encoder.restEncoder, `{"x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`);
  };
  return content;
}

/** A paragraph with words and a heading, as client 1 wrote them. */
function page(): { room: Y.Doc; heading: Y.ID; text: Y.ID } {
  const room = new Y.Doc();
  room.clientID = 1;
  const [paragraph, heading, text] = [new Y.XmlElement('paragraph'), new Y.XmlElement('heading'), new Y.XmlText('one')];
  room.getXmlFragment(DOCUMENT_FRAGMENT).push([paragraph, heading]);
  paragraph.push([text]);
  const idOf = (type: Y.AbstractType<unknown>) => (type._item as Y.Item).id;
  return { room, heading: idOf(heading as Y.AbstractType<unknown>), text: idOf(text as Y.AbstractType<unknown>) };
}

type Place = 'root' | 'node' | 'text' | 'attribute' | 'of root' | 'of text';
const PLACES: Place[] = ['root', 'node', 'text', 'attribute', 'of root', 'of text'];

/** Whether an update with this content in this place is taken. */
function isTaken(content: Y.Item['content'], place: Place): boolean {
  const { room, heading, text } = page();
  const parent = place.endsWith('root') ? DOCUMENT_FRAGMENT : place.endsWith('text') ? text : heading;
  const sub = place === 'attribute' || place.startsWith('of ') ? 'level' : null;
  const item = new Y.Item(Y.createID(9, 0), null, null, null, null, parent as never, sub, content);
  const update = encodeUpdate([[item]], new Map());
  try {
    take(room, update);
    return true;
  } catch (error) {
    if (error instanceof UpdateRefused) return false;
    throw error;
  }
}

describe('which content can come in', () => {
  test.each<[string, () => Y.Item['content'], Place[]]>([
    ['a string', () => new Y.ContentString('x'), ['text']],
    ['a mark', () => new Y.ContentFormat('bold', {}), ['text']],
    ['a mark with a deep value', deepMark, []],
    ['a node', () => new Y.ContentType(new Y.XmlElement('paragraph')), ['root', 'node']],
    ['a text', () => new Y.ContentType(new Y.XmlText()), ['node']],
    ['a value', () => new Y.ContentAny([2]), ['attribute']],
    ['a deep value', () => new Y.ContentAny([[[2]]]), []],
    ['a wrong value after a right one', () => new Y.ContentAny([2, 1e9]), []],
    ['JSON', () => new Y.ContentJSON([2]), []],
    ['an embed', () => new Y.ContentEmbed({ a: 1 }), []],
    ['bytes', () => new Y.ContentBinary(new Uint8Array(3)), []],
    ['a document', () => new Y.ContentDoc(new Y.Doc()), []],
    ['a map', () => new Y.ContentType(new Y.Map() as never), []],
    ['a list', () => new Y.ContentType(new Y.Array() as never), []],
  ])('CO-U23 %s', (_what, content, taken) => {
    expect(PLACES.filter((place) => isTaken(content(), place))).toEqual(taken);
  });
});
