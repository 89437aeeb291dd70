import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { TextVersions } from './text-versions.rules';

const written = (words: string) => ({ text: new Y.XmlText(), words });
/** So many words of which no other text has any. */
const unlike = (text: number, count: number) => Array.from({ length: count }, (_, at) => `w${text}x${at}`).join(' ');

test('CO-D88 the very same text is its version before one that has more, and none of which half is missing', () => {
  const [longer, same, other] = ['one two three four', 'one two three', 'one four five six'].map(written);
  const versions = new TextVersions([longer, other, same].flatMap((one) => one ?? []));
  expect(versions.find('one two three')).toBe(same);
  versions.take(same as never);
  expect(versions.find('one two three')).toBe(longer);
  versions.take(longer as never);
  expect(versions.find('one two three')).toBeNull();
});

test('CO-D89 among thousands of long texts the version of one is found, whether changed or not', () => {
  const all = Array.from({ length: 3_000 }, (_, text) => written(unlike(text, 100 + (text % 300))));
  const versions = new TextVersions(all);
  expect(versions.find(unlike(2_900, 300))?.words).toBe(unlike(2_900, 300));
  expect(versions.find(`${unlike(1_234, 134)} changed`)).toBe(all[1_234]);
});

test('CO-D90 words that are written again elsewhere are there, short ones only by themselves', () => {
  const versions = new TextVersions([written('as it was written'), written('short')]);
  expect(['it was written', 'short', 'was', 'it were'].map((words) => versions.has(words))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
