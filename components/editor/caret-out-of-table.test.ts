import { deleteColumn, deleteRow } from '@tiptap/pm/tables';
import { expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { type Coming, comes, relayedRoom } from './relay.testing';
import { around, line, linesOf, placesOf, type Writer } from './writer.testing';

const cell = (text: string) => ({ type: 'tableCell', content: [line(text)] });
const row = (...texts: string[]) => ({ type: 'tableRow', content: texts.map(cell) });
const TABLE = { type: 'table', content: [row('1', '2'), row('3', '4'), row('5', '6'), row('7', '')] };

const placeIn = (writer: Writer, words: string): number => placesOf(writer)[linesOf(writer).indexOf(words)] as number;
const isIn = (writer: Writer, words: string): boolean => linesOf(writer).includes(words);
const REMOVES = { column: deleteColumn, row: deleteRow };
const LEFT = { column: ['1', '3', '5', '7'], row: ['1', '2', '5', '6', '7', ''] };

/** No two are the same, so that none can be taken for another. */
const LETTERS = 'abcdefghijklmnop';
/** What comes through between two letters. */
const ACT = fc.constantFrom<Coming[]>('noahs', 'anas', 'to ana', 'to noah', 'saved', 'saved');
const IDS = fc.constantFrom([1, 2], [2, 1]);

test('ED-T181, CO-D120 what one types in a cell that a colleague takes away stands together outside the table, and the caret behind it', async () => {
  const acts = fc.array(fc.array(ACT, { maxLength: 4 }), { minLength: LETTERS.length, maxLength: LETTERS.length });
  const kinds = fc.constantFrom<keyof typeof REMOVES>('column', 'row');
  const property = fc.asyncProperty(acts, fc.nat(LETTERS.length - 1), kinds, IDS, async (acts, when, kind, ids) => {
    const { ana, noah, relay } = await relayedRoom([line('above'), TABLE, line('below')], ids);
    noah.goTo(placeIn(noah, '4') + 1);
    let seen = '';
    let saved = 0;
    for (const [at, letter] of [...LETTERS].entries()) {
      noah.type(letter);
      if (at === when) {
        seen =
          linesOf(ana)
            .find((one) => one.startsWith('4'))
            ?.slice(1) ?? '';
        ana.goTo(placeIn(ana, kind === 'row' ? '3' : '2'));
        ana.does((state, dispatch) => REMOVES[kind](state, dispatch as never));
      }
      for (const act of acts[at] as Coming[]) comes(act, relay);
      if (at < when && acts[at]?.at(-1) === 'saved' && noah.said.length === 0) saved = at + 1;
    }
    relay.settle();
    // What his colleague saw goes with the cell, as far as he knew it to be saved.
    const own =
      /[a-p]+/.exec(
        linesOf(noah)
          .join('|')
          .replaceAll(/above|below/g, '-'),
      )?.[0] ?? '';
    expect(LETTERS.slice(Math.min(saved, seen.length))).toMatch(new RegExp(`${own}$`));
    expect(own.length).toBeGreaterThanOrEqual(LETTERS.length - seen.length);
    const [alone, withNext] = [
      ['above', own, ...LEFT[kind], 'below'],
      ['above', ...LEFT[kind], `${own}below`],
    ];
    expect([alone, withNext]).toContainEqual(own === '' ? withNext : linesOf(noah));
    expect(around(noah)[0]).toBe(own);
    expect(linesOf(ana)).toEqual(linesOf(noah));
    ana.steps.undo();
    relay.settle();
    expect(linesOf(noah)).toContain(`4${seen}`);
    expect(noah.text.replaceAll(/above|below|\d/g, '').length).toBe(seen.length + own.length);
    expect(linesOf(ana)).toEqual(linesOf(noah));
  });
  await fc.assert(property, { numRuns: 60 });
});

test.each([
  ['behind it', [line('above'), TABLE, line('below')], ['', 'below']],
  ['before it, where nothing is behind it', [line('above'), TABLE], ['above', '']],
  ['behind it, where that is a table', [line('above'), TABLE, TABLE], ['above', '']],
])(
  'ED-T182 the caret in a cell that is gone, as nothing of it was put back, stands outside the table: %s',
  async (_where, blocks, place) => {
    for (const words of ['4', '']) {
      const { ana, noah, relay } = await relayedRoom(blocks, [1, 2]);
      noah.goTo(placeIn(noah, words) + words.length);
      ana.goTo(placeIn(ana, '2'));
      ana.does((state, dispatch) => deleteColumn(state, dispatch as never));
      relay.settle();
      expect(isIn(noah, '4') && blocks.length < 3).toBe(false);
      expect(around(noah)).toEqual(place);
    }
  },
);
