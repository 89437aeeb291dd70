import { joinBackward, splitBlock } from '@tiptap/pm/commands';
import type { Command } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { Relay } from './relay.testing';
import { begin, line, linesOf, placesOf, TURNS, TURNS_IN_PLACE, twoWriters, Writer } from './writer.testing';

function two(content: readonly string[], ids?: readonly number[]) {
  const both = twoWriters(content, ids);
  const { ana, noah, tell } = both;
  /** Ana writes in a step of its own. */
  const write = (words: string) => {
    ana.steps.beginStep();
    ana.type(words);
    tell();
  };
  const does = (command: Command) => {
    expect(noah.does(command)).toBe(true);
    tell();
  };
  /** The lines of both, which are the same. */
  const lines = () => {
    expect(noah.state.doc.toJSON()).toEqual(ana.state.doc.toJSON());
    return linesOf(ana);
  };
  return { ...both, write, does, lines };
}

const FAR = 'The first line.';

/** Two steps of Ana's, the older one far away. */
function afterTwoSteps(lines: readonly string[], at: [words: string, by: number], words: string) {
  const all = two([FAR, ...lines, '>']);
  all.goTo(all.ana, FAR, FAR.length);
  all.write(' Far.');
  all.goTo(all.ana, ...at);
  all.write(words);
  return all;
}

describe.each<[where: string, by: number, words: string, is: string]>([
  ['in the middle', 'The middle '.length, 'MINE ', 'The middle MINE block of words.'],
  ['at the end', 'The middle block of words.'.length, ' MINE', 'The middle block of words. MINE'],
  ['at the beginning', 0, 'MINE ', 'MINE The middle block of words.'],
])('words typed %s', (_where, by, words, is) => {
  const far = `${FAR} Far.`;
  const was = 'The middle block of words.';

  test.each(Object.keys(TURNS))(
    'ED-T170 are taken back, and brought again, where a colleague turned or moved: %s',
    (name) => {
      const { noah, goTo, does, take, lines } = afterTwoSteps([was], [was, by], words);
      goTo(noah, 'middle');
      does(TURNS[name] as Command);
      const shape = noah.state.doc.toString();
      take('undo');
      expect(lines().toSorted()).toEqual([far, was, '>'].toSorted());
      expect(noah.state.doc.toString()).toBe(shape.replace(is, was));
      take('redo');
      expect(noah.state.doc.toString()).toBe(shape);
      take('undo');
      take('undo');
      expect(lines().toSorted()).toEqual([FAR, was, '>'].toSorted());
    },
  );

  test.each(Array.from({ length: is.length - 1 }, (_, at) => at + 1))(
    'ED-T171 are taken back, and brought again, in both halves where a colleague split: %s',
    (at) => {
      const { noah, goTo, does, take, lines } = afterTwoSteps([was], [was, by], words);
      goTo(noah, is, at);
      does(splitBlock);
      expect(lines()).toEqual([far, is.slice(0, at), is.slice(at), '>']);
      take('undo');
      const [before, typed] = [is.slice(0, by), is.slice(by, by + words.length)];
      const [first, second] = [is.slice(0, at), is.slice(at)];
      const without = (half: string, from: number) =>
        [...half]
          .filter((_, place) => from + place < before.length || from + place >= before.length + typed.length)
          .join('');
      expect(lines()).toEqual([far, without(first, 0), without(second, at), '>']);
      take('redo');
      expect(lines()).toEqual([far, first, second, '>']);
    },
  );

  test('ED-T172 are taken back, and brought again, where a colleague joined their block to the one before', () => {
    const { noah, goTo, does, take, lines } = afterTwoSteps(['[', was], [was, by], words);
    goTo(noah, is);
    does(joinBackward);
    expect(lines()).toEqual([far, `[${is}`, '>']);
    take('undo');
    expect(lines()).toEqual([far, `[${was}`, '>']);
    take('redo');
    expect(lines()).toEqual([far, `[${is}`, '>']);
  });

  test('ED-T173 are taken back after one turn, split and join upon the other', () => {
    const { noah, goTo, does, take, lines } = afterTwoSteps(['[', was], [was, by], words);
    goTo(noah, is);
    does(TURNS.heading as Command);
    goTo(noah, 'middle', 3);
    does(splitBlock);
    goTo(noah, 'dle');
    does(joinBackward);
    goTo(noah, is);
    does(TURNS.quote as Command);
    take('undo');
    expect(lines()).toEqual([far, '[', was, '>']);
    take('redo');
    expect(lines()).toEqual([far, '[', is, '>']);
  });
});

const WORD = fc.constantFrom('a', 'an apple', 'is', 'sour', '漢字', 'cheap', 'and');
const WORDS = fc.array(WORD, { minLength: 1, maxLength: 6 }).map((some) => some.join(' '));
const IDS = fc.constantFrom([1, 2], [2, 1]);
const KINDS = [...Object.keys(TURNS_IN_PLACE), 'split', 'type'];
const TOLD = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...KINDS)), { minLength: 1, maxLength: 5 });
const bare = (words: string) => words.replaceAll(' ', '');

/** Puts somebody's caret behind so many letters of the lines, but for so many of these first and last. */
function goInto(who: Writer, letters: number, but: 0 | 1): void {
  const [all, places] = [linesOf(who), placesOf(who).slice(but)];
  const lines = all.slice(but, all.length - but);
  let [at, left] = [0, letters];
  while (at < lines.length - 1 && left > (lines[at] as string).length) left -= (lines[at++] as string).length;
  who.goTo((places[at] as number) + Math.min(left, (lines[at] as string).length));
}

test('ED-T174 whatever a colleague does with a block and writes in it, all that was typed into it is taken back, and nothing else', () => {
  fc.assert(
    fc.property(WORDS, WORDS, fc.nat(), TOLD, IDS, (was, typed, place, told, ids) => {
      const { ana, noah, tell, goTo, write, take, lines } = two([FAR, was, '>'], ids);
      const at = place % (was.length + 1);
      goTo(ana, FAR, FAR.length);
      write(' Far.');
      goInto(ana, at, 1);
      write(typed);
      const shown = (letters: readonly { letter: string }[]) => bare(letters.map(({ letter }) => letter).join(''));
      const all = [...was.slice(0, at), ...typed, ...was.slice(at)].map((letter, index) => ({
        letter,
        isMine: index >= at && index < at + [...typed].length,
      }));
      for (const [index, kind] of told.map(([one, what]) => [one % (all.length + 1), what] as const)) {
        goInto(noah, index, 1);
        if (kind === 'type') {
          noah.type('N');
          all.splice(index, 0, { letter: 'N', isMine: false });
        } else noah.does(kind === 'split' ? splitBlock : (TURNS_IN_PLACE[kind] as Command));
        tell();
      }
      const middle = () => lines().slice(1, -1).join('');
      expect(bare(middle())).toBe(shown(all));
      take('undo');
      expect(bare(middle())).toBe(shown(all.filter(({ isMine }) => !isMine)));
      take('redo');
      expect(bare(middle())).toBe(shown(all));
      expect(lines()[0]).toBe(`${FAR} Far.`);
    }),
    { numRuns: 100 },
  );
});

const OWN = fc.constantFrom('type', 'undo', 'redo');
const THEIRS = fc.constantFrom('type', 'join', 'split', ...Object.keys(TURNS));
const DEEDS = fc.array(
  fc.record({ place: fc.nat(), own: OWN, theirs: fc.array(fc.tuple(fc.nat(), THEIRS), { maxLength: 4 }) }),
  { minLength: 2, maxLength: 6 },
);
const JOIN_AND_SPLIT: Record<string, Command> = { join: joinBackward, split: splitBlock };

test('ED-T175 a step takes nothing that a colleague wrote, also where what they did to several blocks is told at once', () => {
  fc.assert(
    fc.property(WORDS, WORDS, DEEDS, IDS, (one, other, deeds, ids) => {
      const { ana, noah, tell, write, take, lines } = two([one, other], ids);
      const somewhere = (who: Writer, place: number) => goInto(who, place % (who.text.length + 1), 0);
      const others = () => [...bare(lines().join(''))].filter((letter) => letter !== 'Q').toSorted();
      for (const { place, own, theirs } of deeds) {
        const was = others();
        if (own === 'type') {
          somewhere(ana, place);
          write('QQQQ');
        } else take(own as 'undo' | 'redo');
        expect(others()).toEqual(was);
        for (const [where, what] of theirs) {
          somewhere(noah, where);
          if (what === 'type') noah.type('NN');
          else noah.does(JOIN_AND_SPLIT[what] ?? (TURNS[what] as Command));
        }
        tell();
      }
    }),
    { numRuns: 100 },
  );
});

test.each(Object.keys(TURNS))(
  'ED-T176 what was written while a colleague turned the block is taken back by itself: %s',
  (name) => {
    const begun = begin(['<', 'one sour apple', '>'].map(line));
    const [ana, noah] = [1, 2].map((id) => new Writer(begun, id)) as [Writer, Writer];
    const relay = new Relay(begun, [ana, noah]);
    const lines = () => {
      expect(noah.state.doc.toJSON()).toEqual(ana.state.doc.toJSON());
      return linesOf(ana).toSorted();
    };
    goInto(ana, 'one '.length, 1);
    ana.type('MINE ');
    relay.settle();
    ana.steps.beginStep();
    goInto(ana, 'one MINE sour'.length, 1);
    ana.type(' MORE');
    goInto(noah, 1, 1);
    noah.does(TURNS[name] as Command);
    relay.settle();
    expect(lines()).toEqual(['<', 'one MINE sour MORE apple', '>'].toSorted());
    ana.steps.undo();
    relay.settle();
    expect(lines()).toEqual(['<', 'one MINE sour apple', '>'].toSorted());
    ana.steps.undo();
    relay.settle();
    expect(lines()).toEqual(['<', 'one sour apple', '>'].toSorted());
    ana.steps.redo();
    ana.steps.redo();
    relay.settle();
    expect(lines()).toEqual(['<', 'one MINE sour MORE apple', '>'].toSorted());
  },
);

test('ED-T177 words that stand for others which cannot come back stay when their block was turned', () => {
  const { ana, noah, goTo, tell, does, take, lines } = two(['<', 'one sour apple', '>']);
  goTo(ana, 'sour');
  const { head } = ana.state.selection;
  ana.goTo(head, head + 'sour'.length);
  ana.type('MINE');
  tell();
  goTo(noah, 'one');
  does(TURNS.heading as Command);
  take('undo');
  expect(lines()).toEqual(['<', 'one MINE apple', '>']);
});

test('ED-T177 the same words that a colleague wrote elsewhere when they took the block away are theirs', () => {
  const { ana, noah, goTo, write, take, tell, lines } = two(['<', 'one sour apple', '>']);
  goTo(ana, 'sour');
  write('MINE ');
  goTo(noah, 'one');
  const { $head } = noah.state.selection;
  noah.does(({ tr }, dispatch) => {
    dispatch?.(tr.delete($head.before(1), $head.after(1)));
    return true;
  });
  goTo(noah, '>', 1);
  noah.type(' MINE');
  tell();
  take('undo');
  expect(lines()).toEqual(['<', '> MINE']);
});

test('ED-T183 what one types is one’s own to take back where a colleague turned it, also in an editor that got another plugin', () => {
  const { ana, noah, goTo, write, does, take, lines } = two(['<', 'The middle block of words.', '>']);
  ana.showPlugins();
  goTo(ana, 'middle');
  write('MINE ');
  goTo(noah, 'middle');
  does(TURNS.heading as Command);
  take('undo');
  expect(lines()).toEqual(['<', 'The middle block of words.', '>']);
});
