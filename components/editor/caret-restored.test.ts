import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { updateYDoc } from '@/server/domains/knowledge/yjs';
import fc from '@/server/platform/testing/fast-check';
import { around, begin, line, linesOf, placesOf, syncBegun, Writer } from './writer.testing';

const words = (text: string) => ({ type: 'text', text });
const block = (type: string, ...content: object[]) => ({ type, content });
const callout = (text: string) => block('callout', line(text));

const HEADING = block('heading', words('Planning the evening'));
const FIRST = line('We meet in the first week of May and talk about the place.');
const LIST = block(
  'bulletList',
  block('listItem', line('Ask for the price')),
  block('listItem', line('Ask for chairs')),
);
const LAST = line('The end of it comes with a speech by whoever leads.');
const [ONE, OTHER] = ['Venues limit this a lot, since they close at ten.', 'We ask each of them early in the year.'];
const QUOTE = block('blockquote', line('A quote from somebody who knows this well.'));
const CODE = block('codeBlock', words('a code block'));

/** The same, and of what stands in it now much was not there: it goes when the old version comes back. */
const RESTORED = [HEADING, FIRST, line(`${ONE} ${OTHER}`), LIST, LAST];
const NOW = [
  line(`New words stand in front of it. ${ONE}`),
  line(OTHER),
  callout('Mind the first of the things.'),
  CODE,
];
const CURRENT = [HEADING, FIRST, QUOTE, ...NOW, LIST, LAST, callout('Mind the last of these callouts.')];
const SHORT = [
  HEADING,
  FIRST,
  line('Another one.'),
  QUOTE,
  ...NOW.slice(0, 2),
  LAST,
  line('A coda.'),
  callout('The last.'),
];

/** Noah's caret stands behind these words, and an old version comes back. @returns what is around it then */
async function restore(
  current: object[],
  old: object[],
  before: string,
): Promise<{ noah: Writer; places: [string, string] }> {
  const begun = begin(current);
  const noah = new Writer(begun, 2);
  await syncBegun();
  const at = linesOf(noah).findIndex((one) => one.includes(before));
  noah.goTo((placesOf(noah)[at] as number) + (linesOf(noah)[at] as string).indexOf(before) + before.length);
  const server = new Y.Doc();
  Y.applyUpdate(server, begun);
  const vector = Y.encodeStateVector(server);
  updateYDoc(server, { type: 'doc', content: old } as never);
  noah.hear([Y.encodeStateAsUpdate(server, vector)]);
  return { noah, places: around(noah) };
}

test.each([
  ['blocks are taken out around it', CURRENT],
  ['others are written over its own', SHORT],
])(
  'ED-T242 who writes in a block that an old version of the text has as well stays at the same words: %s',
  async (_what, current) => {
    const whole = `${ONE} ${OTHER}`;
    for (const before of ['Venues limit', ONE, 'We ask', OTHER]) {
      const { places } = await restore(current, RESTORED, before);
      const place = whole.indexOf(before) + before.length;
      expect(places).toEqual([whole.slice(0, place), whole.slice(place)]);
    }
  },
);

test('ED-T243 who writes in a block of which an old version has nothing goes on behind the one before it', async () => {
  const { noah, places } = await restore(CURRENT, RESTORED, 'A quote');
  expect(places).toEqual(['We meet in the first week of May and talk about the place.', '']);
  noah.type(' On.');
  expect(linesOf(noah)[1]).toBe('We meet in the first week of May and talk about the place. On.');
});

/** Of lines of words that are nowhere else, some went, some came, some changed their places, and all have new words in front. */
const LINE = fc.integer({ min: 0, max: 9 });
const wordsOf = (nth: number) => ['mauve', 'tidal', 'larch', 'onset'].map((word) => `${word}${nth}`);
const oldLine = (nth: number) => `${wordsOf(nth).join(' ')}.`;
const newLine = (nth: number) => `Fresh${nth} in front. ${oldLine(nth)}`;
const LINE_SETS = fc.uniqueArray(LINE, { minLength: 2, maxLength: 8 });
const KINDS: ((text: string) => object)[] = [line, callout, (text) => block('blockquote', line(text)), line];
const KIND_SETS = fc.array(fc.constantFrom(...KINDS), { minLength: 8, maxLength: 8 });

test('ED-T244 whatever an old version puts elsewhere, whoever writes in a line that it has stays behind the same word', async () => {
  const own = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 4 }));
  const kinds = fc.tuple(KIND_SETS, KIND_SETS);
  const property = fc.asyncProperty(LINE_SETS, LINE_SETS, kinds, own, async (now, old, kinds, [own, count]) => {
    const both = now.filter((nth) => old.includes(nth));
    fc.pre(both.length > 0);
    const mine = both[own % both.length] as number;
    const current = now.map((nth, at) => kinds[0][at]?.(newLine(nth)) ?? {});
    const restored = old.map((nth, at) => kinds[1][at]?.(oldLine(nth)) ?? {});
    const before = wordsOf(mine).slice(0, count).join(' ');
    const { places } = await restore(current, restored, before);
    expect(places).toEqual([before, oldLine(mine).slice(before.length)]);
  });
  await fc.assert(property, { numRuns: 150 });
});
