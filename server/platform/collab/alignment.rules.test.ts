import { expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { align, shareIn } from './alignment.rules';

/** What of a text is not in its later version. */
const goneFrom = (before: string, after: string) =>
  [...align(before, after).kept].map((isKept, at) => (isKept ? '' : before.charAt(at))).join('');

test.each([
  ['one two three', 'one two three', ''],
  ['one more two three', 'one two three', 'more '],
  ['one two three and four', 'one two three', ' and four'],
  ['one more two', 'zero one two', 'more '],
  ['one two', 'one twofold', ''],
  ['the world is', 'the wor is', 'ld'],
  ['w105 w125', 'w121 w105', ' w125'],
  ['one', '', 'one'],
])('CO-D74 of “%s” there lacks in “%s”: “%s”', (before, after, gone) => {
  expect(goneFrom(before, after)).toBe(gone);
});

test('CO-D75 the place between two words is found between them', () => {
  const place = (before: string, at: number, after: string) => align(before, after).places[at];
  expect(place('one two three', 3, 'zero one two three')).toBe(8);
  expect(place('one two three', 13, 'one two three four')).toBe(13);
  expect(place('one two three', 0, 'one two three')).toBe(0);
});

const wordsOf = (...words: string[]) =>
  fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((some) => some.join(' '));
const WORDS = fc.oneof(wordsOf('aa', 'bb', 'cc', 'dd', 'ee'), wordsOf('aa', 'é', '😀', '😁', '🇩🇪', '漢字', 'né'));

test('CO-D76 whatever became of a text: places never go back, what is kept is the same letter, and nothing is left out', () => {
  fc.assert(
    fc.property(WORDS, WORDS, (before, after) => {
      const { kept, places } = align(before, after);
      expect([kept.length, places.length]).toEqual([before.length, before.length + 1]);
      for (const [at, isKept] of kept.entries()) {
        const [from, to] = [places[at] ?? -1, places[at + 1] ?? -1];
        expect(to).toBeGreaterThanOrEqual(from);
        if (isKept) expect(after.charAt(to - 1)).toBe(before.charAt(at));
      }
      expect(places.at(-1)).toBeLessThanOrEqual(after.length);
    }),
  );
});

test('CO-D87 of a text all is kept in itself, and in itself with something put in', () => {
  fc.assert(
    fc.property(WORDS, WORDS, fc.nat(60), (text, more, place) => {
      const spaces = [0, ...[...text.matchAll(/ /g)].map(({ index }) => index + 1)];
      const at = spaces[place % spaces.length] ?? 0;
      const longer = more === '' ? text : `${text.slice(0, at)}${more} ${text.slice(at)}`;
      for (const after of [text, longer]) expect(align(text, after).kept).toEqual(Array(text.length).fill(true));
    }),
  );
});

test('CO-D77 a text is a version of another one when more than half of its words stand in that', () => {
  expect(shareIn('one two', 'zero one two three')).toBe(1);
  expect(shareIn('last', 'last words')).toBe(1);
  expect(shareIn('aaaa bbbb', 'aaaa')).toBe(0.5);
  expect(shareIn('', 'one')).toBe(0);
});

test('CO-D102 long texts are compared, also where one word stands in them again and again', () => {
  const long = 'a '.repeat(100_000);
  expect(align(long, `b ${long}`).kept.every(Boolean)).toBe(true);
  const [before, after] = ['x', 'y'].map((other) =>
    Array.from({ length: 60_000 }, (_, at) => (at % 7 === 3 ? other : `w${at % 5_000} v${at}`)).join(' '),
  ) as [string, string];
  expect(shareIn(before, after)).toBeGreaterThan(0.9);
});

test('CO-D103 words are told apart where there are no blanks between them', () => {
  expect(shareIn('今日は会議があります', '今日は会議がありました')).toBeGreaterThan(0.7);
  expect(goneFrom('今日は長い会議があります', '今日は会議がありました')).toBe('長いす');
});

test('CO-D78 two rows of flags that end in the same halves have no letter in common, which is soon found', () => {
  const flags = '🇩'.repeat(12_000);
  const { kept } = align(`x${flags}`, `y${flags}🇩`);
  expect(kept.some(Boolean)).toBe(false);
  expect(goneFrom('a🇩🇪', '🇩🇪')).toBe('a');
});
