import { joinBackward, splitBlock } from '@tiptap/pm/commands';
import type { Command } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import fc from '@/server/platform/testing/fast-check';
import { around, linesOf, placesOf, TURNS, twoWriters, type Writer } from './writer.testing';

function two(lines: readonly string[], ids?: readonly number[]) {
  const both = twoWriters(lines, ids);
  const turn = (command: Command) => {
    both.ana.steps.beginStep();
    expect(both.ana.does(command)).toBe(true);
    both.tell();
  };
  return { ...both, turn };
}

test('ED-T150 what a colleague wrote into a heading stays in its place when the heading is a paragraph again', () => {
  const { ana, noah, goTo, tell, turn, take } = two(['<', 'The middle block of words.', '>']);
  const before = ana.state.doc.toString();
  goTo(ana, 'The');
  turn(TURNS.heading as Command);
  const turned = ana.state.doc.toJSON();
  take('undo');
  expect(ana.state.doc.toString()).toBe(before);
  take('redo');
  expect(ana.state.doc.toJSON()).toEqual(turned);
  goTo(noah, 'block');
  noah.type('LATER ');
  tell();
  take('undo');
  const words = 'The middle LATER block of words.';
  const [paragraphs, headings] = ['paragraph', 'heading'].map(
    (kind) => `doc(paragraph("<"), ${kind}("${words}"), paragraph(">"))`,
  );
  expect([ana, noah].map(({ state }) => state.doc.toString())).toEqual([paragraphs, paragraphs]);
  take('redo');
  expect([ana, noah].map(({ state }) => state.doc.toString())).toEqual([headings, headings]);
  expect(ana.state.doc.child(1).attrs.level).toBe(2);
});

const WORD = fc.constantFrom('a', 'an apple', 'is', 'sour', '漢字', 'cheap', 'and');
const WORDS = fc.array(WORD, { minLength: 2, maxLength: 6 }).map((some) => some.join(' '));
const LATER = fc.array(fc.tuple(fc.nat(), fc.constantFrom('undo', 'redo', 'no')), { minLength: 1, maxLength: 4 });
const IDS = fc.constantFrom([1, 2], [2, 1]);
const withoutBlanks = (words: string) => words.replaceAll(' ', '');

test.each(Object.keys(TURNS))(
  'ED-T151 whatever is taken back and brought again, what others write in a block stays in its place: %s',
  (name) => {
    fc.assert(
      fc.property(WORDS, LATER, IDS, (words, later, ids) => {
        const { ana, noah, goTo, tell, turn, take } = two(['<', words, '>'], ids);
        const shape = () => withoutBlanks(linesOf(ana).sort().join('|'));
        goTo(ana, words);
        turn(TURNS[name] as Command);
        let now = words;
        for (const [at, [place, what]] of later.entries()) {
          const index = place % (now.length + 1);
          goTo(noah, now, index);
          const typed = `${at}${at}`;
          noah.type(typed);
          tell();
          now = now.slice(0, index) + typed + now.slice(index);
          if (what !== 'no') take(what as 'undo' | 'redo');
          expect(noah.state.doc.toJSON()).toEqual(ana.state.doc.toJSON());
          expect(shape()).toBe(withoutBlanks(['<', now, '>'].sort().join('|')));
          now = linesOf(ana).find((one) => withoutBlanks(one) === withoutBlanks(now)) as string;
        }
      }),
      { numRuns: 40 },
    );
  },
);

/** Types behind so many letters of the lines between the first and the last, at the end of none but the second. */
function typeInto(who: Writer, letters: number, words: string): void {
  const [lines, places] = [linesOf(who).slice(1, -1), placesOf(who).slice(1)];
  let [line, left] = [0, letters];
  while (line < lines.length - 1 && left >= (lines[line] as string).length) left -= (lines[line++] as string).length;
  who.goTo((places[line] as number) + Math.max(1, left));
  who.type(words);
}

test.each<[string, Command, string[]]>([
  ['split', splitBlock, ['<', '[one sour apple]and another', '>']],
  ['join', joinBackward, ['<', '[one sour apple', ']and another', '>']],
])('ED-T152 what others write after a %s has its place when that is taken back', (_kind, command, lines) => {
  fc.assert(
    fc.property(LATER, IDS, (later, ids) => {
      const { ana, noah, goTo, tell, turn, take } = two(lines, ids);
      goTo(ana, ']');
      turn(command);
      for (const [at, [place, what]] of later.entries()) {
        typeInto(noah, place % 27, `${at}${at}`);
        tell();
        const before = withoutBlanks(linesOf(ana).join(''));
        if (what !== 'no') take(what as 'undo' | 'redo');
        expect(noah.state.doc.toJSON()).toEqual(ana.state.doc.toJSON());
        expect(withoutBlanks(linesOf(ana).join(''))).toBe(before);
        expect(linesOf(ana)).toHaveLength(
          linesOf(ana).some((line) => line.includes(']') && line.includes('[')) ? 3 : 4,
        );
      }
    }),
    { numRuns: 60 },
  );
});

test('ED-T153 a new block in which somebody else has written stays with their words, as it was, when it is taken back', () => {
  const { ana, noah, goTo, tell, turn, take } = two(['<', '>']);
  const block = (words: string) => ({ type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: words }] });
  turn(({ tr, doc }, dispatch) => {
    dispatch?.(tr.insert(doc.child(0).nodeSize, documentSchema().nodeFromJSON(block('Of mine'))));
    return true;
  });
  goTo(noah, 'mine');
  noah.type('NOT ');
  tell();
  take('undo');
  expect(noah.state.doc.child(1).toJSON()).toMatchObject(block('NOT '));
  take('redo');
  expect(noah.state.doc.child(1).toJSON()).toMatchObject(block('Of NOT mine'));
  expect(ana.state.doc.toJSON()).toEqual(noah.state.doc.toJSON());
});

test('ED-T154 after a step that was taken back the caret stays where it is when a colleague writes', () => {
  const { ana, noah, goTo, tell, take } = two(['<', 'one two', '>']);
  goTo(ana, 'two');
  ana.type('and ');
  tell();
  goTo(ana, '>', 1);
  take('undo');
  goTo(noah, '<');
  noah.type('!');
  tell();
  expect(linesOf(ana)).toEqual(['!<', 'one two', '>']);
  expect(around(ana)).toEqual(['>', '']);
});

test('ED-T160 words taken back after their block was turned and turned back go to the last, whatever stands in them', () => {
  const { ana, noah, goTo, tell, turn, take } = two(['<', 'of them', '>']);
  goTo(ana, 'of them');
  ana.type('hello world');
  goTo(ana, 'hello');
  turn(TURNS.heading as Command);
  take('undo');
  goTo(noah, 'world');
  noah.type('NOT ');
  tell();
  take('undo');
  expect([ana, noah].map(linesOf)).toEqual(Array(2).fill(['<', 'NOT of them', '>']));
});

test('ED-T160 what came along when a block was turned back stays when what was done before is taken back', () => {
  const { ana, noah, goTo, tell, turn, take } = two(['<', 'one apple', '>']);
  goTo(ana, 'one');
  turn(TURNS.quote as Command);
  goTo(noah, 'apple', 'apple'.length);
  noah.type(' NOT');
  tell();
  turn(TURNS.heading as Command);
  take('undo');
  take('undo');
  expect([ana, noah].map(linesOf)).toEqual(Array(2).fill(['<', 'one apple NOT', '>']));
});

test('ED-T161 a step is taken back also where nothing is left of what somebody wrote but what was brought again', () => {
  const { ana, noah, goTo, tell, turn, take } = two(['<', 'one apple', '>']);
  goTo(ana, 'one', 1);
  turn(TURNS.code as Command);
  goTo(noah, 'apple');
  noah.type('NOT ');
  tell();
  turn(splitBlock);
  take('undo');
  take('undo');
  expect([ana, noah].map(linesOf)).toEqual(Array(2).fill(['<', 'one NOT apple', '>']));
});

test('ED-T162 of a split whose first half a colleague turned, the second half stays when the split is taken back', () => {
  const { ana, noah, goTo, tell, turn, take } = two(['<', 'one apple', '>']);
  goTo(ana, 'apple');
  turn(splitBlock);
  goTo(noah, 'one');
  noah.does(TURNS.heading as Command);
  tell();
  take('undo');
  take('redo');
  expect([ana, noah].map(linesOf)).toEqual(Array(2).fill(['<', 'one ', 'apple', '>']));
});

test.each(['last', 'quote', 'code'])(
  'ED-T163 a block that a colleague took away to write it anew does not come a second time when its turn is taken back: %s',
  (name) => {
    // Of two blocks that change places the shorter one is written anew.
    const { ana, noah, goTo, tell, turn, take } = two(['<', 'one sour apple', '> and a longer line than that']);
    goTo(ana, 'one');
    turn(TURNS.heading as Command);
    goTo(noah, 'sour');
    noah.type('NOT ');
    tell();
    noah.does(TURNS[name] as Command);
    tell();
    const before = noah.state.doc.toString();
    take('undo');
    expect([ana, noah].map(({ state }) => state.doc.toString())).toEqual([before, before]);
  },
);

test('ED-T163 of a block that a colleague split meanwhile no words are missing when its turn is taken back', () => {
  const { ana, noah, goTo, tell, turn, take } = two(['<', 'and sour apple tree', '>']);
  goTo(ana, 'and');
  turn(TURNS.list as Command);
  goTo(noah, 'and', 2);
  noah.does(splitBlock);
  tell();
  take('undo');
  const words = linesOf(ana).join(' ');
  for (const word of ['and', 'sour', 'apple', 'tree']) expect(words).toContain(word);
  expect(linesOf(noah)).toEqual(linesOf(ana));
});
