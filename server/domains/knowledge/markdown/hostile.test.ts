import { describe, expect, test } from 'vitest';
import { KenningError } from '@/server/platform/errors';
import fc from '@/server/platform/testing/fast-check';
import { emptyDocument } from '../document.schema';
import { addressesIn } from '../import/addresses';
import { MARKDOWN_CHARACTERS_MAX } from '../limits.schema';
import { DRAFT_TEXT } from '../text.tasks';
import { cleanDocument } from './clean-document.rules';
import { walk } from './extract';
import { fromMarkdown, readMarkdown } from './from-markdown.rules';
import { MAX_NESTING_LEVELS } from './limits.rules';

/** Generous for a busy machine; each of these takes well under a second on a quiet one. */
const PATIENCE_MS = 20_000;

/** Texts that make parsers work with the square of their length, or go down as many levels. */
const HOSTILE: Record<string, (size: number) => string> = {
  'open brackets': (size) => '['.repeat(size),
  'open links': (size) => '[a]('.repeat(size / 4),
  'emphasis that never closes': (size) => '*a_ '.repeat(size / 4),
  'strike-through that never closes': (size) => '~a ~~b '.repeat(size / 7),
  'comments that never close': (size) => 'a<!-- '.repeat(size / 6),
  quotes: (size) => '>'.repeat(size),
  'list markers': (size) => '- '.repeat(size / 2),
  'deep lists': (size) =>
    Array.from({ length: Math.sqrt(size) }, (_, level) => `${' '.repeat(level * 2)}- a`).join('\n'),
  'wide tables': (size) => `${'|a'.repeat(size / 8)}\n${'|-'.repeat(size / 8)}\n${'|b|\n'.repeat(size / 8)}`,
  'open elements': (size) => '<div>'.repeat(size / 5),
  'formatting that never closes': (size) => '<b><i><p>'.repeat(size / 9),
  'a colon block with a line separator': (size) => `:::${'a'.repeat(size / 3)}\u2028`,
  'an alert with a line separator': (size) => `> [!note]${' '.repeat(size / 3)}a\u2028`,
  'an alert of tabs with a line separator': (size) => `> [!note]${'\t'.repeat(size / 3)}\u2028`,
  'a fence with a line separator': (size) => `${'~'.repeat(size / 3)}\u2028`,
  'embeds that never close': (size) => '<video>\n\na\n\n'.repeat(size / 12),
  'code fences': (size) => '```\n'.repeat(size / 4),
  'admonitions in one another': (size) => ':::note\n'.repeat(size / 8),
  'footnotes that call one another': (size) => `${'[^a]'.repeat(size / 8)}\n\n[^a]: ${'[^a]'.repeat(size / 8)}`,
  'one word': (size) => 'a'.repeat(size),
  'blanks inside a line': (size) => `a${' '.repeat(size / 2)}b \`c${'\t'.repeat(size / 4)}d\``,
  'blanks inside an attribute': (size) =>
    `<img src="x" alt="a${' '.repeat(size / 2)}b" title="${' '.repeat(size / 4)}">`,
  'dollars beside words': (size) => '$a'.repeat(size / 2),
  'dollars beside signs': (size) => ' $a.$-$`'.repeat(size / 8),
  'formulas that never end': (size) => '$$a\n'.repeat(Math.min(size / 4, 40_000)),
  'formulas that never end in quotes': (size) => '> $$\n> a\n\n'.repeat(Math.min(size / 9, 1_500)),
  'formulas by themselves': (size) => '$$\nx\n$$\n\n'.repeat(Math.min(size / 9, 12_000)),
  'lines that continue a quote': (size) => `> a\n${'b\n'.repeat(Math.min(size / 2, 40_000))}`,
  'lines that continue a list': (size) => '- a\nb\n'.repeat(Math.min(size / 6, 20_000)),
};

function outcome(markdown: string): string {
  try {
    fromMarkdown(markdown);
    return 'document';
  } catch (error) {
    return error instanceof KenningError ? error.code : `thrown: ${String(error)}`;
  }
}

describe('hostile Markdown', () => {
  test.each(Object.entries(HOSTILE))(
    'KN-D4 %s become a document or are refused, in time',
    (_name, build) => {
      const started = performance.now();
      for (const size of [3_000, 60_000, MARKDOWN_CHARACTERS_MAX]) {
        expect(['document', 'too_large']).toContain(outcome(build(size)));
      }
      expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
    },
    60_000,
  );

  test('KN-D4 any text becomes a document', () => {
    const pieces = fc.constantFrom(
      ...'* _ ~ ` [ ] ( ) ! < > & # - + = | \\ / : " \n \t a 1.'.split(' '),
      '\n\n',
      '    ',
      '\u0000',
    );
    fc.assert(
      fc.property(
        fc.array(pieces).map((all) => all.join('')),
        (text) => outcome(text) === 'document',
      ),
      { numRuns: 500 },
    );
  });

  test.each(['!!! constructor\n    a\n', ':::valueOf\na\n:::\n', '> [!constructor]\n> a\n', '<toString>a</toString>'])(
    'KN-D4 a word that every object knows is a word like others: %j',
    (markdown) => expect(outcome(markdown)).toBe('document'),
  );

  test('KN-D5 nesting beyond the limit is refused with the line', () => {
    const deep = `fine\n\n${'> '.repeat(MAX_NESTING_LEVELS + 1)}x`;
    expect(() => fromMarkdown(deep)).toThrow(
      expect.objectContaining({
        code: 'too_large',
        reason: 'markdown_too_deep',
        params: expect.objectContaining({ line: 3 }),
      }),
    );
  });
});

describe('a text is never replaced by an empty one', () => {
  test('KN-D19 a table with more rows than a call takes arguments leaves the text beside it', () => {
    const rows = `${'<tr>'.repeat(9)}\n\n`.repeat(24_500);
    expect(JSON.stringify(fromMarkdown(`Important text.\n\n<table>\n\n${rows}`))).toContain('Important text.');
  });

  test('KN-D19 what no document can be made of is refused where it would be written, and an empty page to read', () => {
    const levels = 100_000;
    const json = `{"content":[${'{"type":"x","content":['.repeat(levels)}${']}'.repeat(levels)}]}`;
    const refused = { code: 'invalid', reason: 'text_not_understood' };
    expect(() => DRAFT_TEXT.run({ updates: [], wanted: { json } })).toThrow(expect.objectContaining(refused));
    const { document, dropped } = cleanDocument(JSON.parse(json));
    expect(document).toEqual(emptyDocument());
    expect(dropped.at(-1)).toContain('document:');
  });
});

describe('what may not stand in a document', () => {
  const ADDRESSES = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#10;script:alert(1)',
    ' &#1;javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.com/1',
  ];

  test.each(ADDRESSES)('KN-D6 the address %s goes or becomes a harmless one, its text stays', (address) => {
    for (const source of [
      `[press](<${address}>)`,
      `<a href="${address}">press</a>`,
      `<b><a href=" ${address}">press</a></b>`,
    ]) {
      const document = fromMarkdown(source);
      expect(JSON.stringify(document)).toContain('press');
      for (const found of addressesIn(document))
        expect(new URL(found.address, 'https://kenning.example/').protocol).toBe('https:');
    }
    for (const node of walk(fromMarkdown(`![seen](<${address}>) <img src="${address}" alt="seen">`))) {
      if (node.type === 'image') expect(new URL(node.attrs?.src, 'https://kenning.example/').protocol).toBe('https:');
    }
  });

  test('KN-D20 half a character, also where a title or a language is cut', () => {
    const callout = { type: 'callout', attrs: { kind: 'note', title: `${'x'.repeat(299)}😀` } };
    const code = {
      type: 'codeBlock',
      attrs: { language: `${'x'.repeat(59)}😀` },
      content: [{ type: 'text', text: 'a' }],
    };
    const [title, language] = cleanDocument({ content: [callout, code] }).document.content ?? [];
    expect(title?.attrs?.title).toBe('x'.repeat(299));
    expect(language?.attrs?.language).toBe('x'.repeat(59));
  });

  test('KN-D7 scripts, styles, frames and handlers vanish and are named', () => {
    const html =
      '<p onclick="x()">kept<script>alert(1)</script><style>p{}</style><iframe src="https://e.com"></iframe></p>';
    const { document, dropped } = readMarkdown(html);
    expect(document.content).toEqual([{ type: 'paragraph', content: [{ type: 'text', text: 'kept' }] }]);
    expect(dropped.sort()).toEqual(['element:iframe', 'element:script', 'element:style']);
  });
});
