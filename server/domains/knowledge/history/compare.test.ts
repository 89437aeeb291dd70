import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readMarkdown } from '../markdown/from-markdown.rules';
import { updateYDoc } from '../yjs';
import { blocksOf } from './blocks';
import { SESSION_CHANGES } from './changes.tasks';
import { type ChangedLine, partsOfLine, type SessionChanges } from './history.schema';

const PEOPLE = ['ana', 'bo'];

/** What becomes of a document when it comes to say each text in turn, by one person after the other. */
function changes(first: string, ...then: string[]): SessionChanges {
  const doc = new Y.Doc();
  const write = (markdown: string): Uint8Array => {
    const before = Y.encodeStateVector(doc);
    updateYDoc(doc, readMarkdown(markdown).document);
    return Y.encodeStateAsUpdate(doc, before);
  };
  const before = first === '' ? [] : [{ personId: 'zoe', bytes: write(first), seq: 1n }];
  const own = then.map((markdown, index) => ({
    personId: PEOPLE[index] ?? null,
    bytes: write(markdown),
    seq: BigInt(index + 2),
  }));
  return SESSION_CHANGES.run({ before, own });
}

const MARKS = {
  same: (text: string) => text,
  added: (text: string) => `[+${text}]`,
  removed: (text: string) => `[-${text}]`,
};
const lineOf = (line: SessionChanges['lines'][number]): string =>
  'unchanged' in line ? `…${line.unchanged}` : `${line.change}: ${segmentsOf(line)}`;
const segmentsOf = ({ segments }: ChangedLine): string =>
  segments.map(({ change, text }) => MARKS[change](text)).join('');
const told = (...texts: [string, ...string[]]): string[] => changes(...texts).lines.map(lineOf);

test('CO-V11: words that changed are told inside their line; a space between two of them belongs to them', () => {
  expect(told('One two three four five.', 'One zwei drei four five, six.')).toEqual([
    'changed: One [-two three][+zwei drei] four five[+, six].',
  ]);
  expect(told('はじめに鍵を作る', 'はじめに新しい鍵を作る')).toEqual(['changed: はじめに[+新しい]鍵を作る']);
});

test('CO-V11: lines that have little in common are not one line that changed', () => {
  expect(told('Red apples grow here.\n\nKept.', 'Nothing of that.\n\nKept.')).toEqual([
    // The full stop was not typed anew: it is whose the words before it are.
    'removed: [-Red apples grow here.]',
    'added: [+Nothing of that.]',
    'same: Kept.',
  ]);
});

test('CO-V11: a line that moves down is the same line; what is only formatted says so', () => {
  expect(told('One.\n\nTwo.', 'Zero.\n\nOne.\n\nTwo.')).toEqual(['added: [+Zero.]', 'same: One.', 'same: Two.']);
  expect(told('One two.', 'One **two**.')).toEqual(['formatted: One two.']);
  expect(told('# One\n\nText.', '## One\n\nText.')).toEqual(['formatted: One', 'same: Text.']);
});

test('CO-V12: of what stands there as before only the lines next to a change are told', () => {
  const many = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => `Line ${from + n}.`).join('\n\n');
  expect(told(many(0, 20), `${many(0, 10)}\n\nNew.\n\n${many(10, 20)}`)).toEqual([
    '…8',
    'same: Line 8.',
    'same: Line 9.',
    'added: [+New.]',
    'same: Line 10.',
    'same: Line 11.',
    '…8',
  ]);
});

test('CO-V11: whoever wrote and whoever took away is named, also where two changed one line', () => {
  const { lines } = changes(
    'The first words stand here.',
    'The first new words stand here.',
    'The first new words stand.',
  );
  const [line] = lines;
  if (!line || 'unchanged' in line) throw new Error('nothing changed');
  expect(line.segments.filter(({ change }) => change !== 'same')).toEqual([
    { text: 'new ', change: 'added', by: 'ana', earlier: false },
    { text: ' here', change: 'removed', by: 'bo', earlier: false },
  ]);
});

test('CO-V11: tables are told by the row, lists by the entry, code by the block, each in its place', () => {
  const text =
    '| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n  - inner\n\n1. first\n\n   more\n\n> said\n\n```js\nlet a;\n```\n\n---\n';
  const shown = blocksOf(readMarkdown(text).document).map(({ type, depth, marker, frame, text }) => ({
    type,
    depth,
    marker,
    frame,
    text,
  }));
  expect(shown).toEqual([
    { type: 'tableRow', depth: 0, marker: null, frame: null, text: 'a | b' },
    { type: 'tableRow', depth: 0, marker: null, frame: null, text: '1 | 2' },
    { type: 'paragraph', depth: 1, marker: 'done', frame: null, text: 'done' },
    { type: 'paragraph', depth: 2, marker: 'bullet', frame: null, text: 'inner' },
    { type: 'paragraph', depth: 1, marker: 'number', frame: null, text: 'first' },
    { type: 'paragraph', depth: 1, marker: null, frame: null, text: 'more' },
    { type: 'paragraph', depth: 0, marker: null, frame: 'blockquote', text: 'said' },
    { type: 'codeBlock', depth: 0, marker: null, frame: null, text: 'let a;' },
    { type: 'horizontalRule', depth: 0, marker: null, frame: null, text: '' },
  ]);
});

test('KN-H40 an image is a line of its own with what it shows and its caption, and another image in its place is told', () => {
  const figure = (src: string, alt = '', caption = '') =>
    `<figure><img src="${src}" alt="${alt}"><figcaption>${caption}</figcaption></figure>`;
  const [one, other] = ['https://a.example/1.png', 'https://a.example/2.png'] as const;
  const told = (markdown: string) => blocksOf(readMarkdown(markdown).document).map(({ type, text }) => [type, text]);
  expect(told(figure(one))).toEqual([['figure', '']]);
  expect(told(figure(one, 'A rack'))).toEqual([['figure', 'A rack']]);
  expect(told(figure(one, 'A rack', 'In May'))).toEqual([['figure', 'A rack | In May']]);
  expect(changes(figure(one), figure(other)).lines).toMatchObject([{ type: 'figure', change: 'formatted' }]);
  const { lines } = changes(figure(one, 'A rack', 'In May'), figure(one, 'A rack', 'In late May'));
  expect(lines.map(lineOf)).toEqual(['changed: A rack | In [+late ]May']);
  expect(lines.flatMap((line) => ('segments' in line ? line.segments : [])).map(({ by }) => by)).toContain('ana');
});

test('KN-H41 each line of a callout knows its kind and its heading; a quote has none', () => {
  const text = '> [!WARNING] Mind it\n> Hot.\n>\n> > Said.\n\n> [!TIP]\n> Cold.\n\n> Quoted.';
  expect(blocksOf(readMarkdown(text).document).map(({ text, frame, callout }) => [text, frame, callout])).toEqual([
    ['Hot.', 'callout', { kind: 'warning', title: 'Mind it' }],
    ['Said.', 'blockquote', null],
    ['Cold.', 'callout', { kind: 'tip', title: '' }],
    ['Quoted.', 'blockquote', null],
  ]);
});

test('CO-V57: an entry of a numbered list has its number; others that move it on do not change it', () => {
  const ordinals = blocksOf(readMarkdown('7. a\n8. b\n\n   more\n   1. inner\n9. c\n\n- d').document);
  expect(ordinals.map(({ text, ordinal }) => [text, ordinal])).toEqual([
    ['a', 7],
    ['b', 8],
    ['more', null],
    ['inner', 1],
    ['c', 9],
    ['d', null],
  ]);
  expect(told('1. one\n2. two\n3. three', '1. zero\n2. one\n3. two\n4. three')).toEqual([
    'added: [+zero]',
    'same: one',
    'same: two',
    '…1',
  ]);
});

test('CO-V21: whom and what a line names stands in it as one word without its own words, and is found again', () => {
  const before = 'Ask [Ana](/people/ana-anaid "mention").';
  const after = 'Ask [Bo](/people/bo-boid "mention") about [Keys](/library/keys-keysid "mention").';
  const { lines } = changes(before, after);
  const [line] = lines;
  if (!line || 'unchanged' in line) throw new Error('nothing changed');
  const parts = line.segments.flatMap(({ change, text }) => partsOfLine(text).map((part) => ({ change, ...part })));
  expect(parts).toEqual([
    { change: 'same', text: 'Ask ' },
    { change: 'removed', kind: 'person', id: 'anaid' },
    { change: 'added', kind: 'person', id: 'boid' },
    { change: 'added', text: ' about ' },
    { change: 'added', kind: 'item', id: 'keysid' },
    { change: 'same', text: '.' },
  ]);
});

test('CO-V11: texts that have nothing in common are told as gone and come, before anybody gives up', () => {
  const words = (seed: string) => Array.from({ length: 4_000 }, (_, n) => `${seed}${n} is a line.`).join('\n\n');
  const { lines, left } = changes(words('a'), words('b'));
  expect(lines.length + left).toBeGreaterThanOrEqual(4_000);
}, 60_000);

test('KN-D21 whatever somebody writes by hand of what stands for a mention, a line is cut into its parts at once', () => {
  const text = '\u{F0000}p'.repeat(40_000);
  const started = performance.now();
  expect(partsOfLine(text)).toEqual([{ text }]);
  expect(performance.now() - started).toBeLessThan(1_000);
});
