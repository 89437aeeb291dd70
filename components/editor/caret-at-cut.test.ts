import { deleteSelection } from '@tiptap/pm/commands';
import type { Command } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { relayedRoom } from './relay.testing';
import { around, line, linesOf, placesOf, type Writer } from './writer.testing';

const LINES = ['Alpha use this para', 'Bravo goes with it', 'Charlie the midst of it all', 'Delta para'];
const item = (words: string) => ({ type: 'listItem', content: [line(words)] });

const typeOver: Command = ({ tr }, dispatch) => {
  dispatch?.(tr.insertText('O'));
  return true;
};

/** Ana takes away what stands from one place to another, and Noah, at a third one, writes on. A place: a line, and so many letters. */
async function cut(places: { from: number[]; to: number[]; own: number[] }, isOver: boolean, blocks: object[]) {
  const { ana, noah, relay } = await relayedRoom(blocks, [1, 2]);
  const placeOf = (who: Writer, [at = 0, by = 0]: number[]) => (placesOf(who)[at] as number) + by;
  noah.goTo(placeOf(noah, places.own));
  ana.goTo(placeOf(ana, places.from), placeOf(ana, places.to));
  ana.does(isOver ? typeOver : deleteSelection);
  relay.settle();
  const first = around(noah);
  if (isOver) ana.type('VE');
  relay.settle();
  noah.type(' and');
  if (isOver) ana.type('R');
  relay.settle();
  noah.type(' more');
  relay.settle();
  expect(linesOf(ana)).toEqual(linesOf(noah));
  return { first, lines: linesOf(noah) };
}

const PLACES: [string, { from: number[]; to: number[]; own: number[] }, [string, string]][] = [
  ['at the end of a line between', { from: [0, 6], to: [2, 12], own: [1, 18] }, ['Alpha ', 'midst of it all']],
  ['in a line between', { from: [0, 6], to: [2, 12], own: [1, 3] }, ['Alpha ', 'midst of it all']],
  ['at the end of the first line', { from: [0, 6], to: [2, 12], own: [0, 19] }, ['Alpha ', 'midst of it all']],
  ['in the last line', { from: [0, 6], to: [2, 12], own: [2, 4] }, ['Alpha ', 'midst of it all']],
  ['where the first line goes as a whole', { from: [0, 0], to: [2, 12], own: [1, 18] }, ['', 'midst of it all']],
  ['where the last line goes as a whole', { from: [0, 6], to: [2, 27], own: [1, 18] }, ['Alpha ', '']],
];

test.each(PLACES)(
  'ED-T240 who writes in lines that a colleague takes away in part, or types over, goes on where they were cut: %s',
  async (_where, places, [before, behind]) => {
    for (const blocks of [
      LINES.map(line),
      [...LINES.slice(0, 1).map(line), { type: 'bulletList', content: LINES.slice(1).map(item) }],
    ]) {
      const gone = await cut(places, false, blocks);
      expect(gone).toEqual({ first: [before, behind], lines: [`${before} and more${behind}`, 'Delta para'] });
      const over = await cut(places, true, blocks);
      expect(over.first).toEqual([`${before}O`, behind]);
      expect(over.lines).toEqual([`${before}OVER and more${behind}`, 'Delta para']);
    }
  },
);

test('ED-T241 words that the colleague had not seen stand by themselves behind the cut, and one goes on behind them', async () => {
  const { ana, noah, relay } = await relayedRoom(LINES.map(line), [1, 2]);
  noah.goTo((placesOf(noah)[1] as number) + 18);
  ana.goTo((placesOf(ana)[0] as number) + 6, (placesOf(ana)[2] as number) + 12);
  noah.type(' unseen');
  ana.does(typeOver);
  relay.settle();
  noah.type(' words');
  relay.settle();
  expect(linesOf(noah)).toEqual(['Alpha Omidst of it all', ' unseen words', 'Delta para']);
});
