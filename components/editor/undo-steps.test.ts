import { joinBackward, lift, setBlockType, splitBlock } from '@tiptap/pm/commands';
import type { Command } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { undoCaretPlugin } from './undo-caret';
import { asOneUndoStep } from './undo-steps';
import { around, begin, line, linesOf, placesOf, syncBegun, TURNS, twoWriters, Writer } from './writer.testing';

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

test.each([
  ['that has nothing', []],
  ['that has an empty line', [line('')]],
])('ED-T250 what is taken back to the first letter comes again as it was, in a document %s', async (_what, blocks) => {
  const ana = new Writer(begin(blocks), 1, () => [undoCaretPlugin()]);
  await syncBegun();
  ana.type('one');
  ana.does(splitBlock);
  ana.type('two');
  for (let round = 0; round < 3; round += 1) {
    while (ana.steps.undo());
    expect(linesOf(ana)).toEqual(['']);
    // As when the browser tells where the caret is.
    ana.goTo(1);
    while (ana.steps.redo());
    expect(linesOf(ana)).toEqual(['one', 'two']);
    expect(around(ana)).toEqual(['two', '']);
  }
});

test.each<[string, Command, Command]>([
  ['joined and split', joinBackward, splitBlock],
  ['turned and turned back', TURNS.heading as Command, setBlockType(documentSchema().nodes.paragraph as never)],
  ['wrapped and taken out', TURNS.quote as Command, lift],
])(
  'ED-T251 what a colleague writes between stays in its line when a block is %s at once and that is taken back',
  async (_what, first, second) => {
    const { ana, noah, goTo, tell, take } = twoWriters(['One.', 'Two alpha', 'Three.']);
    await syncBegun();
    goTo(noah, 'alpha', 'alpha'.length);
    goTo(ana, 'Two');
    for (const [command, letters] of [
      [first, ' beta'],
      [second, ' gamma'],
    ] as const) {
      expect(ana.does(command)).toBe(true);
      tell();
      noah.type(letters);
      tell();
    }
    take('undo');
    take('undo');
    for (const one of [ana, noah]) expect(linesOf(one)).toEqual(['One.', 'Two alpha beta gamma', 'Three.']);
  },
);

test('ED-T251 what is put in bit by bit is one step, also while a colleague writes between', async () => {
  const { ana, noah, goTo, tell, take } = twoWriters(['One.', 'Two.']);
  await syncBegun();
  goTo(noah, 'Two.');
  const { paragraph } = documentSchema().nodes;
  const end = asOneUndoStep(ana);
  for (const words of [' beta', ' gamma', ' delta']) {
    ana.does((state, dispatch) => {
      dispatch?.(state.tr.insert(0, paragraph?.create() as never));
      return true;
    });
    tell();
    noah.type(words);
    tell();
  }
  end();
  expect(linesOf(ana)).toHaveLength(5);
  take('undo');
  expect(linesOf(ana)).toEqual(['One.', ' beta gamma deltaTwo.']);
});

test('ED-T252 what one does at once while nobody else writes is one step', async () => {
  const { ana, goTo, take } = twoWriters(['One.', 'Two']);
  await syncBegun();
  goTo(ana, 'Two');
  for (const command of [joinBackward, splitBlock, TURNS.heading as Command]) ana.does(command);
  take('undo');
  expect(linesOf(ana)).toEqual(['One.', 'Two']);
  expect(ana.state.doc.lastChild?.type.name).toBe('paragraph');
});
