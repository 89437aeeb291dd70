import { splitBlock } from '@tiptap/pm/commands';
import { splitListItem } from '@tiptap/pm/schema-list';
import type { Command } from '@tiptap/pm/state';
import { deleteColumn, moveTableColumn, moveTableRow } from '@tiptap/pm/tables';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentSchema } from '@/server/domains/knowledge/document.schema';
import fc from '@/server/platform/testing/fast-check';
import { type Coming, comes, relayedRoom } from './relay.testing';
import { around, line, linesOf, moveBlock, placesOf, type Writer } from './writer.testing';

const LETTERS = 'abcdefghijklmnop';
const COLUMNS = 3;
const cell = (type: string, text: string) => ({ type, content: [line(text)] });
const tableOf = (words: readonly string[], headers: 'row' | 'column' | 'none') => ({
  type: 'table',
  content: [0, 1, 2].map((row) => ({
    type: 'tableRow',
    content: words.slice(row * COLUMNS, (row + 1) * COLUMNS).map((text, column) => {
      const isHeader = (headers === 'row' && row === 0) || (headers === 'column' && column === 0);
      return cell(isHeader ? 'tableHeader' : 'tableCell', text);
    }),
  })),
});
const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** What comes through between two letters. */
const ACT = fc.constantFrom<Coming[]>('noahs', 'anas', 'to ana', 'to noah', 'saved');
const ACTS = fc.array(fc.array(ACT, { maxLength: 4 }), { minLength: LETTERS.length, maxLength: LETTERS.length });
const IDS = fc.constantFrom([1, 2], [2, 1]);

const goTo = (writer: Writer, words: string, by: number) =>
  writer.goTo((placesOf(writer)[linesOf(writer).findIndex((one) => one.startsWith(words))] as number) + by);

/** Noah types at the end of a line, and in the middle of it Ana does something. */
function whileTyping(
  { ana, noah, relay }: Awaited<ReturnType<typeof relayedRoom>>,
  words: string,
  { acts, when, does }: { acts: Coming[][]; when: number; does: () => void },
): void {
  goTo(noah, words, words.length);
  for (const [at, letter] of [...LETTERS].entries()) {
    noah.type(letter);
    if (at === when) does();
    for (const act of acts[at] as Coming[]) comes(act, relay);
  }
  relay.settle();
  expect(linesOf(ana)).toEqual(linesOf(noah));
  expect(around(noah)).toEqual([words + LETTERS, '']);
}

test.each(['row', 'column'] as const)(
  'ED-T166 what one types in a cell stands in it, once, where a colleague moves its %s, and the caret behind it',
  async (kind) => {
    const steps = fc.tuple(fc.nat(2), fc.nat(2)).filter(([from, to]) => from !== to);
    const headers = fc.constantFrom('row' as const, 'column' as const, 'none' as const);
    const when = fc.nat(LETTERS.length - 1);
    const property = fc.asyncProperty(ACTS, when, steps, headers, fc.nat(8), IDS, async (acts, at, ...rest) => {
      const [[from, to], header, own, ids] = rest;
      const both = await relayedRoom([line('above'), tableOf(WORDS, header), line('below')], ids);
      const { ana, noah } = both;
      const mine = WORDS[own] as string;
      const does = () => {
        goTo(ana, 'one', 0);
        const move = kind === 'row' ? moveTableRow : moveTableColumn;
        expect(ana.does(move({ from, to, select: false }))).toBe(true);
      };
      whileTyping(both, mine, { acts, when: at, does });
      const rows = [0, 3, 6].map((row) => WORDS.slice(row, row + 3));
      for (const moved of kind === 'row' ? [rows as unknown[]] : rows) moved.splice(to, 0, ...moved.splice(from, 1));
      const now = rows.flat().map((one) => (one === mine ? mine + LETTERS : one));
      expect(linesOf(noah)).toEqual(['above', ...now, 'below']);
    });
    await fc.assert(property, { numRuns: 60 });
  },
);

test('ED-T167 what one types in a block stands in it where a colleague moves it, or the one beside it', async () => {
  const property = fc.asyncProperty(
    ACTS,
    fc.nat(LETTERS.length - 1),
    fc.integer({ min: 2, max: 4 }),
    fc.nat(3),
    fc.nat(3),
    fc.boolean(),
    IDS,
    async (acts, when, count, own, moved, isFirst, ids) => {
      const words = WORDS.slice(0, count);
      const both = await relayedRoom(words.map(line), ids);
      const [mine, other] = [words[own % count] as string, words[moved % count] as string];
      const does = () => {
        goTo(both.ana, other, 0);
        both.ana.does(moveBlock(isFirst));
      };
      whileTyping(both, mine, { acts, when, does });
      const rest = words.filter((one) => one !== other);
      const now = isFirst ? [other, ...rest] : [...rest, other];
      expect(linesOf(both.noah)).toEqual(now.map((one) => (one === mine ? mine + LETTERS : one)));
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

/** The texts of a document, in its order. */
function textsOf(parent: Y.XmlFragment): Y.XmlText[] {
  return parent.toArray().flatMap((one) => {
    if (one instanceof Y.XmlText) return [one];
    return one instanceof Y.XmlElement ? textsOf(one) : [];
  });
}

const { listItem } = documentSchema().nodes;
const item = (text: string) => ({ type: 'listItem', content: [line(text)] });
const list = { type: 'bulletList', content: ['one', 'two', 'three', 'four'].map(item) };
const lines = ['one', 'two', 'three', 'four'].map(line);
const table = tableOf(['a', 'bravo', 'c', 'd', 'echo', 'f', 'g', 'h', 'i'], 'none');

test.each<[string, object[], string, Command, string[]]>([
  ['Enter at the beginning of a line', lines, 'two', splitBlock, ['one', 'two', 'three', 'four']],
  ['Enter at the beginning of an item', [list], 'two', splitListItem(listItem as never), ['one', 'two', 'four']],
  ['a short line moved', [line('one'), line('twofold')], 'one', moveBlock(false), ['twofold']],
  ['a long line moved', [line('one'), line('twofold')], 'twofold', moveBlock(true), ['twofold']],
  ['a column moved', [table], 'a', moveTableColumn({ from: 0, to: 1, select: false }), ['bravo', 'echo', 'f']],
])('ED-T168 texts stay whose blocks stay: %s', async (_what, blocks, at, command, stay) => {
  const { ana } = await relayedRoom(blocks, [1, 2]);
  const shared = ana.doc.getXmlFragment(DOCUMENT_FRAGMENT);
  const before = new Map(textsOf(shared).map((text) => [text.toString(), text]));
  goTo(ana, at, 0);
  expect(ana.does(command)).toBe(true);
  for (const words of stay) expect(textsOf(shared)).toContain(before.get(words));
  for (const words of stay) expect(before.get(words)?.toString()).toBe(words);
});

test('ED-T169 of columns that are empty the one goes that is taken out, and what is empty stays where its neighbour moves', async () => {
  const { ana } = await relayedRoom([tableOf(['a', 'b', 'c', 'd', '', '', 'e', 'f', 'g'], 'none')], [1, 2]);
  const row = (ana.doc.getXmlFragment(DOCUMENT_FRAGMENT).get(0) as Y.XmlElement).get(1) as Y.XmlElement;
  const cells = row.toArray();
  const places = () => row.toArray().map((one) => cells.indexOf(one));
  goTo(ana, 'b', 0);
  expect(ana.does(deleteColumn)).toBe(true);
  expect(places()).toEqual([0, 2]);
  goTo(ana, 'a', 0);
  expect(ana.does(moveTableColumn({ from: 0, to: 1, select: false }))).toBe(true);
  expect(places()).toEqual([2, -1]);
});
