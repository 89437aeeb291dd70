import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { corpusFiles, HAS_CORPUS } from '@/server/domains/knowledge/markdown/corpus.testing';
import { headingsOf } from '@/server/domains/knowledge/markdown/extract';
import { fromMarkdown } from '@/server/domains/knowledge/markdown/from-markdown.rules';
import { splitFrontMatter } from '@/server/domains/knowledge/markdown/front-matter.rules';
import { DocumentView } from './document-view';

/** Of the sample knowledge base, every so many files are shown: all of them take a minute. */
const SAMPLE_EVERY = 9;

function html(markdown: string, title?: string): string {
  const document = fromMarkdown(markdown);
  return renderToStaticMarkup(
    <MantineProvider>
      <DocumentView document={document} outline={headingsOf(document)} title={title} />
    </MantineProvider>,
  );
}

describe('the reading view', () => {
  test('KN-V1 headings have ids, links to themselves, and stay below the title of the page', () => {
    const page = html('# Rotate keys\n\n## When <a id="time"></a>\n\n## When\n', 'Rotate Keys');
    expect(page).not.toContain('<h1');
    expect(page).toMatch(/<h2 id="when"[^>]*>.*href="#when"/);
    expect(page).toContain('id="when-1"');
    expect(page).toContain('id="time"');
    expect(html('# One\n\n# Two\n', 'Another')).toMatch(/<h2 id="one".*<h2 id="two"/);
  });

  test('KN-V2 a heading cannot take an id of the page or a global name of a script', () => {
    const page = html('## Text\n\n## __next_f\n\n## x <a id="__NEXT_DATA__"></a>\n');
    expect(page).not.toMatch(/id="(text|__next_f|__NEXT_DATA__)"/);
  });

  test('KN-V3 tables can be focused, have a name, header cells and alignment', () => {
    const page = html('| Name | Cost |\n|---|--:|\n| a | 1 |\n');
    expect(page).toMatch(/<div[^>]*aria-label="Table: Name, Cost"[^>]*tabindex="0"/);
    expect(page).toMatch(/<th scope="col"[^>]*style="text-align:right"/);
  });

  test('ED-T41 columns are as wide as they were made; a width that no editor makes is passed over', () => {
    const document = fromMarkdown('| Name | Cost |\n|---|--:|\n| a | 1 |\n');
    const show = (...widths: unknown[]) => {
      for (const [at, width] of widths.entries()) {
        const attrs = document.content?.[0]?.content?.[0]?.content?.[at]?.attrs;
        if (attrs) attrs.colwidth = width;
      }
      return renderToStaticMarkup(<DocumentView document={document} outline={[]} />);
    };
    expect(show(null, null)).not.toContain('<col');
    expect(show([120], null)).toMatch(/<table dir="auto"><colgroup><col style="width:120px"\/><col\/><\/colgroup>/);
    expect(show([120], [200])).toContain('<table dir="auto" style="width:320px">');
    expect(show([1e9], ['1px;'])).not.toContain('<col');
  });

  test('KN-V4 tasks are disabled boxes that carry the words of the task', () => {
    expect(html('- [x] Ship it\n- [ ] Rest\n')).toMatch(
      /<input(?=[^>]*disabled)(?=[^>]*checked)[^>]*aria-label="Ship it"[^>]*>.*aria-label="Rest"/,
    );
  });

  test('KN-V5 code is coloured on the server where the language is known and shown anyway where not', () => {
    expect(html('```ts\nconst a = 1;\n```\n')).toContain('<span class="hljs-keyword">const</span>');
    expect(html('```tf\nresource "a" "b" {}\n```\n')).toContain('<span class="hljs-keyword">resource</span>');
    expect(html('```promql\nrate(x[5m]) < 1\n```\n')).toContain('rate(x[5m]) &lt; 1');
  });

  test('KN-V6 links lead where they can; an image elsewhere is not fetched', () => {
    const page = html(
      '[a](/library/x-1) [b](https://e.com) [c](../c.md) ![d](/files/1/d.png) ![e](https://e.com/e.png) ![f](f.png)\n',
    );
    expect(page).toContain('href="/library/x-1"');
    expect(page).toMatch(/href="https:\/\/e\.com" rel="noopener noreferrer nofollow"/);
    expect(page).not.toContain('c.md"');
    expect(page).toMatch(/<img src="\/files\/1\/d\.png" alt="d" loading="lazy"/);
    expect(page.match(/<img/g)).toHaveLength(1);
    expect(page).toContain('Image that is not here: f');
  });

  test('KN-V7 callouts, details and diagrams have words of their own', () => {
    expect(html('> [!WARNING]\n> Hot.\n')).toMatch(/<aside role="note" data-callout="warning"><p[^>]*>Warning<\/p>/);
    expect(html('<details><summary>More</summary>\n\nInside.\n\n</details>\n')).toContain('<summary>More</summary>');
    expect(html('```mermaid\ngraph TD; A-->B;\n```\n')).toContain('graph TD; A--&gt;B;');
  });

  test('KN-M24 a formula is set on the server; one that cannot be set is its source', () => {
    const page = html('So $x^2$ and $\\wrong$.\n\n$$\n\\frac{a}{b}\n$$\n');
    expect(page).toContain('<msup>');
    expect(page).toMatch(/<div[^>]*role="group" aria-label="Formula" tabindex="0"><math/);
    expect(page).toMatch(/<code title="This formula could not be set[^"]*">\\wrong<\/code>/);
  });

  test('KN-M24 an image with a caption is a figure of the width it was given', () => {
    const page = html(
      '<figure data-width="small"><img src="/files/1/d.png" alt="A rack"><figcaption>The <b>rack</b></figcaption></figure>\n',
    );
    expect(page).toMatch(
      /<figure data-width="small"><img src="\/files\/1\/d.png" alt="A rack"[^>]*><figcaption>The <strong>rack<\/strong><\/figcaption><\/figure>/,
    );
    expect(html('<figure><img src="/files/1/d.png"></figure>\n')).not.toContain('figcaption');
  });

  test('KN-V9 code is coloured, but not where that could hold up the page', () => {
    const code = (language: string, text: string) => html(`\`\`\`${language}\n${text}\n\`\`\`\n`);
    expect(code('hcl', 'region = "eu"')).toContain('hljs-attr');
    expect(code('ini', `${'a'.repeat(1_000)} = 1`)).toContain('hljs-');
    for (const text of ['a'.repeat(2_001), 'name = 1\n'.repeat(3_000)])
      expect(code('ini', text)).not.toContain('hljs-');
  });

  test.runIf(HAS_CORPUS)('KN-V8 real files can be shown, without an id twice', { timeout: 120_000 }, () => {
    for (const { path, markdown } of corpusFiles().filter((_, index) => index % SAMPLE_EVERY === 0)) {
      const page = html(splitFrontMatter(markdown).body);
      const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
      expect(new Set(ids).size, path).toBe(ids.length);
    }
  });
});
