import fc from '@/server/platform/testing/fast-check';
import { CALLOUT_KINDS, type DocumentJson, FIGURE_WIDTHS } from '../document.schema';
import { cleanDocument } from './clean-document.rules';
import type { LooseNode, Mark } from './loose.rules';

/** Pieces of text that Markdown gives a meaning to, next to words that it leaves alone. */
const PIECES = [
  ...'alpha beta Gamma delta 7 é 漢字 😀 a b'.split(' '),
  ...'$ $$ * ** _ __ ~ ~~ ` `` [ ] ( ) ! < > & # ## + - = | \\ / : . , " \' $ ^ { } @'.split(' '),
  ...['1.', '1)', '- ', '> ', '[x]', '[ ]', '[!NOTE]', '---', '===', '```', '~~~', ':::', '!!! note', '[^1]', '[a]: b'],
  ...['&amp;', '&#65;', '<b>', '</b>', '<!--', '-->', '<div>', '<your-name>', '<br>', '<?', '<![CDATA['],
  ...['http://a.b', 'https://example.com/x', 'www.example.com', 'a@b.co', 'mailto:a@b.co', '\u00a0', '\t', '  '],
];

const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...PIECES) }, { weight: 1, arbitrary: fc.constant(' ') }), {
    minLength: 1,
    maxLength: 7,
  })
  .map((pieces) => pieces.join(''));

const href = fc.constantFrom(
  'https://example.com/a?b=c&d=e',
  '/library/x-1',
  '/people/ana-1',
  '#part',
  '../a/b.md',
  'mailto:a@b.co',
  'a(b)',
  'x*y_z',
);
const title = fc.option(fc.constantFrom('Plain', 'mention', 'card', 'With "quotes"', "It's (so)", 'a\\b'), {
  nil: null,
});

const marks: fc.Arbitrary<Mark[]> = fc.subarray<Mark>(
  ['bold', 'italic', 'strike', 'underline', 'code', 'superscript', 'subscript'].map((type) => ({ type })),
  { maxLength: 3 },
);
const link: fc.Arbitrary<Mark[]> = fc
  .option(fc.record({ href, title }), { freq: 5, nil: null })
  .map((attrs) => (attrs === null ? [] : [{ type: 'link', attrs }]));

const textNode = fc
  .tuple(text, marks, link)
  .map(([words, own, links]): LooseNode => ({ type: 'text', text: words, marks: [...own, ...links] }));
const image = fc
  .tuple(fc.constantFrom('/files/a/b.png', 'https://example.com/x.png'), fc.option(text, { nil: null }), title, link)
  .map(([src, alt, named, links]): LooseNode => ({ type: 'image', attrs: { src, alt, title: named }, marks: links }));
const latex = fc
  .array(
    fc.constantFrom(...'x ^2 _{i} \\alpha \\$ $ | ` `$ \\ { } & < > % ~ * _ + - \\\\ # 5 ``` ::: !!!'.split(' ')),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''));
const formula = latex.map((source): LooseNode => ({ type: 'inlineMath', attrs: { latex: source } }));
const mention = fc.constantFrom<LooseNode>(
  { type: 'personMention', attrs: { id: 'ana1' } },
  { type: 'itemMention', attrs: { id: 'keys_2', card: false } },
  { type: 'itemMention', attrs: { id: 'keys_2', card: true } },
);
const inline = fc.oneof(
  { weight: 8, arbitrary: textNode },
  { weight: 1, arbitrary: image },
  { weight: 1, arbitrary: formula },
  { weight: 1, arbitrary: mention },
  { weight: 1, arbitrary: fc.constant<LooseNode>({ type: 'hardBreak' }) },
);
const inlines = fc.array(inline, { minLength: 1, maxLength: 5 });

const paragraph = inlines.map((content): LooseNode => ({ type: 'paragraph', content }));
const heading = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.option(fc.constantFrom('x', 'a-b c'), { nil: null }), inlines)
  .map(([level, anchor, content]): LooseNode => ({ type: 'heading', attrs: { level, anchor }, content }));
const codeBlock = fc
  .tuple(
    fc.constantFrom(null, 'js', 'c++', 'mermaid'),
    fc.array(fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: fc.constant('') }), { maxLength: 4 }),
  )
  .map(
    ([language, lines]): LooseNode => ({
      type: 'codeBlock',
      attrs: { language },
      content: [{ type: 'text', text: lines.join('\n') }],
    }),
  );

const blockFormula = fc
  .array(latex, { minLength: 1, maxLength: 3 })
  .map((lines): LooseNode => ({ type: 'blockMath', attrs: { latex: lines.join('\n') } }));
const figure = fc
  .tuple(
    fc.constantFrom('/files/a/b.png', 'https://example.com/x.png?a=1&b=2'),
    fc.option(text, { nil: null }),
    title,
    fc.constantFrom(...FIGURE_WIDTHS),
    fc.oneof(inlines, fc.constant<LooseNode[]>([])),
  )
  .map(
    ([src, alt, named, width, content]): LooseNode => ({
      type: 'figure',
      attrs: { src, alt, title: named, width },
      content: [{ type: 'figureCaption', content }],
    }),
  );

const words = (line: string): LooseNode => ({ type: 'paragraph', content: [{ type: 'text', text: line }] });
const lineBreak: LooseNode = { type: 'hardBreak' };
/** Text that looks like an admonition with its end: in paragraphs, in the lines of one, and in code. */
const admonition = fc
  .tuple(fc.constantFrom(':::note', ':::{tip} a', '!!! note', '??? note'), text)
  .chain(([head, body]) =>
    fc.constantFrom<LooseNode[]>(
      [words(head), words(body), words(':::')],
      [
        {
          type: 'paragraph',
          content: [head, body, ':::'].flatMap((line) => [{ type: 'text', text: line }, lineBreak]),
        },
      ],
      [{ type: 'codeBlock', attrs: { language: null }, content: [{ type: 'text', text: `${head}\n    a\n:::` }] }],
    ),
  );

function items(type: string, content: fc.Arbitrary<LooseNode[]>): fc.Arbitrary<LooseNode[]> {
  return fc.array(
    fc
      .tuple(fc.boolean(), content)
      .map(([checked, blocks]): LooseNode => ({ type, attrs: { checked }, content: blocks })),
    { minLength: 1, maxLength: 3 },
  );
}

function table(content: fc.Arbitrary<LooseNode[]>): fc.Arbitrary<LooseNode> {
  const attrs = fc.record({
    align: fc.constantFrom(null, null, 'left', 'right', 'center'),
    colspan: fc.constantFrom(1, 1, 1, 1, 2),
  });
  const cell = fc
    .tuple(
      fc.constantFrom('tableCell', 'tableHeader'),
      attrs,
      fc.oneof(
        paragraph.map((one) => [one]),
        content,
      ),
    )
    .map(([type, given, blocks]): LooseNode => ({ type, attrs: given, content: blocks }));
  const plainRow = (type: string, columns: number) =>
    fc
      .array(paragraph, { minLength: columns, maxLength: columns })
      .map((cells): LooseNode => ({ type: 'tableRow', content: cells.map((one) => ({ type, content: [one] })) }));
  const plain = fc
    .integer({ min: 1, max: 3 })
    .chain((columns) =>
      fc
        .tuple(plainRow('tableHeader', columns), fc.array(plainRow('tableCell', columns), { maxLength: 3 }))
        .map(([head, rows]): LooseNode => ({ type: 'table', content: [head, ...rows] })),
    );
  const free = fc
    .array(fc.array(cell, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map(
      (rows): LooseNode => ({ type: 'table', content: rows.map((cells) => ({ type: 'tableRow', content: cells })) }),
    );
  return fc.oneof(plain, free);
}

function runsOf(block: fc.Arbitrary<LooseNode>, minLength: number, maxLength: number): fc.Arbitrary<LooseNode[]> {
  const one = block.map((node) => [node]);
  const run = fc.oneof({ weight: 9, arbitrary: one }, { weight: 1, arbitrary: admonition });
  return fc.array(run, { minLength, maxLength }).map((runs) => runs.flat());
}

function blocksOf(depth: number): fc.Arbitrary<LooseNode[]> {
  return runsOf(blockOf(depth), 1, 4);
}

function blockOf(depth: number): fc.Arbitrary<LooseNode> {
  const rule = fc.constant<LooseNode>({ type: 'horizontalRule' });
  const leaf = fc.oneof(paragraph, heading, codeBlock, figure, blockFormula, rule);
  if (depth === 0) return leaf;
  const inner = runsOf(blockOf(depth - 1), 0, 3);
  const start = fc.constantFrom(1, 1, 0, 4);
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    inner.map((content): LooseNode => ({ type: 'blockquote', content })),
    items('listItem', inner).map((content): LooseNode => ({ type: 'bulletList', content })),
    fc
      .tuple(start, items('listItem', inner))
      .map(([from, content]): LooseNode => ({ type: 'orderedList', attrs: { start: from }, content })),
    items('taskItem', inner).map((content): LooseNode => ({ type: 'taskList', content })),
    table(inner),
    fc
      .tuple(fc.constantFrom(...CALLOUT_KINDS), fc.option(text, { nil: null }), inner)
      .map(([kind, named, content]): LooseNode => ({ type: 'callout', attrs: { kind, title: named }, content })),
    fc.tuple(fc.boolean(), inlines, inner).map(
      ([open, summary, content]): LooseNode => ({
        type: 'details',
        attrs: { open },
        content: [{ type: 'detailsSummary', content: summary }, ...content],
      }),
    ),
  );
}

/** Documents of every node and mark, three levels deep, with text that looks like Markdown. */
export const anyDocument: fc.Arbitrary<DocumentJson> = blocksOf(2).map(
  (content) => cleanDocument({ type: 'doc', content }).document,
);
