import { joinBackward, splitBlock } from '@tiptap/pm/commands';
import type { Node } from '@tiptap/pm/model';
import { liftListItem, sinkListItem, splitListItem } from '@tiptap/pm/schema-list';
import { type Command, Selection } from '@tiptap/pm/state';
import { moveTableColumn, moveTableRow } from '@tiptap/pm/tables';
import { expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import fc from '@/server/platform/testing/fast-check';
import { around, begin, linesOf, placesOf, Writer } from './writer.testing';

const { listItem } = documentSchema().nodes;
const text = (words: string) => (words === '' ? {} : { content: [{ type: 'text', text: words }] });
const line = (words: string) => ({ type: 'paragraph', ...text(words) });
const list = (...items: object[][]) => ({
  type: 'bulletList',
  content: items.map((content) => ({ type: 'listItem', content })),
});
const table = (...rows: string[][]) => ({
  type: 'table',
  content: rows.map((cells) => ({
    type: 'tableRow',
    content: cells.map((words) => ({ type: 'tableCell', content: [line(words)] })),
  })),
});

/** Where the words of the line begin that begins with these. */
function startOf(doc: Node, words: string): number {
  let found = -1;
  doc.descendants((node, place) => {
    if (found < 0 && node.isTextblock && node.textContent.startsWith(words)) found = place + 1;
  });
  return found;
}

type Both = { ana: Writer; noah: Writer };

function two(content: readonly object[], ids: readonly number[] = [1, 2]): Both {
  const begun = begin(content);
  const [ana, noah] = ids.map((id) => new Writer(begun, id)) as [Writer, Writer];
  return { ana, noah };
}

const IDS = fc.constantFrom([1, 2], [2, 1]);
const WORD = fc.constantFrom('a', 'aa', 'an apple', 'is', ' ', ', ', 'sour', '漢字');
const WORDS = fc.array(WORD, { minLength: 1, maxLength: 8 }).map((some) => some.join(''));
const RUNS = { numRuns: 100 };

test.each<[string, (words: string) => object, Command]>([
  ['of a paragraph', (words) => line(words), splitBlock],
  ['of an item', (words) => list([line(words)]), splitListItem(listItem as never)],
])('ED-T140 who writes in the second half of a split goes on there: %s', (_what, block, split) => {
  fc.assert(
    fc.property(WORDS, fc.nat(), fc.nat(), IDS, (words, cut, own, ids) => {
      const { ana, noah } = two([line('<'), block(words), line('>')], ids);
      const [at, place] = [cut % (words.length + 1), own % (words.length + 1)];
      const start = startOf(noah.state.doc, words);
      noah.goTo(start + place);
      ana.goTo(start + at);
      expect(ana.does(split)).toBe(true);
      noah.hear(ana.said);
      noah.type('!');
      const halves = [words.slice(0, at), words.slice(at)];
      const isSecond = place > at || (at === 0 && place > 0);
      const [first, second] = halves as [string, string];
      const expected = isSecond
        ? [first, `${second.slice(0, place - at)}!${second.slice(place - at)}`]
        : [`${first.slice(0, place)}!${first.slice(place)}`, second];
      // Between the halves both ends are behind the same letter.
      const either = place === at ? [expected, [first, `!${second}`]] : [expected];
      expect(either.map((lines) => ['<', ...lines, '>'])).toContainEqual(linesOf(noah));
    }),
    RUNS,
  );
});

test('ED-T141 who writes in a line that is joined with the one before goes on behind the same letter', () => {
  fc.assert(
    fc.property(WORDS, WORDS, fc.nat(), fc.boolean(), IDS, (first, second, own, inFirst, ids) => {
      const { ana, noah } = two([line(`<${first}`), line(`>${second}`), line('.')], ids);
      const mine = inFirst ? `<${first}` : `>${second}`;
      const place = 1 + (own % mine.length);
      noah.goTo(startOf(noah.state.doc, mine) + place);
      ana.goTo(startOf(ana.state.doc, `>${second}`));
      expect(ana.does(joinBackward)).toBe(true);
      noah.hear(ana.said);
      noah.type('!');
      const lines = [`<${first}`, `>${second}`].map((words) =>
        words === mine ? `${words.slice(0, place)}!${words.slice(place)}` : words,
      );
      expect(linesOf(noah)).toEqual([lines.join(''), '.']);
    }),
    RUNS,
  );
});

const CELL = fc.constantFrom('alpha', 'beta', 'gamma', 'a', 'aa', 'yes', 'no', 'an apple a day', '');

test.each(['row', 'column'] as const)('ED-T142 who writes in a cell goes along with its %s', (kind) => {
  const cells = fc.uniqueArray(CELL, { minLength: 9, maxLength: 9 });
  const steps = fc.tuple(fc.nat(2), fc.nat(2)).filter(([from, to]) => from !== to);
  fc.assert(
    fc.property(cells, fc.nat(8), fc.nat(), steps, IDS, (words, cell, own, [from, to], ids) => {
      fc.pre(words[cell] !== '');
      const rows = [0, 3, 6].map((at) => words.slice(at, at + 3));
      const { ana, noah } = two([table(...rows)], ids);
      const mine = words[cell] as string;
      const starts = placesOf(noah);
      noah.goTo((starts[cell] as number) + (own % (mine.length + 1)));
      const before = around(noah);
      ana.goTo(starts[0] as number);
      const move = kind === 'row' ? moveTableRow : moveTableColumn;
      expect(ana.does(move({ from, to, select: false }))).toBe(true);
      noah.hear(ana.said);
      expect(around(noah)).toEqual(before);
    }),
    RUNS,
  );
});

/** Takes an item of a list from where it is and puts it before another one, or last. */
const drag =
  (to: number): Command =>
  ({ tr, selection: { $head } }, dispatch) => {
    const item = $head.node(2);
    const $list = $head.doc.resolve($head.before(2));
    const before = [...Array(to).keys()].reduce((place, at) => place + $list.parent.child(at).nodeSize, $list.start());
    tr.insert(before, item);
    const from = tr.mapping.map($head.before(2));
    tr.delete(from, from + item.nodeSize);
    dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(Math.min(before + 2, tr.doc.content.size)))));
    return true;
  };

test.each<[string, Command]>([
  ['dragged up', drag(0)],
  ['dragged down', drag(4)],
  ['indented', sinkListItem(listItem as never)],
  ['outdented', liftListItem(listItem as never)],
])('ED-T143 who writes in a list goes on behind the same letter where an item is %s', (_what, command) => {
  const items = fc.uniqueArray(WORDS, { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(items, fc.nat(3), fc.nat(), fc.constantFrom(1, 2), IDS, (lines, item, own, moved, ids) => {
      const { ana, noah } = two([list(...lines.map((words) => [line(words)]))], ids);
      const starts = placesOf(noah);
      noah.goTo((starts[item] as number) + (own % ((lines[item] as string).length + 1)));
      const before = around(noah);
      ana.goTo(starts[moved] as number);
      expect(ana.does(command)).toBe(true);
      noah.hear(ana.said);
      expect(linesOf(noah)).toEqual(linesOf(ana));
      expect(around(noah)).toEqual(before);
    }),
    RUNS,
  );
});
