import { splitBlock } from '@tiptap/pm/commands';
import { expect, test } from 'vitest';
import { begin, line, linesOf, Writer } from './writer.testing';

test('ED-T164 when a colleague splits a line in which one has just written in several places, nothing but what one wrote moves', () => {
  const begun = begin([line('The big brown fox')]);
  const [ana, noah] = [new Writer(begun, 1), new Writer(begun, 2)];
  for (const [place, letters] of [
    [2, '11'],
    [19, '22'],
    [3, '3'],
  ] as const) {
    noah.goTo(place);
    noah.type(letters);
  }
  ana.goTo(14);
  ana.does(splitBlock);
  noah.hear(ana.said);
  ana.hear(noah.said);
  expect([ana, noah].map(linesOf)).toEqual(Array(2).fill(['T131he big brown', ' fo22x']));
});
