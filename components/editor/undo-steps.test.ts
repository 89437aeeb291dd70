import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { asOneUndoStep } from './undo-steps';
import { begin, line, linesOf, placesOf, syncBegun, Typist, Writer } from './writer.testing';

test('CO-E80 two long pastes at once are one step, and what is written after both is taken back in steps as before', () => {
  const ana = new Typist(new Y.Doc());
  const { captureTimeout } = ana.steps;
  const [endFirst, endSecond] = [asOneUndoStep(ana), asOneUndoStep(ana)];
  endFirst();
  expect(ana.steps.captureTimeout).toBe(Number.POSITIVE_INFINITY);
  endSecond();
  expect(ana.steps.captureTimeout).toBe(captureTimeout);
});

test('ED-T165 what one types is one step, also while a colleague types', async () => {
  const begun = begin(['one', 'two'].map(line));
  const [ana, noah] = [new Writer(begun, 1), new Writer(begun, 2)];
  await syncBegun();
  ana.goTo((placesOf(ana)[0] as number) + 'one'.length);
  for (const letter of ' day') {
    ana.type(letter);
    noah.hear(ana.said.splice(0));
    noah.type('!');
    ana.hear(noah.said.splice(0));
    // As when the colleague's caret is told.
    ana.goTo(ana.state.selection.head);
  }
  expect(linesOf(ana)).toEqual(['one day', 'two!!!!']);
  ana.steps.undo();
  expect(linesOf(ana)).toEqual(['one', 'two!!!!']);
});
