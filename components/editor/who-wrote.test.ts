import { expect, test } from 'vitest';
import type { ChangedLine } from '@/server/domains/knowledge/history/history.schema';
import { Chance } from '@/server/domains/knowledge/together/random.testing';
import { type Act, COMMANDS, Desk } from './who-wrote.testing';

const NAMES = ['ana', 'noah'];
/** Each writes in letters of their own, so that a word says whose it is. */
const LETTERS: Record<string, string> = { ana: 'abcdefghijklm', noah: 'nopqrstuvwxyz', before: 'ABCDEFGHIJKLM' };
const SESSIONS = 30;
const MS_MAX = 60_000;
const ONLINE: Act['kind'][] = ['type', 'type', 'type', 'split', 'heading', 'quote', 'list', 'move'];

function wordsOf(chance: Chance, name: string, count: number): string {
  const letters = [...(LETTERS[name] ?? '')];
  const word = () => Array.from({ length: 3 + chance.below(4) }, () => chance.of(letters)).join('');
  return Array.from({ length: count }, word).join(' ');
}

/** A place at the edge of a word. */
function placeOf(chance: Chance, desk: Desk, name: string): number {
  const { doc } = desk.writer(name).state;
  let place = chance.below(doc.content.size);
  const isInside = () => /^\w\w$/.test(doc.textBetween(Math.max(0, place - 1), place + 1, ' ', ' '));
  while (place < doc.content.size - 1 && isInside()) place += 1;
  return place;
}

function act(chance: Chance, desk: Desk, kinds: readonly Act['kind'][]): void {
  const name = chance.of(NAMES);
  const kind = chance.of(kinds);
  desk.pause();
  if (kind === 'type' || kind in COMMANDS) {
    if (chance.below(3) > 0) desk.does(name, { kind: 'goTo', place: placeOf(chance, desk, name) });
  }
  const words = wordsOf(chance, name, 1 + chance.below(3));
  if (kind === 'type') desk.does(name, { kind, letters: chance.of([`${words} `, ` ${words} `, ` ${words}`]) });
  else desk.does(name, { kind } as Act);
}

/** @param before whose the words are that stood there before; null where that is not known */
function session(seed: number, before: string | null, kinds: readonly Act['kind'][]): Desk {
  const chance = new Chance(seed);
  const lines = Array.from({ length: 3 }, () => `${wordsOf(chance, 'before', 3 + chance.below(6))}.`);
  const [ana, noah] = chance.of([
    [1, 2],
    [2, 1],
  ]) as [number, number];
  const desk = new Desk(lines, before, { ana, noah });
  const acts = 3 + chance.below(12);
  for (let done = 0; done < acts; done += 1) act(chance, desk, kinds);
  for (const name of NAMES) desk.does(name, { kind: 'back' });
  return desk;
}

/** What is said to be added by somebody else than who wrote it. @param whose by the letters */
function wrong(lines: readonly ChangedLine[], whose: Record<string, string | null>): string[] {
  const owners = (text: string) =>
    Object.keys(whose).filter((name) => [...text].some((one) => LETTERS[name]?.includes(one)));
  return lines
    .flatMap(({ segments }) => segments)
    .filter(({ change, text, by }) => change === 'added' && owners(text).some((name) => whose[name] !== by))
    .map(({ by, text }) => `${by}: ${text}`);
}

const SEEDS = Array.from({ length: SESSIONS }, (_, index) => index + 1);
const TYPED = { ana: 'ana', noah: 'noah' };

test.each([null, 'bo'])(
  'CO-V72: of what two type, turn, split and move, each letter is whose it is, of lines that were there (%s) as well',
  (before) => {
    for (const seed of SEEDS) {
      const { rows, gathered } = session(seed, before, ONLINE).changes(1);
      expect(wrong(rows, { ...TYPED, before }), `${seed}`).toEqual([]);
      expect(wrong(gathered, { ...TYPED, before }), `${seed}, gathered`).toEqual([]);
    }
  },
  MS_MAX,
);

test.each([null, 'bo'])(
  'CO-V73: what they typed is theirs also when they are away meanwhile (%s)',
  (before) => {
    for (const seed of SEEDS) {
      const { rows, gathered } = session(seed, before, [...ONLINE, 'away', 'back']).changes(1);
      expect(wrong(rows, TYPED), `${seed}`).toEqual([]);
      expect(wrong(gathered, TYPED), `${seed}, gathered`).toEqual([]);
    }
  },
  MS_MAX,
);

const addedIn = (lines: readonly ChangedLine[]) =>
  lines.flatMap(({ segments }) =>
    segments.flatMap(({ change, by, text }) =>
      change === 'added' && text.trim() !== '' ? [`${by}: ${text.trim()}`] : [],
    ),
  );

test('CO-V74: of a line that somebody cut and wrote on in while they were away, the rest is whose it was', () => {
  const desk = new Desk(['Light the boiler by hand.'], 'bo', { ana: 1, noah: 2 });
  desk.pause();
  desk.does('noah', { kind: 'away' });
  desk.does('noah', { kind: 'goTo', place: 11 });
  desk.does('noah', { kind: 'split' });
  desk.does('noah', { kind: 'type', letters: 'new' });
  desk.does('noah', { kind: 'back' });
  const { rows, gathered } = desk.changes(2);
  expect(addedIn(rows)).toEqual(['noah: new', 'bo: boiler by hand.']);
  expect(addedIn(gathered)).toEqual(addedIn(rows));
});

test('CO-V74: what somebody turned, which others had written in, and what is turned twice within a moment stays theirs', () => {
  const desk = new Desk(['Light the boiler by hand.'], 'bo', { ana: 1, noah: 2 });
  desk.pause();
  desk.does('noah', { kind: 'goTo', place: 1 });
  desk.does('noah', { kind: 'type', letters: 'quickly' });
  desk.does('ana', { kind: 'away' });
  desk.does('ana', { kind: 'heading' });
  desk.does('ana', { kind: 'goTo', place: 15 });
  desk.does('ana', { kind: 'type', letters: ' made ' });
  desk.does('ana', { kind: 'quote' });
  desk.does('ana', { kind: 'back' });
  desk.does('noah', { kind: 'list' });
  const { rows, gathered } = desk.changes(1);
  const named = (lines: string[]) => new Set(lines.map((line) => line.replace(/:.*/, '')));
  for (const lines of [rows, gathered]) {
    expect(
      addedIn(lines)
        .filter((line) => /boiler|hand/.test(line))
        .every((line) => line.startsWith('bo: ')),
    ).toBe(true);
    expect(named(addedIn(lines))).toEqual(new Set(['bo', 'noah', 'ana']));
  }
});
