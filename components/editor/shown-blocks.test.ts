import { setBlockType, wrapIn } from '@tiptap/pm/commands';
import { liftListItem, sinkListItem, splitListItem } from '@tiptap/pm/schema-list';
import type { Command } from '@tiptap/pm/state';
import { addColumnBefore, addRowBefore, deleteColumn, deleteRow } from '@tiptap/pm/tables';
import { expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import fc from '@/server/platform/testing/fast-check';
import { around, begin, line, linesOf, moveBlock, placesOf, syncBegun, Writer } from './writer.testing';

const { listItem, taskItem, heading, blockquote } = documentSchema().nodes;
const block = (type: string, ...content: object[]) => ({ type, content });
const cell = (text: string) => block('tableCell', line(text));
const row = (name: string) => block('tableRow', cell(`${name}1`), cell(`${name}2`), cell(`${name}3`));

const STEPS: Record<string, Command> = {
  'Tab in a list': sinkListItem(listItem as never),
  'Shift+Tab in a list': liftListItem(listItem as never),
  'Enter in a list': splitListItem(listItem as never),
  'Tab in tasks': sinkListItem(taskItem as never),
  'Shift+Tab in tasks': liftListItem(taskItem as never),
  'Enter in tasks': splitListItem(taskItem as never),
  quote: wrapIn(blockquote as never),
  heading: setBlockType(heading as never, { level: 2 }),
  first: moveBlock(true),
  last: moveBlock(false),
  column: addColumnBefore,
  row: addRowBefore,
  'a column less': deleteColumn,
  'a row less': deleteRow,
};

const BLOCKS = [
  line('first'),
  block('bulletList', block('listItem', line('a')), block('listItem', line('b')), block('listItem', line('c'))),
  block('taskList', block('taskItem', line('do')), block('taskItem', line('this')), block('taskItem', line('now'))),
  block('orderedList', block('listItem', line('one'), block('bulletList', block('listItem', line('within'))))),
  block('table', row('x'), row('y'), row('z')),
  block('blockquote', line('quoted'), line('twice')),
  line('last'),
];

/** Somebody who puts the caret behind a line, does this, and hears that a colleague has typed at the top. */
async function heardAfter(words: string, steps: readonly string[]): Promise<[Writer, Writer]> {
  const begun = begin(BLOCKS);
  const [ana, noah] = [new Writer(begun, 1), new Writer(begun, 2)];
  await syncBegun();
  const at = linesOf(ana).indexOf(words);
  ana.goTo((placesOf(ana)[at] as number) + words.length);
  for (const step of steps) {
    ana.does(STEPS[step] as Command);
    const before = around(ana);
    noah.hear(ana.said.splice(0).concat(noah.said));
    noah.goTo(placesOf(noah)[linesOf(noah).findIndex((one) => one.endsWith('first'))] as number);
    noah.type('N');
    ana.hear(noah.said.splice(0));
    expect(around(ana)).toEqual(before);
  }
  return [ana, noah];
}

test.each([
  ['b', 'Tab in a list'],
  ['this', 'Tab in tasks'],
  ['within', 'Shift+Tab in a list'],
  ['y2', 'column'],
])('ED-T109 whoever has %s, and does %s, goes on there while a colleague writes elsewhere', async (words, step) => {
  const [ana, noah] = await heardAfter(words, [step]);
  ana.type(' goes on');
  noah.hear(ana.said.splice(0));
  expect(linesOf(noah).filter((one) => one.includes('goes on'))).toEqual([`${words} goes on`]);
});

test('ED-T109 whatever one does with blocks, at random, the caret stays when a colleague writes elsewhere', async () => {
  const lines = fc.constantFrom(
    'a',
    'b',
    'c',
    'do',
    'this',
    'now',
    'one',
    'within',
    'x1',
    'y2',
    'z3',
    'quoted',
    'twice',
  );
  const steps = fc.array(fc.constantFrom(...Object.keys(STEPS)), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(lines, steps, async (words, some) => {
      const [ana, noah] = await heardAfter(words, some);
      expect(noah.state.doc.toJSON()).toEqual(ana.state.doc.toJSON());
    }),
    { numRuns: 150 },
  );
});
