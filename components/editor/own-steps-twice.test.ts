import { splitBlock } from '@tiptap/pm/commands';
import type { Command } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { linesOf, TURNS, twoWriters, type Writer } from './writer.testing';

type As = 'undo' | 'redo';

/** So long that they stay where they are while what is between them is moved. */
const [FIRST, LAST] = ['First', 'Last'].map(
  (word) => `${word} ${'and a line that is longer than the other ones '.repeat(4)}`,
) as [string, string];

/** Each thing that somebody does is a step by itself. */
function two(middle: string, ids?: readonly number[]) {
  const both = twoWriters([FIRST, middle, LAST], ids);
  const { ana, noah, tell, goTo } = both;
  const does = (who: Writer, deed: () => void) => {
    who.steps.beginStep();
    deed();
    tell();
  };
  const type = (who: Writer, behind: string, words: string) => {
    goTo(who, behind, behind.length);
    does(who, () => who.type(words));
  };
  const turn = (command: Command, at: string) => {
    goTo(ana, at);
    const count = ana.steps.undoStack.length;
    does(ana, () => ana.does(command));
    return ana.steps.undoStack.length > count;
  };
  const take = (...steps: readonly [who: Writer, as: As][]) => {
    for (const [who, as] of steps) does(who, () => who.steps[as]());
  };
  /** All but the first and the last, of both, which are the same. */
  const lines = () => {
    expect(noah.state.doc.toJSON()).toEqual(ana.state.doc.toJSON());
    return linesOf(ana).filter((one) => one !== FIRST && one !== LAST);
  };
  return { ...both, type, turn, take, lines };
}

test.each(Object.keys(TURNS))(
  'ED-T253 words that a colleague took back and brought again stand once when the step around them is brought again: %s',
  (name) => {
    const { ana, noah, type, turn, take, lines } = two('Middle words.');
    type(noah, 'Middle words.', ' Older ones.');
    turn(TURNS[name] as Command, 'Middle');
    type(noah, 'Older ones.', ' Newer ones.');
    take([ana, 'undo'], [noah, 'undo'], [noah, 'undo']);
    expect(lines()).toEqual(['Middle words.']);
    take([noah, 'redo'], [noah, 'redo'], [ana, 'redo']);
    expect(lines()).toEqual(['Middle words. Older ones. Newer ones.']);
    take([ana, 'undo'], [noah, 'undo'], [noah, 'redo'], [ana, 'redo']);
    expect(lines()).toEqual(['Middle words. Older ones. Newer ones.']);
    take([noah, 'undo'], [noah, 'undo']);
    expect(lines()).toEqual(['Middle words.']);
  },
);

test('ED-T254 they stand once also where another step took their block away and brought it again in between', () => {
  const { ana, noah, type, turn, take, lines } = two('Middle words.');
  turn(TURNS.quote as Command, 'Middle');
  turn(TURNS.last as Command, 'Middle');
  type(noah, 'Middle', ' NOT');
  take([ana, 'undo'], [noah, 'undo'], [noah, 'redo'], [ana, 'undo'], [ana, 'redo'], [ana, 'redo']);
  expect(lines()).toEqual(['Middle NOT words.']);
});

test.each(Object.keys(TURNS))('ED-T255 they stand once also where nothing else is in their block: %s', (name) => {
  const { ana, noah, goTo, type, turn, take, lines } = two('x');
  goTo(noah, 'x', 1);
  type(noah, 'x', ' Older ones.');
  goTo(ana, 'x');
  const { head } = ana.state.selection;
  ana.goTo(head, head + 2);
  ana.steps.beginStep();
  ana.type('');
  turn(TURNS[name] as Command, 'Older');
  take([ana, 'undo'], [noah, 'undo'], [noah, 'redo'], [ana, 'redo']);
  expect(lines().join().split('Older')).toHaveLength(2);
});

test('ED-T255 they stand once also where the second half of a split holds them', () => {
  const { ana, noah, type, turn, take, lines } = two('Middle words.');
  type(noah, 'Middle words.', ' NOT');
  turn(splitBlock, ' words.');
  take([ana, 'undo'], [noah, 'undo'], [noah, 'redo'], [ana, 'redo']);
  expect(lines()).toEqual(['Middle', ' words. NOT']);
});

const PLACE = fc.nat({ max: 20 });
const TURN = fc.constantFrom(...Object.keys(TURNS));
const TYPED = fc.array(fc.tuple(fc.constantFrom<0 | 1>(0, 1), PLACE), { maxLength: 2 });
const DEEDS = fc.array(fc.oneof(fc.tuple(fc.constantFrom<0 | 1>(0, 1), PLACE), TURN), { minLength: 1, maxLength: 3 });
const TAKEN = fc.array(fc.tuple(fc.constantFrom<0 | 1>(0, 1), fc.constantFrom<As>('undo', 'redo')), {
  minLength: 4,
  maxLength: 20,
});
const IDS = fc.constantFrom([1, 2], [2, 1]);

/** What somebody can take back and bring again, by the words that were typed; a turn has none. */
type Stacks = { who: Writer } & Record<As, string[]>;

/** @returns the words of the steps that were taken, those as well of which nothing was left */
function wordsTaken({ who: { steps }, ...stacks }: Stacks, as: As): string[] {
  const [from, to] = as === 'undo' ? (['undo', 'redo'] as const) : (['redo', 'undo'] as const);
  const taken = stacks[from].splice(steps[`${from}Stack`].length);
  if (steps[`${to}Stack`].length > stacks[to].length) stacks[to].push(taken[0] as string);
  return taken;
}

test('ED-T256 in whatever order two take steps back and bring them again, no words stand twice, and none are missing that nobody took back', () => {
  fc.assert(
    fc.property(TYPED, TURN, DEEDS, TAKEN, IDS, (typed, first, deeds, taken, ids) => {
      const { ana, noah, type, turn, take, lines } = two('Middle words of it.', ids);
      const anas: Stacks = { who: ana, undo: [], redo: [] };
      const noahs: Stacks = { who: noah, undo: [], redo: [] };
      const words: string[] = [];
      for (const [index, deed] of [...typed, first, ...deeds].entries()) {
        const [middle] = lines() as [string];
        if (typeof deed === 'string') {
          if (turn(TURNS[deed] as Command, middle)) anas.undo.push('');
          continue;
        }
        const { who, undo } = deed[0] === 0 ? anas : noahs;
        const parts = middle.split(' ');
        type(who, parts.slice(0, 1 + (deed[1] % parts.length)).join(' '), ` <${index}>`);
        undo.push(`<${index}>`);
        words.push(`<${index}>`);
      }
      const wasTaken = new Set<string>();
      for (const [whose, as] of taken) {
        const one = whose === 0 ? anas : noahs;
        take([one.who, as]);
        for (const word of wordsTaken(one, as)) wasTaken.add(word);
        const text = lines().join('\n');
        const wrong = words.filter((word) => {
          const count = text.split(word).length - 1;
          return count > 1 || (count === 0 && !wasTaken.has(word));
        });
        expect(wrong).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});
