import { describe, expect, test } from 'vitest';
import { addressesIn, withAddresses } from '../import/addresses';
import { cleanDocument } from './clean-document.rules';
import { extract } from './extract';
import { fromMarkdown } from './from-markdown.rules';
import { toMarkdown } from './to-markdown';

const first = (markdown: string) => fromMarkdown(markdown).content?.[0];
const figure = (attrs: object, ...content: object[]) => ({
  type: 'figure',
  attrs: { alt: null, title: null, width: 'natural', ...attrs },
  content: [{ type: 'figureCaption', ...(content.length === 0 ? {} : { content }) }],
});

describe('figures', () => {
  test.each([
    ['<figure><img src="/files/a.png" alt="A rack"></figure>', figure({ src: '/files/a.png', alt: 'A rack' })],
    [
      '<figure data-width="small">\n<img src="a.png">\n<figcaption>The <b>rack</b></figcaption>\n</figure>',
      figure(
        { src: 'a.png', width: 'small' },
        { type: 'text', text: 'The ' },
        { type: 'text', text: 'rack', marks: [{ type: 'bold' }] },
      ),
    ],
    [
      '<figure>\n\n![A rack](a.png)\n\n<figcaption>\n\nThe rack\n\n</figcaption>\n</figure>',
      figure({ src: 'a.png', alt: 'A rack' }, { type: 'text', text: 'The rack' }),
    ],
  ])('KN-M20 %j', (html, wanted) => {
    expect(first(html)).toEqual(wanted);
    expect(fromMarkdown(toMarkdown(fromMarkdown(html)))).toEqual(fromMarkdown(html));
  });

  test.each([
    '<figure><img src="a.png"><img src="b.png"></figure>',
    '<figure><a href="/x"><img src="a.png"></a><figcaption>c</figcaption></figure>',
    '<figure><pre>code</pre><figcaption>c</figcaption></figure>',
    '<figure><img src="javascript:alert(1)" alt="seen"><figcaption>c</figcaption></figure>',
  ])('KN-M20 %j is what stands in it', (html) => {
    expect(JSON.stringify(fromMarkdown(html))).not.toContain('"figure"');
  });

  test('KN-M20 without an address it is its caption, and no width but a named one stands', () => {
    const caption = { type: 'text', text: 'The rack' };
    const { document, dropped } = cleanDocument({
      content: [figure({ src: 'data:x' }, caption), figure({ src: 'a.png', width: '9999px' }, caption)],
    });
    expect(document.content?.[0]).toEqual({ type: 'paragraph', content: [caption] });
    expect(document.content?.[1]?.attrs?.width).toBe('natural');
    expect(dropped).toEqual(['image:address']);
  });

  test('KN-M21 its words are found by search, its file is taken along', () => {
    const document = fromMarkdown('<figure><img src="a.png" alt="A rack"><figcaption>In May</figcaption></figure>');
    expect(extract(document).plainText).toBe('A rack\nIn May');
    expect(addressesIn(document)).toEqual([{ use: 'image', address: 'a.png' }]);
    expect(withAddresses(document, () => '/files/1/a.png').content?.[0]?.attrs?.src).toBe('/files/1/a.png');
  });
});
