import type { JSONContent } from '@tiptap/core';
import { expect, test } from 'vitest';
import { cleanDocument } from '../markdown/clean-document.rules';
import { blocksOf } from './blocks';
import { withRuns } from './letters';

const said = (text: string): JSONContent => ({ type: 'text', text });
const block = (type: string, ...content: JSONContent[]): JSONContent => ({ type, content });

/** Whose the characters of each line are, once it is read. @param texts of the shared document, each in parts */
function readAs(blocks: JSONContent[], texts: [by: string, part: string][][]): (readonly [string | null, string])[][] {
  const { document } = cleanDocument({ type: 'doc', content: blocks });
  const authored = texts.map((parts) => ({
    text: parts.map(([, part]) => part).join(''),
    runs: parts.map(([by, part]) => ({ chars: part.length, by, earlier: false })),
  }));
  return withRuns(blocksOf(document), authored).map(({ text, runs }) => {
    let at = 0;
    return runs.map(({ chars, by }) => {
      at += chars;
      return [by, text.slice(at - chars, at)] as const;
    });
  });
}

test.each(['Read aloud.', ' Read aloud.', 'Read aloud. ', '\tRead aloud.\n', '\u0000Read aloud.', '\ud800Read aloud.'])(
  'CO-V71: what reading takes off a text takes nobody’s name off it: %j',
  (text) => {
    const lines = readAs(
      [block('paragraph', said(text)), block('paragraph', said('Next.'))],
      [[['ana', text]], [['bo', 'Next.']]],
    );
    expect(lines.map((runs) => runs.map(([by]) => by))).toEqual([['ana'], ['bo']]);
    expect(lines[0]?.[0]?.[1]).toContain('Read aloud.');
  },
);

test('CO-V71: two texts beside each other are read as one, blanks are whose the word before them is, and breaks nobody’s', () => {
  const content = [said('One two '), said('three'), { type: 'hardBreak' }, said(' four')];
  expect(
    readAs(
      [block('paragraph', ...content), block('codeBlock', said(' five '))],
      [
        [
          ['ana', 'One'],
          ['bo', ' two '],
        ],
        [['cem', 'three']],
        [['bo', ' four']],
        [['ana', ' five ']],
      ],
    ),
  ).toEqual([
    [
      ['ana', 'One '],
      ['bo', 'two '],
      ['cem', 'three'],
      [null, '\n'],
      ['bo', 'four'],
    ],
    [['ana', ' five ']],
  ]);
});

test('CO-V71: what reading leaves out is passed over, and what is nowhere is nobody’s', () => {
  expect(
    readAs(
      [block('paragraph', said('Here')), block('paragraph', said('not there')), block('paragraph', said('end'))],
      [[['ana', 'left out']], [['bo', 'Here']], [['cem', 'end']]],
    ),
  ).toEqual([[['bo', 'Here']], [[null, 'not there']], [['cem', 'end']]]);
});
