import type { Node } from '@tiptap/pm/model';
import type { Command } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { around, begin, line, TURNS, TURNS_IN_PLACE, Writer } from './writer.testing';

/** Where a line begins. */
function startOf(doc: Node, line: number): number {
  let place = 1;
  for (let at = 0; at < line; at += 1) place += doc.child(at).nodeSize;
  return place;
}

/** Of the blanks around what is put back one may be more or less. */
const withoutBlanks = (words: readonly string[]) => words.map((one) => one.replaceAll(' ', ''));

const textFrom = (...words: string[]) =>
  fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((some) => some.join(''));
const LINE = textFrom('a', 'aa', 'one', 'two', ' ', '  ', '.', 'é', '漢字');
const TYPED = textFrom('a', 'aa', 'one', 'two', ' ', ',', '字');
const someOf = (turns: Record<string, Command>) =>
  fc.array(fc.constantFrom(...Object.keys(turns)), { minLength: 1, maxLength: 3 });
const RUNS = 100;
const IDS = fc.constantFrom([1, 2], [2, 1]);

/** One turns the line that the other is in, who has not seen it and then hears of it. */
function turn([ana, noah]: readonly Writer[], start: number, turns: readonly string[]): void {
  ana?.goTo(start);
  for (const name of turns) ana?.does(TURNS[name] as Command);
  noah?.hear(ana?.said ?? []);
}

function twoAt(lines: readonly string[], ids: readonly number[]): [ana: Writer, noah: Writer] {
  const begun = begin(lines.map(line));
  return ids.map((id) => new Writer(begun, id)) as [Writer, Writer];
}

test('ED-T100 whatever a colleague turns a block into, the caret stands behind what was typed, and in front of what followed', () => {
  fc.assert(
    fc.property(LINE, TYPED, fc.nat(), someOf(TURNS), IDS, (line, typed, at, turns, ids) => {
      const both = twoAt(['<', line, '>'], ids);
      const [, noah] = both;
      const start = startOf(noah.state.doc, 1);
      noah.goTo(start + (at % (line.length + 1)));
      noah.type(typed);
      const before = around(noah);
      turn(both, start, turns);
      expect(withoutBlanks(around(noah))).toEqual(withoutBlanks(before));
    }),
    { numRuns: RUNS },
  );
});

test('ED-T101 of lines that are turned at once and are the same, one stays in one’s own, and what is chosen stays chosen', () => {
  fc.assert(
    fc.property(LINE, fc.nat(2), fc.nat(), fc.nat(), someOf(TURNS_IN_PLACE), IDS, (line, own, from, to, turns, ids) => {
      fc.pre(line !== '');
      const [ana, noah] = twoAt([line, line, line], ids);
      const start = startOf(noah.state.doc, own);
      noah.goTo(start + (from % (line.length + 1)), start + (to % (line.length + 1)));
      const before = [around(noah, 'anchor'), around(noah)];
      ana.goTo(1, startOf(ana.state.doc, 2) + line.length);
      for (const name of turns) ana.does(TURNS[name] as Command);
      noah.hear(ana.said);
      expect([around(noah, 'anchor'), around(noah)]).toEqual(before);
      const lines: number[] = [];
      noah.state.doc.descendants(({ isTextblock }, place) => void (isTextblock && lines.push(place + 1)));
      expect(lines.indexOf(noah.state.selection.$head.start())).toBe(own);
    }),
    { numRuns: RUNS },
  );
});

test('ED-T104 the caret leaves with its line, though what comes to stand there ends with the same words', () => {
  const both = twoAt(['one', 'and one', 'three', 'four'], [1, 2]);
  const [, noah] = both;
  noah.goTo(3);
  turn(both, 1, ['last']);
  expect(noah.state.doc.lastChild?.textContent).toBe('one');
  expect(noah.state.selection.$head.index(0)).toBe(3);
  expect(around(noah)).toEqual(['on', 'e']);
});

test('ED-T105 what was typed in one of several lines that are the same comes to that line', () => {
  fc.assert(
    fc.property(LINE, TYPED, fc.nat(2), fc.nat(), someOf(TURNS_IN_PLACE), IDS, (line, typed, own, at, turns, ids) => {
      fc.pre(line.trim() !== '');
      const [ana, noah] = twoAt([line, line, line], ids);
      noah.goTo(startOf(noah.state.doc, own) + (at % (line.length + 1)));
      noah.type(typed);
      const before = noah.state.doc.content.content.map(({ textContent }) => textContent);
      ana.goTo(1, startOf(ana.state.doc, 2) + line.length);
      for (const name of turns) ana.does(TURNS[name] as Command);
      noah.hear(ana.said);
      const lines: string[] = [];
      noah.state.doc.descendants(({ isTextblock, textContent }) => void (isTextblock && lines.push(textContent)));
      expect(withoutBlanks(lines)).toEqual(withoutBlanks(before));
    }),
    { numRuns: RUNS },
  );
});

test('ED-T102 also where the colleague writes in the block before turning it, the caret stands behind what was typed', () => {
  const places = fc.tuple(fc.nat(), fc.nat());
  fc.assert(
    fc.property(LINE, TYPED, places, someOf(TURNS), IDS, (line, typed, [mine, theirs], turns, ids) => {
      const [ana, noah] = twoAt(['<', line, '>'], ids);
      const start = startOf(noah.state.doc, 1);
      noah.goTo(start + (mine % (line.length + 1)));
      noah.type(typed);
      ana.goTo(start + (theirs % (line.length + 1)));
      ana.type(' WW ');
      turn([ana, noah], start, turns);
      const [before] = withoutBlanks(around(noah));
      const [words] = withoutBlanks([typed]);
      expect(before?.endsWith(words ?? '')).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test('ED-T103 where the colleague deletes the block, one goes on behind what stands there by itself', () => {
  fc.assert(
    fc.property(LINE, TYPED, fc.nat(), IDS, (line, typed, at, ids) => {
      fc.pre(typed.trim() !== '');
      const [ana, noah] = twoAt(['<', line, '>'], ids);
      const start = startOf(noah.state.doc, 1);
      noah.goTo(start + (at % (line.length + 1)));
      noah.type(typed);
      ana.does(({ tr }, dispatch) => {
        dispatch?.(tr.delete(start - 1, start + line.length + 1));
        return true;
      });
      noah.hear(ana.said);
      noah.type('!');
      expect(noah.text).toBe(`<${typed}!>`);
    }),
    { numRuns: RUNS },
  );
});
