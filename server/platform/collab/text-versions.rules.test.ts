import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { TextVersions } from './text-versions.rules';

const written = (words: string, isNew = true) => ({
  text: new Y.XmlText(),
  all: words,
  words,
  start: 0,
  isNew,
});
/** So many words of which no other text has any. */
const unlike = (text: number, count: number) => Array.from({ length: count }, (_, at) => `w${text}x${at}`).join(' ');

test('CO-D88 the very same text is a version before one that has more, each of one text, and none of which half is missing', () => {
  const [longer, same, other] = [written('one two three four'), written('one two three'), written('one four five six')];
  const versions = new TextVersions([longer, other, same]);
  expect(versions.take('one two three')).toEqual([same]);
  expect(versions.take('one two three')).toEqual([longer]);
  // Into that one a second text may have been joined.
  expect(versions.take('two three four')).toEqual([longer]);
  expect(versions.take('seven eight')).toEqual([]);
});

test('CO-D89 among thousands of long texts the version of one is found, whether changed or not', () => {
  const all = Array.from({ length: 3_000 }, (_, text) => written(unlike(text, 100 + (text % 300))));
  const versions = new TextVersions(all);
  expect(versions.take(unlike(2_900, 300))).toEqual([all[2_900]]);
  expect(versions.take(`${unlike(1_234, 134)} changed`)).toEqual([all[1_234]]);
});

test('CO-D94 no more is compared than may be: then the very same is found, and nothing else', () => {
  const all = Array.from({ length: 3_000 }, (_, text) => written(unlike(1_000 + text, 100)));
  const changed = (text: number) => unlike(text, 100).replace('x99', 'x00');
  expect(new TextVersions(all.slice(0, 10)).take(changed(1_009))).toEqual([all[9]]);
  const versions = new TextVersions(all);
  for (let text = 0; text < 5; text += 1) versions.take(unlike(text, 100));
  expect(versions.take(changed(3_999))).toEqual([]);
  expect(versions.take(unlike(3_999, 100))).toEqual([all[2_999]]);
});

test('CO-D90 words are in a text that came with the change as whole words', () => {
  const versions = new TextVersions([
    written('as it was  written'),
    written('short'),
    written('was there before', false),
  ]);
  const asked = ['it was written', 'short', 'was', 'it were', 'hort', 'there before'];
  expect(asked.map((words) => versions.isIn(words))).toEqual([true, true, true, false, false, false]);
});

test('CO-D106 a word with a letter more is a version of it where no text has the word itself', () => {
  const [longer, other] = [written('Hello'), written('Hold on')];
  expect(new TextVersions([longer, other]).take('Helo')).toEqual([longer]);
  expect(new TextVersions([other]).take('Helo')).toEqual([]);
  const intoOther = written('Hello', false);
  expect(new TextVersions([intoOther]).take('Helo')).toEqual([intoOther]);
  expect(new TextVersions([intoOther]).take('Ho')).toEqual([]);
});
