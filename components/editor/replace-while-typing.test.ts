import type { Command } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { replaceMatches } from './find/find-plugin';
import { Finder } from './find/search';
import { Relay } from './relay.testing';
import { begin, line, linesOf, placesOf, Writer } from './writer.testing';

const replaceAll =
  (text: string, words: string): Command =>
  ({ doc, tr }, dispatch) => {
    const finder = new Finder({ text, matchCase: true, wholeWord: false });
    dispatch?.(replaceMatches(tr, finder.matchesIn(doc), words));
    return true;
  };

/** What Ana does, one after another: all of it is replaced, taken back and brought again. */
function stepsOf(ana: Writer, words: string): (() => unknown)[] {
  const replace = () => {
    ana.steps.beginStep();
    ana.does(replaceAll('store', words));
    ana.steps.beginStep();
  };
  return [replace, () => ana.steps.undo(), () => ana.steps.redo(), () => ana.steps.undo(), () => ana.steps.redo()];
}

const EVENTS = fc.array(fc.constantFrom('type', 'type', 'send', 'act', 'tell', 'hear', 'save', 'send theirs'), {
  minLength: 10,
  maxLength: 80,
});
const WORDS = fc.constantFrom(
  'depot',
  'stores',
  'restore',
  'stone',
  'a',
  '',
  'two words',
  'Store',
  'store or store',
  'storestore',
);
const LINES = fc.constantFrom(
  ['The store 3 is a store of ticks.'],
  ['store'],
  ['a store', 'store', 'is store, store'],
  ['store store store'],
);
const IDS = fc.constantFrom([1, 2], [2, 1]);
const STREAM = ' z00 z01 z02 z03 z04 z05 z06 z07 z08 z09 z10 z11 z12 z13 z14 z15';

test('ED-T184 what is typed behind a word stays together there while a colleague replaces it, takes that back and brings it again', () => {
  fc.assert(
    fc.property(LINES, WORDS, fc.nat(), EVENTS, fc.nat(5), IDS, (lines, words, nth, events, count, ids) => {
      const begun = begin(lines.map(line));
      const [ana, noah] = ids.map((id) => new Writer(begun, id)) as [Writer, Writer];
      const relay = new Relay(begun, [ana, noah]);
      const ends = lines.flatMap((one, at) => [...one.matchAll(/store/g)].map(({ index }) => ({ at, end: index + 5 })));
      const mine = ends[nth % ends.length] as { at: number; end: number };
      noah.goTo((placesOf(noah)[mine.at] as number) + mine.end);
      const steps = stepsOf(ana, words).slice(0, count);
      const isReplaced = steps.length % 2 === 1;
      let typed = '';
      const happens: Record<string, () => unknown> = {
        type: () => {
          const letter = STREAM.charAt(typed.length);
          noah.type(letter);
          typed += letter;
        },
        send: () => relay.takes(1),
        save: () => relay.saves(1),
        act: () => steps.shift()?.(),
        'send theirs': () => relay.takes(0),
        tell: () => relay.tells(0),
        hear: () => relay.tells(1),
      };
      // Of a caret that has nothing on its side any more nothing tells that words stood in front of it.
      if (words === '') happens.type?.();
      for (const event of events) happens[event]?.();
      for (const step of steps) step();
      relay.settle();
      noah.type('!');
      relay.settle();
      const expected = lines.map((one, at) => {
        const parts = at === mine.at ? [one.slice(0, mine.end), one.slice(mine.end)] : [one];
        const now = parts.map((part) => (isReplaced ? part.replaceAll('store', words) : part));
        return now.join(`${typed}!`);
      });
      expect(linesOf(noah)).toEqual(expected);
      expect(linesOf(ana)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});
