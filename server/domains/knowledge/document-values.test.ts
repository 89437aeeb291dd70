import { getExtensionField, getSchema, type InputRule } from '@tiptap/core';
import CodeBlock from '@tiptap/extension-code-block';
import { type AttributeSpec, Schema } from '@tiptap/pm/model';
import { describe, expect, test } from 'vitest';
import { type DocumentNode, documentExtensions, documentSchema } from './document.schema';
import { documentContent } from './document-content';
import { ATTRIBUTE_CHARACTERS_MAX, CELL_SPAN_MAX, COLUMN_WIDTH_MAX_PX, LIST_START_MAX } from './document-values.schema';
import { cleanDocument } from './markdown/clean-document.rules';

const rules = documentContent();

function nested(levels: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

const LONG = 'x'.repeat(ATTRIBUTE_CHARACTERS_MAX + 1);
const DEEP = nested(5_000);
/** What no attribute of any node may be. */
const NEVER: unknown[] = [
  {},
  { a: 1 },
  [[1]],
  [{}],
  DEEP,
  { toString: DEEP },
  undefined,
  1n,
  new Uint8Array(1),
  Number.NaN,
];

/** Of every attribute: what it may be, and what it may not. */
const VALUES: Record<string, [allowed: unknown[], refused: unknown[]]> = {
  level: [
    [1, 6],
    [0, 7, 1.5, -1, '1', null, Number.POSITIVE_INFINITY],
  ],
  anchor: [
    [null, 'a b'],
    [LONG, 1, ['a']],
  ],
  start: [
    [0, 1, LIST_START_MAX],
    [-1, 1.5, LIST_START_MAX + 1, '1', null],
  ],
  type: [
    [null, '1', 'a', 'A', 'i', 'I'],
    ['b', '', 'disc', 1],
  ],
  language: [
    [null, 'js', 'c++', 'x'.repeat(500)],
    [LONG, 1, ['js']],
  ],
  checked: [
    [true, false],
    ['true', 1, null],
  ],
  colspan: [
    [1, 2, CELL_SPAN_MAX],
    [0, -1, 1.5, CELL_SPAN_MAX + 1, 1e8, 1e9, '2', null],
  ],
  rowspan: [
    [1, 2, CELL_SPAN_MAX],
    [0, -1, 1.5, CELL_SPAN_MAX + 1, 1e9, '2', null],
  ],
  colwidth: [
    [null, [100], [0, 62.5, COLUMN_WIDTH_MAX_PX], Array(CELL_SPAN_MAX).fill(60)],
    [
      100,
      '100',
      ['100'],
      [null],
      [undefined],
      [-1],
      [COLUMN_WIDTH_MAX_PX + 1],
      [Number.NaN],
      Array(CELL_SPAN_MAX + 1).fill(1),
    ],
  ],
  align: [
    [null, 'left', 'right', 'center'],
    ['justify', '', 1, ['left']],
  ],
  src: [
    ['/a.png', 'https://a.example/b.png'],
    [null, '', 'javascript:alert(1)', 'data:image/png;base64,', 1],
  ],
  alt: [
    [null, '', 'a map'],
    [LONG, 1, true, ['a']],
  ],
  title: [
    [null, '', 'a map'],
    [LONG, 1, true, ['a']],
  ],
  href: [
    [null, '#a', 'https://a.example'],
    ['', 'javascript:alert(1)', 1],
  ],
  kind: [
    ['note', 'caution'],
    ['onclick', null, 1],
  ],
  open: [
    [true, false],
    ['true', 1, null],
  ],
  card: [
    [true, false],
    ['true', 1, null],
  ],
  width: [
    ['small', 'text', 'natural'],
    ['100%', 1, null],
  ],
  latex: [
    ['', 'x^2'],
    [null, 1, LONG],
  ],
  id: [
    ['', 'ana_1'],
    ['a b', null, 1, LONG],
  ],
};

/** The schema whose headings have a level that is judged like this. */
function withLevel(validate?: AttributeSpec['validate']): Schema {
  const { spec } = documentSchema();
  const level: AttributeSpec = validate === undefined ? { default: 1 } : { default: 1, validate };
  const heading = { ...spec.nodes.get('heading'), attrs: { level } };
  return new Schema({ topNode: 'doc', nodes: spec.nodes.update('heading', heading), marks: spec.marks });
}

describe('what an attribute may be', () => {
  test('CO-U20 every attribute of the schema is judged here', () => {
    const types = Object.values(documentSchema().nodes);
    const names = new Set(types.flatMap(({ spec }) => Object.keys(spec.attrs ?? {})));
    expect([...names].sort()).toEqual(Object.keys(VALUES).sort());
  });

  test.each(Object.entries(VALUES))('CO-U20 %s', (name, [allowed, refused]) => {
    expect(allowed.filter((value) => !rules.attribute(name, value))).toEqual([]);
    expect([...refused, ...NEVER].filter((value) => rules.attribute(name, value)).map(String)).toEqual([]);
  });

  test('CO-U21 a schema with an attribute that nobody judges is an error at once', () => {
    expect(() => documentContent(withLevel())).toThrow('heading level');
    expect(documentContent(withLevel('number')).attribute('level', 1)).toBe(true);
    const { spec } = documentSchema();
    const link = { ...spec.marks.get('link'), attrs: { href: { default: null } } };
    const marks = spec.marks.update('link', link);
    expect(() => documentContent(new Schema({ topNode: 'doc', nodes: spec.nodes, marks }))).toThrow('link href');
  });

  test('CO-U21 a validator that lets everything through lets nothing deep through', () => {
    const { attribute } = documentContent(withLevel(() => {}));
    expect(attribute('level', [1, 'a', null])).toBe(true);
    expect(NEVER.filter((value) => !Number.isNaN(value) && attribute('level', value)).map(String)).toEqual([]);
  });

  test('CO-U21 a node that takes the place of one of the document is judged like it', () => {
    const { nodes } = getSchema(documentExtensions([CodeBlock.extend({ priority: 101 })]));
    expect(() => nodes.codeBlock?.create({ language: LONG })).toThrow('codeBlock language');
    expect(documentContent(getSchema(documentExtensions([CodeBlock]))).attribute('language', 1)).toBe(false);
  });
});

describe('what a mark may be', () => {
  test.each<[string, unknown, boolean]>([
    ['bold', {}, true],
    ['bold', null, true],
    ['bold--abcdefgh', {}, true],
    ['link', { href: 'https://a.example', title: null }, true],
    ['link', { href: 'https://a.example' }, true],
    ['link', { href: 'https://a.example', title: 'A' }, true],
    ['bold', { x: DEEP }, false],
    ['bold', { x: 1 }, false],
    ['bold--abcdefgh', { x: DEEP }, false],
    ['bold', [], false],
    ['bold', DEEP, false],
    ['bold', true, false],
    ['bold', JSON.parse('{"__proto__":{}}'), false],
    ['link', {}, false],
    ['link', { href: 'https://a.example', title: DEEP }, false],
    ['link', { href: 'https://a.example', title: {} }, false],
    ['link', { href: 'https://a.example', title: LONG }, false],
    ['link', { href: 'https://a.example', target: '_blank' }, false],
    ['link', { href: ['https://a.example'] }, false],
    ['link', { href: 'javascript:alert(1)' }, false],
    ['constructor', {}, false],
  ])('CO-U22 %s, case %#', (name, value, allowed) => {
    expect(rules.mark(name, value)).toBe(allowed);
  });
});

describe('what is written', () => {
  const paragraph = { type: 'paragraph', content: [{ type: 'text', text: 'words' }] };
  const inCell = (attrs: object) => ({
    type: 'table',
    content: [{ type: 'tableRow', content: [{ type: 'tableCell', attrs, content: [paragraph] }] }],
  });
  const names = Array.from({ length: 2_000 }, (_, at) => `name-${at}`).join(' ');
  test.each<[string, DocumentNode]>([
    ['long words of an image', { type: 'paragraph', content: [{ type: 'image', attrs: { src: '/a', alt: LONG } }] }],
    ['a long title of a figure', { type: 'figure', attrs: { src: '/a', title: LONG } }],
    ['many names of a heading', { type: 'heading', attrs: { level: 2, anchor: names } }],
    ['a list that begins nowhere', { type: 'orderedList', attrs: { start: 1e12 }, content: [paragraph] }],
    ['a long language', { type: 'codeBlock', attrs: { language: LONG } }],
    ['a wide cell', inCell({ colspan: 1e9, rowspan: 1e9 })],
    ['widths that are none', inCell({ colwidth: [Number.NaN, -1] })],
  ])('CO-U25 what goes too far in a document is cut, and nothing else of it is lost: %s', (_what, node) => {
    const { document, dropped } = cleanDocument({ type: 'doc', content: [node, paragraph] });
    expect(dropped).toEqual([]);
    expect(document.content?.[0]?.type).toBe(node.type);
    documentSchema().nodeFromJSON(document).check();
  });

  test('CO-U26 what is typed becomes a list only where a list may begin with that number', () => {
    const list = documentExtensions().find(({ name }) => name === 'orderedList');
    if (!list) throw new Error('no list');
    const context = { name: list.name, options: list.options, type: documentSchema().nodes.orderedList };
    const [rule] = getExtensionField<() => InputRule[]>(list, 'addInputRules', context as never)();
    const find = rule?.find as RegExp;
    expect(['1. ', '999999999. ', '1000000000. ', '123456789012345678901. '].map((typed) => find.test(typed))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
