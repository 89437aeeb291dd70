import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { isBlank } from '../blank';
import { DocumentView } from '../document-view';

const ANA = { id: 'ana1', name: 'Ana Souza', left: false };
const KEYS = {
  id: 'keys2',
  title: 'Rotate the keys',
  contentType: 'procedures',
  status: 'published',
  summary: 'Every year.',
  author: { ...ANA, left: true },
};
const mention = (type: string, named: unknown, more = {}) => ({ type, attrs: { id: 'x1', ...more, named } });
const say = (text: string) => ({ type: 'text', text });

function html(...content: object[]): string {
  const document = { type: 'doc', content: [{ type: 'paragraph', content }] };
  return renderToStaticMarkup(
    <MantineProvider>
      <DocumentView document={document} outline={[]} />
    </MantineProvider>,
  );
}

describe('mentions in a text that is read', () => {
  test('KN-G17: a person and an item are links to their pages', () => {
    const page = html(mention('personMention', ANA), say(' and '), mention('itemMention', KEYS));
    expect(page).toContain('href="/people/ana-souza-ana1"');
    expect(page).toContain('>@Ana Souza</a> and ');
    expect(page).toMatch(/<a [^>]*href="\/library\/rotate-the-keys-keys2"[^>]*>Rotate the keys<\/a>/);
  });

  test('KN-G17: who has left is said to have, and who is unknown is nobody; neither has a page', () => {
    const page = html(mention('personMention', { ...ANA, left: true }), mention('personMention', null));
    expect(page).toContain('@Ana Souza (left)');
    expect(page).toContain('@somebody unknown');
    expect(page).not.toContain('href=');
  });

  test('KN-G3: what may not be read leads nowhere, as a card too', () => {
    for (const more of [{}, { card: true }]) {
      const page = html(mention('itemMention', null, more));
      expect(page).toContain('item not available');
      expect(page).not.toContain('href=');
    }
  });

  test('KN-G18: alone in its paragraph an item is a card, if it is to be one', () => {
    const card = mention('itemMention', KEYS, { card: true });
    for (const fact of ['Rotate the keys', 'Procedure', 'Published', 'Ana Souza (left)', 'Every year.'])
      expect(html(card)).toContain(fact);
    expect(html(card, say(' too'))).not.toContain('Every year.');
    expect(html(mention('itemMention', KEYS, { card: false }))).not.toContain('Every year.');
  });

  test('KN-G17: a text of nothing but a mention is no empty page', () => {
    expect(isBlank({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'personMention' }] }] })).toBe(
      false,
    );
  });
});
