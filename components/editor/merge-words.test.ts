import { expect, test } from 'vitest';
import { mergeWords, placeAfter } from './merge-words';
import { takenOver } from './use-draft';

test.each<[what: string, base: string, mine: string, theirs: string, both: string]>([
  ['nobody wrote', 'x^2', 'x^2', 'x^2', 'x^2'],
  ['only I wrote', 'x^2', 'x^2 + a', 'x^2', 'x^2 + a'],
  ['only they wrote', 'x^2', 'x^2', 'x^2 + b', 'x^2 + b'],
  ['both went on at the end', 'x^2', 'x^2 + aaa', 'x^2 + bbb', 'x^2 + aaa + bbb'],
  ['each at an end', 'x^2', 'y + x^2', 'x^2 + z', 'y + x^2 + z'],
  ['both within one command', '\\frac{a}{b}', '\\frac{a+1}{b}', '\\frac{a}{b+1}', '\\frac{a+1}{b+1}'],
  ['one letter each', '\\frac{a}{b}', '\\frac{c}{b}', '\\frac{a}{d}', '\\frac{c}{d}'],
  ['within one word', 'pmp', 'pump', 'pmps', 'pumps'],
  ['the same twice', 'A rd pump', 'A red pump', 'A red pump', 'A red pump'],
  ['in place of the same word', 'A red pump', 'A blue pump', 'A green pump', 'A blue green pump'],
  ['taken away and written in', 'A red pump', 'A pump', 'A reddish pump', 'A reddish pump'],
  ['one took a word away', 'A red pump', 'A pump', 'A red pump on a wall', 'A pump on a wall'],
  ['all taken away', 'a b', '', 'a b c', ' c'],
  ['from nothing', '', 'one', 'two', 'one two'],
  ['one with words behind the other', '', 'Pump', 'Pump station', 'Pump station'],
  ['the other way round', 'x^2', 'x^2 + 1 + y', 'x^2 + 1', 'x^2 + 1 + y'],
  ['two words that begin alike', '', 'pump', 'pumps', 'pump pumps'],
  ['a blank behind it', '', 'A pump ', 'A pump', 'A pump '],
  ['letters of several signs', 'e\u0301', 'e\u0301 👩‍💻', 'e', 'e 👩‍💻'],
])('ED-T200 what two people made of one text has the words of both: %s', (_what, base, mine, theirs, both) => {
  expect(mergeWords(base, mine, theirs)).toBe(both);
});

test('ED-T200 no word of either is lost, whatever both did', () => {
  let seed = 7;
  const any = (most: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * most);
  };
  for (let run = 0; run < 2_000; run += 1) {
    const base = [...'KLMNOP'].slice(any(6));
    const made = ['abcd', 'qrst'].map((words) => {
      const own = [...base];
      for (const word of [...words].slice(any(4))) own.splice(any(own.length + 1), any(3), word);
      return own;
    });
    const merged = mergeWords(base.join(' '), made[0]?.join(' ') ?? '', made[1]?.join(' ') ?? '').split(' ');
    for (const word of made.flat().filter((one) => /[a-z]/.test(one))) expect(merged).toContain(word);
  }
});

test.each<[before: string, after: string, place: number, now: number]>([
  ['x^2 + a', 'x^2 + a + b', 7, 7],
  ['x^2 + a', 'y + x^2 + a', 7, 11],
  ['x^2', 'x^2 + b', 1, 1],
  ['one two three', 'one 2 three', 5, 4],
  ['one two three', 'one 2 three', 13, 11],
])('ED-T201 the caret stays beside its letters: %s, then %s', (before, after, place, now) => {
  expect(placeAfter(before, after, place)).toBe(now);
});

test('ED-T202 a field takes over what a colleague wrote, and keeps what was typed in it', () => {
  const opened = { from: 'A pump', typed: 'A pump', elsewhere: null };
  expect(takenOver(opened, 'A red pump', 100).typed).toBe('A red pump');
  const typed = { ...opened, typed: 'A pump on a wall' };
  expect(takenOver(typed, 'A pump', 100)).toBe(typed);
  const both = takenOver(typed, 'A red pump', 100);
  expect(both.typed).toBe('A red pump on a wall');
  expect(takenOver(both, 'A dark red pump', 100).typed).toBe('A dark red pump on a wall');
});

test('ED-T202 where both together would be too long, mine stays and theirs is told', () => {
  const typed = { from: 'A pump', typed: 'A pump on a wall', elsewhere: null };
  expect(takenOver(typed, 'A red pump', 20).typed).toBe('A red pump on a wall');
  expect(takenOver(typed, 'A red pump', 19)).toEqual({
    from: 'A red pump',
    typed: typed.typed,
    elsewhere: 'A red pump',
  });
});

test('ED-T202 of an address that both changed, mine stays and theirs is told', () => {
  const typed = { from: '/a', typed: '/mine', elsewhere: null };
  expect(takenOver(typed, '/theirs', null)).toEqual({ from: '/theirs', typed: '/mine', elsewhere: '/theirs' });
  expect(takenOver({ ...typed, typed: '/a' }, '/theirs', null).typed).toBe('/theirs');
});
