import { CellSelection, mergeCells } from '@tiptap/pm/tables';
import { expect, test } from 'vitest';
import { relayedRoom } from '../relay.testing';
import { line, linesOf, placesOf, type Writer } from '../writer.testing';

const cell = (text: string) => ({ type: 'tableCell', content: [line(text)] });
const row = (...texts: string[]) => ({ type: 'tableRow', content: texts.map(cell) });

const placeIn = (who: Writer, words: string): number => placesOf(who)[linesOf(who).indexOf(words)] as number;

test.each([
  [' hello', 0],
  [' hello', 1],
  [', hello', 2],
  [' hello', 4],
])(
  'ED-T269 what a colleague types while cells are merged stands there as it was typed when the merge is taken back: "%s", of which %i letters had come',
  async (words, come) => {
    const { ana, noah, relay } = await relayedRoom([{ type: 'table', content: [row('a1', 'b1', 'c1')] }], [1, 2]);
    ana.does(({ doc, tr }, dispatch) => {
      const [from, to] = [placeIn(ana, 'a1') - 2, placeIn(ana, 'b1') - 2];
      dispatch?.(tr.setSelection(CellSelection.create(doc, from, to)));
      return true;
    });
    noah.goTo(placeIn(noah, 'b1') + 2);
    noah.type(words.slice(0, come));
    while (relay.takes(1));
    expect(ana.does(mergeCells)).toBe(true);
    ana.steps.beginStep();
    relay.settle();
    relay.saves(1);
    noah.type(words.slice(come));
    relay.settle();
    expect(linesOf(ana)).toEqual(['a1', `b1${words}`, 'c1']);
    for (const as of ['undo', 'redo', 'undo'] as const) {
      ana.steps[as]();
      relay.settle();
      expect(linesOf(ana)).toEqual(['a1', `b1${words}`, 'c1']);
      expect(linesOf(noah)).toEqual(linesOf(ana));
    }
  },
);
