import { expect, test } from 'vitest';
import { asOneUndoStep } from './undo-steps';
import { begin, line, linesOf, placesOf, syncBegun, Writer } from './writer.testing';

test('CO-E80 two long pastes at once are one step, and what is written after both is taken back in steps as before', async () => {
  const ana = new Writer(begin([line('one')]), 1);
  await syncBegun();
  ana.steps.captureTimeout = 150;
  const writeLater = async (words: string) => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    ana.type(words);
  };
  ana.goTo(1 + 'one'.length);
  const [endFirst, endSecond] = [asOneUndoStep(ana), asOneUndoStep(ana)];
  await writeLater(' two');
  endFirst();
  await writeLater(' three');
  endSecond();
  await writeLater(' four');
  await writeLater(' five');
  for (const left of ['one two three four', 'one two three', 'one']) {
    ana.steps.undo();
    expect(linesOf(ana)).toEqual([left]);
  }
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
