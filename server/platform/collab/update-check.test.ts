import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import fc from '@/server/platform/testing/fast-check';
import { checkUpdate } from './update-check';
import { type ContentRules, decodeUpdate, type UpdateFault, UpdateRefused } from './update-contents';
import { sliceUpdate } from './update-slices';

const RULES: ContentRules = {
  root: (name) => (name === 'page' ? 'nodes' : null),
  node: (name) => name === 'paragraph' || name === 'image',
  mark: (name, value) =>
    name === 'bold' || (name === 'link' && (value === null || isSafe((value as { href: unknown }).href))),
  attribute: (name, value) => name === 'src' && isSafe(value),
  paragraph: 'paragraph',
  markedIn: () => true,
};
const isSafe = (url: unknown) => typeof url === 'string' && url.startsWith('https:');
const NOBODY = new Map<number, string>();

function check(doc: Y.Doc, bytes: Uint8Array, authors: ReadonlyMap<number, string> = NOBODY, personId = 'ana') {
  return checkUpdate(doc, decodeUpdate(bytes), { rules: RULES, authors, personId });
}

function faultOf(doc: Y.Doc, bytes: Uint8Array, authors?: ReadonlyMap<number, string>): UpdateFault | 'none' {
  try {
    check(doc, bytes, authors);
    return 'none';
  } catch (error) {
    if (error instanceof UpdateRefused) return error.fault;
    throw error;
  }
}

/** A page with one paragraph, and a copy of it in another client. */
function page(text = 'one'): { server: Y.Doc; writer: Y.Doc } {
  const server = new Y.Doc();
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText(text)]);
  server.getXmlFragment('page').push([paragraph]);
  return { server, writer: copyOf(server) };
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

function paragraphOf(doc: Y.Doc): Y.XmlElement {
  return doc.getXmlFragment('page').get(0) as Y.XmlElement;
}

const textOf = (doc: Y.Doc) => paragraphOf(doc).get(0) as Y.XmlText;

function updateBy(doc: Y.Doc, change: () => void): Uint8Array {
  const before = Y.encodeStateVector(doc);
  doc.transact(change);
  return Y.encodeStateAsUpdate(doc, before);
}

describe('what an update may be', () => {
  test('CO-U1 writing, marks, nodes, addresses and deleting pass, and say whose clients they are', () => {
    const { server, writer } = page();
    const update = updateBy(writer, () => {
      textOf(writer).insert(1, 'more', { bold: true });
      textOf(writer).format(0, 2, { link: { href: 'https://a.example' } });
      textOf(writer).delete(0, 1);
      const image = new Y.XmlElement('image');
      image.setAttribute('src', 'https://b.example/c.png');
      writer.getXmlFragment('page').push([image]);
    });
    expect(check(server, update)).toEqual([writer.clientID]);
  });

  const hostile: [string, UpdateFault, (writer: Y.Doc) => void][] = [
    ['another root', 'notAllowed', (writer) => writer.getText('elsewhere').insert(0, 'hidden')],
    ['a value of the root', 'notAllowed', (writer) => writer.getMap('page').set('a', 1)],
    [
      'a node the schema does not know',
      'notAllowed',
      (w) => w.getXmlFragment('page').push([new Y.XmlElement('script')]),
    ],
    ['a text beside the nodes', 'notAllowed', (writer) => writer.getXmlFragment('page').push([new Y.XmlText('loose')])],
    [
      'a hook',
      'notAllowed',
      (writer) => writer.getXmlFragment('page').push([new Y.XmlHook('x') as unknown as Y.XmlElement]),
    ],
    ['an attribute nobody has', 'notAllowed', (writer) => paragraphOf(writer).setAttribute('onclick', 'x')],
    ['an unsafe address', 'notAllowed', (writer) => paragraphOf(writer).setAttribute('src', 'javascript:alert(1)')],
    ['an attribute of a text', 'notAllowed', (writer) => textOf(writer).setAttribute('src', 'https://a.example')],
    ['an unknown mark', 'notAllowed', (writer) => textOf(writer).format(0, 1, { blink: {} })],
    ['an unsafe link', 'notAllowed', (writer) => textOf(writer).format(0, 1, { link: { href: 'javascript:1' } })],
    ['an embed', 'notAllowed', (writer) => textOf(writer).insertEmbed(0, { a: 1 })],
    ['a value in a list of nodes', 'notAllowed', (w) => w.getArray('page').push(['text that is no node'])],
    ['a document in a document', 'notAllowed', (w) => w.getArray('page').push([new Y.Doc()])],
    ['bytes', 'notAllowed', (w) => paragraphOf(w).setAttribute('src', new Uint8Array(9) as unknown as string)],
  ];
  test.each(hostile)('CO-U2 %s is refused', (_what, fault, change) => {
    const { server, writer } = page();
    const before = Y.encodeStateAsUpdate(server);
    expect(
      faultOf(
        server,
        updateBy(writer, () => change(writer)),
      ),
    ).toBe(fault);
    expect(Y.encodeStateAsUpdate(server)).toEqual(before);
  });

  test('CO-U3 nodes in one another without end are refused, in one update and in many', () => {
    const { server, writer } = page();
    let inner = paragraphOf(writer);
    const faults: string[] = [];
    for (let depth = 0; depth < 120; depth += 1) {
      const node = new Y.XmlElement('paragraph');
      const around = inner;
      const update = updateBy(writer, () => around.insert(0, [node]));
      const fault = faultOf(server, update);
      faults.push(fault);
      if (fault === 'none') Y.applyUpdate(server, update);
      inner = node;
    }
    expect(faults.indexOf('notAllowed')).toBe(100);
    const { server: fresh } = page();
    expect(faultOf(fresh, Y.encodeStateAsUpdate(writer))).toBe('notAllowed');
  });

  test('CO-U4 nobody carries on another person’s client, nor leaves out what it has said before', () => {
    const { server, writer } = page();
    const update = updateBy(writer, () => textOf(writer).insert(0, 'x'));
    const next = updateBy(writer, () => textOf(writer).insert(0, 'y'));
    expect(faultOf(server, update, new Map([[writer.clientID, 'noah']]))).toBe('notTheirs');
    expect(faultOf(server, update, new Map([[writer.clientID, 'ana']]))).toBe('none');
    expect(faultOf(server, next)).toBe('gap');
    Y.applyUpdate(server, update);
    expect(faultOf(server, next)).toBe('none');
    // What the document has already may come from anybody.
    expect(faultOf(server, update, new Map([[writer.clientID, 'noah']]))).toBe('none');
  });

  test('CO-U5 what deletes, follows or fills what is not there is refused', () => {
    const { server, writer } = page();
    const other = copyOf(server);
    textOf(other).insert(0, 'unseen ');
    Y.applyUpdate(writer, Y.encodeStateAsUpdate(other));
    expect(
      faultOf(
        server,
        updateBy(writer, () => textOf(writer).insert(3, 'x')),
      ),
    ).toBe('gap');
    const deletes = new Uint8Array([0, 1, 5, 1, 0, 3]);
    expect(faultOf(server, deletes)).toBe('gap');
  });

  test('CO-U6 clients that refer to one another’s first words in a circle are refused', () => {
    // Two structs, each with the other as its origin: info 0x84 is a string after an origin.
    const circle = new Uint8Array([2, 1, 9, 0, 0x84, 8, 0, 1, 65, 1, 8, 0, 0x84, 9, 0, 1, 66, 0]);
    const itself = new Uint8Array([1, 1, 9, 0, 0x84, 9, 0, 1, 65, 0]);
    const { server } = page();
    expect(faultOf(server, circle)).toBe('gap');
    expect(faultOf(server, itself)).toBe('malformed');
    expect(sliceUpdate({ bytes: circle, structsMax: 10 })).toMatchObject({ reason: 'malformed' });
  });

  test('CO-U7 whatever bytes pass can be applied, and leave nothing pending', () => {
    const { server, writer } = page('a longer text to point into');
    const update = updateBy(writer, () => {
      textOf(writer).insert(3, 'inserted');
      textOf(writer).delete(0, 2);
      writer.getXmlFragment('page').push([new Y.XmlElement('paragraph')]);
    });
    const bent = fc.tuple(fc.nat(update.length - 1), fc.nat(255), fc.nat(update.length - 1), fc.nat(255));
    fc.assert(
      fc.property(bent, ([at, byte, alsoAt, alsoByte]) => {
        const bytes = Uint8Array.from(update);
        bytes[at] = byte;
        bytes[alsoAt] = alsoByte;
        const doc = copyOf(server);
        let fault: UpdateFault | 'none' = 'malformed';
        try {
          fault = faultOf(doc, bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(UpdateRefused);
        }
        if (fault === 'none') {
          Y.applyUpdate(doc, bytes);
          expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null]);
          copyOf(doc).getXmlFragment('page').toJSON();
        }
        doc.destroy();
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Several clients that type, format and delete, and hear of each other now and then. */
const story = fc.array(
  fc.record({
    client: fc.nat(3),
    act: fc.constantFrom('insert', 'insert', 'delete', 'node', 'mark', 'sync'),
    at: fc.nat(1_000),
    text: fc.string({ minLength: 1, maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 60 },
);

function tell(
  steps: readonly { client: number; act: string; at: number; text: string }[],
  docs: readonly Y.Doc[],
): void {
  for (const { client, act, at, text } of steps) {
    const doc = docs[client] as Y.Doc;
    const into = textOf(doc);
    if (act === 'insert') into.insert(at % (into.length + 1), text);
    if (act === 'delete' && into.length > 0) into.delete(at % into.length, 1);
    if (act === 'mark' && into.length > 0) into.format(at % into.length, 1, { bold: true });
    if (act === 'node') doc.getXmlFragment('page').push([new Y.XmlElement('paragraph')]);
    if (act === 'sync') {
      const other = docs[at % docs.length] as Y.Doc;
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)));
    }
  }
}

describe('honest work', () => {
  test('CO-U8 what clients make of a page passes, as a whole and in slices, which together do the same', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { server, writer } = page();
        const docs = [writer, copyOf(server), copyOf(server), copyOf(server)];
        tell(steps, docs);
        const all = new Y.Doc();
        for (const doc of docs) Y.applyUpdate(all, Y.encodeStateAsUpdate(doc));
        const update = Y.encodeStateAsUpdate(all, Y.encodeStateVector(server));
        check(server, update);
        const sliced = sliceUpdate({ bytes: update, structsMax: 10_000 });
        const slices = 'reason' in sliced ? [] : sliced.slices;
        for (const slice of slices) {
          check(server, slice);
          Y.applyUpdate(server, slice);
          expect(server.store.pendingStructs).toBeNull();
        }
        expect(server.getXmlFragment('page').toJSON()).toBe(all.getXmlFragment('page').toJSON());
        expect(Y.encodeStateVector(server)).toEqual(Y.encodeStateVector(all));
      }),
      { numRuns: 150 },
    );
  });

  test('CO-U9 a long update comes in slices of bounded size', () => {
    const { server, writer } = page();
    const update = updateBy(writer, () => {
      for (let index = 0; index < 9_000; index += 1) {
        const paragraph = new Y.XmlElement('paragraph');
        paragraph.insert(0, [new Y.XmlText(`paragraph ${index}`)]);
        writer.getXmlFragment('page').push([paragraph]);
      }
    });
    const sliced = sliceUpdate({ bytes: update, structsMax: 1_000_000 });
    const slices = 'reason' in sliced ? [] : sliced.slices;
    expect(slices.length).toBe(7);
    for (const slice of slices) Y.applyUpdate(server, slice);
    expect(server.getXmlFragment('page').length).toBe(9_001);
  });
});
