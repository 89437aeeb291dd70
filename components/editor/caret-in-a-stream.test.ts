import { joinBackward } from '@tiptap/pm/commands';
import type { Command } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { Relay } from './relay.testing';
import { begin, line, placesOf, TURNS, Writer } from './writer.testing';

/** What a colleague does, with the caret at the beginning of the line that one writes in. */
const ACTS: Record<string, Command> = { ...TURNS, join: joinBackward };

const WORD = fc.constantFrom('apple', 'green', 'sours', 'a', 'is', 'words');
const WORDS = fc
  .array(WORD, { minLength: 1, maxLength: 8 })
  .map((some) => some.join(' '))
  .filter((words) => words.length >= 4);
const EVENTS = fc.array(fc.constantFrom('type', 'type', 'send', 'act', 'tell', 'hear', 'send theirs'), {
  minLength: 10,
  maxLength: 60,
});
const IDS = fc.constantFrom([1, 2], [2, 1]);
const STREAM = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const withoutBlanks = (words: string) => words.replaceAll(' ', '');

test.each(Object.keys(ACTS))(
  'ED-T145 what is typed while a colleague turns or moves the block reads in its order, with nothing between: %s',
  (name) => {
    fc.assert(
      fc.property(WORDS, fc.nat(), EVENTS, IDS, (words, place, events, ids) => {
        const begun = begin(['<', words, '>'].map(line));
        const [ana, noah] = ids.map((id) => new Writer(begun, id)) as [Writer, Writer];
        const relay = new Relay(begun, [ana, noah]);
        const start = placesOf(noah)[1] as number;
        const index = place % (words.length + 1);
        noah.goTo(start + index);
        ana.goTo(start);
        let [typed, hasActed] = ['', false];
        const happens: Record<string, () => unknown> = {
          type: () => {
            const letter = STREAM.charAt(typed.length % STREAM.length);
            noah.type(letter);
            typed += letter;
          },
          send: () => relay.takes(1),
          act: () => {
            if (hasActed) return;
            hasActed = true;
            ana.goTo(placesOf(ana)[1] as number);
            ana.does(ACTS[name] as Command);
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
        const text = `${words.slice(0, index)}${typed}!${words.slice(index)}`;
        expect(withoutBlanks(noah.text)).toContain(withoutBlanks(text));
        expect(ana.state.doc.toJSON()).toEqual(noah.state.doc.toJSON());
        expect(withoutBlanks(noah.text)).toHaveLength(withoutBlanks(`<${text}>`).length);
      }),
      { numRuns: 60 },
    );
  },
);
