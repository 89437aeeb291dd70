import { describe, expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import type { Named } from '../mention.schema';
import { mentionsIn, withNames } from '../mentions';
import { cleanDocument } from './clean-document.rules';
import { anyDocument } from './document.arbitrary';
import { extract, headingsOf } from './extract';
import { fromMarkdown } from './from-markdown.rules';
import { toMarkdown } from './to-markdown';

const ANA = { type: 'personMention', attrs: { id: 'ana1' } };
const KEYS = { type: 'itemMention', attrs: { id: 'keys2', card: false } };
const CARD = { type: 'itemMention', attrs: { id: 'keys2', card: true } };
const say = (text: string) => ({ type: 'text', text });
const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content });
const doc = (...content: unknown[]) => cleanDocument({ type: 'doc', content }).document;

const ana = (name: string) => ({ id: 'ana1', name, left: false });
const keys = (id: string, title: string) => ({
  id,
  title,
  contentType: 'procedures' as const,
  status: 'published' as const,
  summary: '',
  author: ana('Ana'),
});
const NOBODY: Named = { people: [], items: [] };

describe('mentions', () => {
  test('KN-G1 a mention is written as a link that its title tells from others, and read as a mention again', () => {
    const document = doc(paragraph(say('Ask '), ANA, say(' about '), KEYS, say('.')), paragraph(CARD));
    const named = withNames(document, { people: [ana('Ana [Souza]')], items: [keys('keys2', 'Rotate *the* keys')] });
    const written = toMarkdown(named);
    expect(written).toBe(
      'Ask [Ana \\[Souza\\]](/people/ana1 "mention") about [Rotate \\*the\\* keys](/library/keys2 "mention").\n\n' +
        '[Rotate \\*the\\* keys](/library/keys2 "card")\n',
    );
    expect(fromMarkdown(written)).toEqual(document);
  });

  test.each([
    ['a link to a person with words of its own', '[her](/people/ana1)'],
    ['a place elsewhere with that title', '[x](https://example.com/people/ana1 "mention")'],
    ['a part of an item', '[x](/library/keys2#part "mention")'],
  ])('KN-G1 %s stays a link', (_what, markdown) => {
    expect(JSON.stringify(fromMarkdown(markdown))).toContain('"link"');
    expect(mentionsIn(fromMarkdown(markdown))).toEqual({ personIds: [], itemIds: [] });
  });

  test('KN-G1 a title that would make a mention of a link is taken off it; any other stays', () => {
    const link = (href: string, title: string) => ({
      ...say('here'),
      marks: [{ type: 'link', attrs: { href, title } }],
    });
    const titleOf = (href: string, title: string) =>
      doc(paragraph(link(href, title))).content?.[0]?.content?.[0]?.marks?.[0]?.attrs?.title;
    expect(titleOf('/people/ana1', 'mention')).toBeNull();
    expect(titleOf('/library/keys-keys2', 'card')).toBeNull();
    expect(titleOf('/people/ana1', 'card')).toBe('card');
    expect(titleOf('https://example.com/', 'mention')).toBe('mention');
  });

  test('KN-G1 an id that can be none makes no mention', () => {
    const bad = ['', 'a b', '../x', 'x'.repeat(65), 7, null].map((id) => ({ type: 'personMention', attrs: { id } }));
    const cleaned = cleanDocument({ type: 'doc', content: [paragraph(say('a'), ...bad)] });
    expect(cleaned.document).toEqual(doc(paragraph(say('a'))));
    expect(cleaned.dropped).toEqual(['mention:id']);
  });

  test('KN-G1 what was copied from a page of ours is the mention that it was', () => {
    const html =
      'a <a href="/people/ana-ana1" data-mention="person" data-id="ana1">@Ana</a> ' +
      '<span data-mention="item" data-id="keys2" data-card>Keys</span> <i data-mention="item" data-id="../">b</i>';
    const italic = { type: 'text', text: 'b', marks: [{ type: 'italic' }] };
    expect(fromMarkdown(html)).toEqual(doc(paragraph(say('a '), ANA, say(' '), CARD, say(' '), italic)));
  });

  test('KN-G2 what is kept of a text has no name and no title in it, whoever it is written for', () => {
    const heading = { type: 'heading', attrs: { level: 2 }, content: [say('What '), ANA, say(' does')] };
    const document = doc(heading, paragraph(say('Ask them about '), KEYS, say(' today')));
    expect(toMarkdown(document)).toBe(
      '## What [](/people/ana1 "mention") does\n\nAsk them about [](/library/keys2 "mention") today\n',
    );
    const named = withNames(document, { people: [ana('Ana Souza')], items: [keys('keys2', 'Secret plan')] });
    for (const given of [document, named]) {
      expect(extract(given).plainText).toBe('What … does\nAsk them about … today');
      expect(extract(given).summary).toBe('Ask them about … today');
    }
    expect(headingsOf(named)).toMatchObject([{ text: 'What Ana Souza does', slug: headingsOf(document)[0]?.slug }]);
  });

  test('KN-G3 what one may not read is written as what does not exist', () => {
    const one = doc(paragraph(say('See '), KEYS));
    expect(toMarkdown(withNames(one, NOBODY))).toBe('See [](/library/keys2 "mention")\n');
    expect(fromMarkdown(toMarkdown(withNames(one, NOBODY)))).toEqual(one);
  });

  test('KN-G1 whatever they are called, the document reads back as the same', { timeout: 60_000 }, () => {
    const name = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('a](b', '![x', '<b>', 'www.a.co', 'a@b.co', '`c`', '\\', '|'),
    );
    fc.assert(
      fc.property(anyDocument, name, name, (document, person, title) => {
        const wanted = fromMarkdown(toMarkdown(document));
        const named = withNames(wanted, { people: [ana(person)], items: [keys('keys_2', title)] });
        expect(fromMarkdown(toMarkdown(named))).toEqual(wanted);
      }),
      { numRuns: 100 },
    );
  });
});
