import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { htmlToHast } from '@/server/domains/knowledge/markdown/html-to-hast.rules';
import { toHtml } from '@/server/domains/knowledge/markdown/to-html';
import { toMarkdown } from '@/server/domains/knowledge/markdown/to-markdown';
import fc from '@/server/platform/testing/fast-check';
import { withoutRedirect } from './addresses';
import { readPastedHtml, sourceOf } from './read-html';

const FOLDER = 'components/editor/paste/fixtures';
const ORIGIN = 'https://kenning.example';
const fixture = (name: string) => readFileSync(`${FOLDER}/${name}`, 'utf8');
const read = (html: string) => readPastedHtml({ html, origin: ORIGIN });
const markdown = (html: string) => toMarkdown({ type: 'doc', content: read(html).blocks });

describe('ED-P1 what programs put into the clipboard reads as the same words without their clothes', () => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.html'));

  test.each(names)('ED-P1 %s', (name) => {
    expect(markdown(fixture(name))).toBe(fixture(name.replace('.html', '.md')));
  });

  test.each([
    ['word.html', 'word'],
    ['excel.html', 'excel'],
    ['google-docs.html', 'google_docs'],
    ['google-sheets.html', 'google_sheets'],
    ['confluence.html', 'confluence'],
    ['vscode.html', 'code_editor'],
    ['github.html', 'web'],
    ['web.html', 'web'],
  ])('ED-P2 %s is from %s', (name, source) => {
    const html = fixture(name);
    expect(sourceOf(html, htmlToHast(html).root)).toBe(source);
  });
});

describe('what is left out is counted', () => {
  test('ED-P3 of Word: the table of contents, deletions, comments and images that are not in the clipboard', () => {
    expect(Object.fromEntries(read(fixture('word.html')).leftOut)).toEqual({
      contents: 1,
      deletions: 1,
      comments: 1,
      images: 1,
    });
  });

  test('ED-P4 the bytes that Word puts beside its HTML take the place of its files', () => {
    const html = fixture('word.html');
    const beside = [{ address: '', mediaType: 'image/png', base64: 'AAAA' }];
    const { images, leftOut, blocks } = readPastedHtml({ html, origin: ORIGIN, beside });
    expect(images).toEqual([{ address: '#pasted-0', mediaType: 'image/png', base64: 'AAAA' }]);
    expect(Object.fromEntries(leftOut).images).toBeUndefined();
    expect(JSON.stringify(blocks)).toContain('"src":"#pasted-0"');
  });

  test('ED-P5 of a page: films; images in the page itself come along', () => {
    const { images, leftOut } = read(fixture('web.html'));
    expect(images.map(({ mediaType }) => mediaType)).toEqual(['image/png']);
    expect(leftOut).toEqual([['media', 1]]);
  });

  test('ED-P47 of a page: an image of somebody else’s place is a link, which is said; one of ours stays', () => {
    const html = `<p>a <img src="https://example.com/dir/b.png"> <img src="${ORIGIN}/files/1" alt="c"></p>`;
    const { blocks, leftOut } = read(html);
    expect(leftOut).toEqual([['foreign_images', 1]]);
    expect(JSON.stringify(blocks)).toContain('"href":"https://example.com/dir/b.png"');
    expect(JSON.stringify(blocks)).toContain('"src":"/files/1"');
  });
});

describe('addresses', () => {
  test.each([
    ['https://www.google.com/url?q=https://example.com/a%3Fb&sa=D', 'https://example.com/a?b'],
    ['https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.com%2F&data=1', 'https://example.com/'],
    ['https://slack-redir.net/link?url=https%3A%2F%2Fexample.com', 'https://example.com'],
    ['https://www.google.com/search?q=https://example.com', 'https://www.google.com/search?q=https://example.com'],
    ['https://www.google.com/url?q=javascript:alert(1)', 'https://www.google.com/url?q=javascript:alert(1)'],
    ['not an address', 'not an address'],
  ])('ED-P6 %s leads to %s', (address, target) => {
    expect(withoutRedirect(address)).toBe(target);
  });
});

const PLAIN_WORDS = ['alpha', ' ', '  ', '\n', '\u00a0', 'β', '<', '&amp;', '😀', '\u0000', '\ud800'];
const WORDS = [...PLAIN_WORDS, '·', '1.', '☐ do', '[x] done'];
const TAGS =
  'p div span b strong i em u s del ins code pre h1 h3 h6 ul ol li table thead tbody tr td th caption blockquote a img br hr input details summary aside callout sup sub section dl dt dd figure figcaption svg math style script o:p w:sdt font label iframe'.split(
    ' ',
  );
/** Without those in which tags are text, and those that make something bold of what stands in them. */
const STEADY_TAGS = TAGS.filter((tag) => !['iframe', 'dt', 'style', 'script'].includes(tag));
const ATTRIBUTES = [
  'style="font-weight:bold"',
  "style='mso-list:l0 level1 lfo1'",
  "style='mso-list:l0 level4 lfo1'",
  "style='mso-list:Ignore'",
  "style='mso-element:footnote'",
  "style='mso-footnote-id:ftn1'",
  'style="white-space:pre-wrap;font-family:Courier New"',
  'style="display:none"',
  'class=MsoListParagraph',
  'class="MsoTitle conf-macro"',
  'class="syntaxhighlighter java"',
  'data-panel-type="info"',
  'data-task-state="DONE"',
  'data-indent="2"',
  'role="checkbox" aria-checked="true"',
  'id="docs-internal-guid-1"',
  'href="https://example.com/a"',
  'href="javascript:x"',
  'src="data:image/png;base64,AAAA"',
  'src="file:///c:/a.png"',
  'src="https://example.com/a.png" alt="a"',
  'colspan="3"',
  'rowspan="9"',
  'data-callout="tip"',
  'role="presentation"',
  'start="7"',
  'type=checkbox checked',
];

/** Any HTML of these words. A sign that says something by itself would say it anew each time. */
const htmlOf = (words: readonly string[], tags = TAGS) =>
  fc.letrec<{ html: string; node: string }>((tie) => ({
    html: fc.array(tie('node'), { maxLength: 4 }).map((nodes) => nodes.join('')),
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...words),
      fc
        .tuple(fc.constantFrom(...tags), fc.subarray(ATTRIBUTES, { maxLength: 3 }), tie('html'), fc.boolean())
        .map(
          ([tag, attributes, inner, closed]) =>
            `<${[tag, ...attributes].join(' ')}>${inner}${closed ? `</${tag}>` : ''}`,
        ),
    ),
  })).html;

/** As a browser copies it: every address with where it is. */
const copied = (blocks: ReturnType<typeof read>['blocks']) => toHtml(blocks).replaceAll('="/', `="${ORIGIN}/`);

describe('any HTML at all', () => {
  test('ED-P7 gives a document that the schema allows', () => {
    const check = (given: string) => {
      const { blocks } = read(given);
      documentSchema().nodeFromJSON({ type: 'doc', content: blocks }).check();
      expect(JSON.stringify(blocks)).not.toMatch(/"(?:src|href)":"(?:javascript|data|file):/);
    };
    fc.assert(fc.property(htmlOf(WORDS), check), { numRuns: 1_000 });
  });

  test('ED-P8 pasted, copied and pasted again is the same', () => {
    const check = (given: string) => {
      const once = JSON.parse(JSON.stringify(read(given).blocks).replaceAll('#pasted-', '/files/'));
      expect(read(copied(once)).blocks).toEqual(once);
    };
    fc.assert(fc.property(htmlOf(PLAIN_WORDS, STEADY_TAGS), check), { numRuns: 1_000 });
  });
});
