import { joinBackward, splitBlock } from '@tiptap/pm/commands';
import { type Command, TextSelection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { Relay } from './relay.testing';
import { begin, line, linesOf, placesOf, TURNS, Writer } from './writer.testing';

/** What a colleague does, with the caret at the beginning of the line that one writes in. */
const ACTS: Record<string, Command> = { ...TURNS, join: joinBackward };

/** Enter, so many letters behind the caret. */
const splitBehind =
  (letters: number): Command =>
  (state, dispatch) => {
    const { tr, selection } = state;
    const chosen = state.apply(tr.setSelection(TextSelection.create(state.doc, selection.head + letters)));
    return splitBlock(chosen, (split) => dispatch?.(state.tr.step(split.steps[0] as never)));
  };
const SPLITS: Record<string, Command> = { 'split at the beginning': splitBehind(0), 'split in it': splitBehind(2) };

const WORD = fc.constantFrom('apple', 'green', 'sours', 'a', 'is', 'words');
const WORDS = fc
  .array(WORD, { minLength: 1, maxLength: 8 })
  .map((some) => some.join(' '))
  .filter((words) => words.length >= 4);
const EVENTS = fc.array(fc.constantFrom('type', 'type', 'send', 'act', 'tell', 'hear', 'save', 'send theirs'), {
  minLength: 10,
  maxLength: 60,
});
const IDS = fc.constantFrom([1, 2], [2, 1]);
const STREAM = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Words as they are typed on at the end of a line. */
const TYPED_WORDS = ' 012 34 5 6789 AB CDEF G HIJ KLM NO PQR STUVW XYZ ';
const withoutBlanks = (words: string) => words.replaceAll(' ', '');

type Stream = { words: string; index: number; events: readonly string[]; ids: readonly number[]; letters: string };

/** Noah types letters into a line while Ana does something with it, with messages on their way. @returns what he typed */
function stream(
  name: string,
  { words, index, events, ids, letters }: Stream,
): { ana: Writer; noah: Writer; typed: string } {
  const begun = begin(['<', words, '>'].map(line));
  const [ana, noah] = ids.map((id) => new Writer(begun, id)) as [Writer, Writer];
  const relay = new Relay(begun, [ana, noah]);
  const start = placesOf(noah)[1] as number;
  noah.goTo(start + index);
  ana.goTo(start);
  let [typed, hasActed] = ['', false];
  const happens: Record<string, () => unknown> = {
    type: () => {
      const letter = letters.charAt(typed.length % letters.length);
      noah.type(letter);
      typed += letter;
    },
    send: () => relay.takes(1),
    save: () => relay.saves(1),
    act: () => {
      if (hasActed) return;
      hasActed = true;
      ana.goTo(placesOf(ana)[1] as number);
      ana.does({ ...ACTS, ...SPLITS }[name] as Command);
    },
    'send theirs': () => relay.takes(0),
    tell: () => relay.tells(0),
    hear: () => relay.tells(1),
  };
  for (const event of events) happens[event]?.();
  happens.act?.();
  relay.takes(0);
  relay.settle();
  noah.type('!');
  relay.settle();
  return { ana, noah, typed: `${typed}!` };
}

test.each(Object.keys(ACTS))(
  'ED-T145 what is typed while a colleague turns or moves the block, or joins it behind its beginning, reads in its order, with nothing between: %s',
  (name) => {
    fc.assert(
      fc.property(WORDS, fc.nat(), EVENTS, IDS, (words, place, events, ids) => {
        // At the very beginning of a line that is joined, a letter may stand there twice.
        const index = name === 'join' ? 1 + (place % words.length) : place % (words.length + 1);
        const { ana, noah, typed } = stream(name, { words, index, events, ids, letters: STREAM });
        const text = `${words.slice(0, index)}${typed}${words.slice(index)}`;
        expect(withoutBlanks(noah.text)).toContain(withoutBlanks(text));
        expect(ana.state.doc.toJSON()).toEqual(noah.state.doc.toJSON());
        expect(withoutBlanks(noah.text)).toHaveLength(withoutBlanks(`<${text}>`).length);
      }),
      { numRuns: 60 },
    );
  },
);

test.each(Object.keys(ACTS))(
  'ED-T147 words that are typed on at the end of a line while a colleague turns or moves it keep their blanks: %s',
  (name) => {
    fc.assert(
      fc.property(WORDS, EVENTS, IDS, (words, events, ids) => {
        const { noah, typed } = stream(name, { words, index: words.length, events, ids, letters: TYPED_WORDS });
        expect(linesOf(noah).join('|')).toContain(`${words}${typed}`);
      }),
      { numRuns: 60 },
    );
  },
);

test.each(Object.keys(SPLITS))(
  'ED-T148 who types on at the end of a line that a colleague splits goes on in the second half: %s',
  (name) => {
    fc.assert(
      fc.property(WORDS, EVENTS, IDS, (words, events, ids) => {
        const { ana, noah, typed } = stream(name, { words, index: words.length, events, ids, letters: TYPED_WORDS });
        const cut = name === 'split in it' ? 2 : 0;
        expect(linesOf(noah)).toEqual(['<', words.slice(0, cut), `${words.slice(cut)}${typed}`, '>']);
        expect(linesOf(ana)).toEqual(linesOf(noah));
      }),
      { numRuns: 60 },
    );
  },
);
