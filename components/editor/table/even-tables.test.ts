import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  CellSelection,
  deleteColumn,
  deleteRow,
  mergeCells,
  splitCell,
  TableMap,
  toggleHeaderColumn,
  toggleHeaderRow,
} from '@tiptap/pm/tables';
import { initProseMirrorDoc } from '@tiptap/y-tiptap';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentSchema } from '@/server/domains/knowledge/document.schema';
import fc from '@/server/platform/testing/fast-check';
import { begin, line, linesOf, syncBegun, Writer } from '../writer.testing';

const cell = (text: string) => ({ type: 'tableCell', content: [line(text)] });
const row = (...texts: string[]) => ({ type: 'tableRow', content: texts.map(cell) });
const TABLE = { type: 'table', content: [row('1', '2'), row('3', '4')] };
const COLUMNS = 2;
/** How often all say and hear everything until nobody has anything to say any more. */
const ROUNDS_MAX = 8;

const SIZES = { addColumnBefore, addColumnAfter, addRowBefore, addRowAfter, deleteColumn, deleteRow };
const ALL = { ...SIZES, splitCell, toggleHeaderRow, toggleHeaderColumn, mergeCells, type: null };
type Act = keyof typeof ALL;

/** People at one document, and what the server has of them, with messages on their way. */
class Table {
  readonly people: Writer[];
  private readonly log: { from: Writer; bytes: Uint8Array }[] = [];
  private readonly heard = new Map<Writer, number>();

  constructor(count: number) {
    const begun = begin([line('above'), TABLE, line('below')]);
    this.people = Array.from({ length: count }, (_, index) => new Writer(begun, index + 1));
  }

  takes(from: Writer): boolean {
    const said = from.said.splice(0);
    this.log.push(...said.map((bytes) => ({ from, bytes })));
    return said.length > 0;
  }

  tells(to: Writer): boolean {
    const news = this.log.slice(this.heard.get(to) ?? 0).filter(({ from }) => from !== to);
    this.heard.set(to, this.log.length);
    if (news.length > 0) to.hear(news.map(({ bytes }) => bytes));
    return news.length > 0;
  }

  /** @returns how often all had to say and to hear */
  async settle(): Promise<number> {
    for (let rounds = 0; rounds < ROUNDS_MAX; rounds += 1) {
      const isSaid = this.people.map((one) => this.takes(one)).some(Boolean);
      const isHeard = this.people.map((one) => this.tells(one)).some(Boolean);
      // What is put in order is shared a moment later.
      await null;
      if (!isSaid && !isHeard) return rounds;
    }
    return ROUNDS_MAX;
  }

  /** What the shared document says to somebody who opens it now. */
  get shared() {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate((this.people[0] as Writer).doc));
    return initProseMirrorDoc(doc.getXmlFragment(DOCUMENT_FRAGMENT), documentSchema()).doc;
  }

  get maps(): TableMap[] {
    return this.shared.children.filter(({ type }) => type.name === 'table').map((table) => TableMap.get(table));
  }
}

function cellsOf({ state: { doc } }: Writer): number[] {
  const cells: number[] = [];
  doc.descendants(({ type }, place) => void (/cell/.test(type.spec.tableRole ?? '') && cells.push(place)));
  return cells;
}

/** @returns whether there was something to do */
function does(who: Writer, act: Act, where: number): boolean {
  const cells = cellsOf(who);
  const at = cells[where % cells.length];
  if (at === undefined) return false;
  who.goTo(at + 2);
  if (act === 'type') who.type('x');
  else if (act === 'mergeCells') {
    const next = cells.find((one) => one > at && who.state.doc.resolve(one).sharedDepth(at) > 0) ?? at;
    who.does((state, dispatch) => {
      const chosen = state.apply(state.tr.setSelection(CellSelection.create(state.doc, at, next)));
      return mergeCells(chosen, dispatch);
    });
  } else return who.does(ALL[act]);
  return true;
}

const edits = (acts: object) =>
  fc.array(
    fc.record({
      who: fc.nat(2),
      act: fc.constantFrom(...(Object.keys(acts) as Act[])),
      where: fc.nat(30),
      after: fc.array(fc.record({ who: fc.nat(2), comes: fc.constantFrom('takes', 'tells') }), { maxLength: 3 }),
    }),
    { maxLength: 12 },
  );
type Edits = typeof edits extends (acts: never) => fc.Arbitrary<infer All> ? All : never;

async function edited(all: Edits): Promise<{ table: Table; done: Act[] }> {
  const table = new Table(3);
  await syncBegun();
  const done: Act[] = [];
  for (const { who, act, where, after } of all) {
    if (does(table.people[who] as Writer, act, where)) done.push(act);
    for (const step of after) {
      table[step.comes as 'takes' | 'tells'](table.people[step.who] as Writer);
      await null;
    }
  }
  return { table, done };
}

async function expectOrder(table: Table): Promise<void> {
  expect(await table.settle()).toBeLessThan(ROUNDS_MAX);
  for (const { state } of table.people) expect(state.doc.toJSON()).toEqual(table.shared.toJSON());
  expect(table.maps.flatMap(({ problems }) => problems ?? [])).toEqual([]);
}

test('ED-T190 rows and columns that three people add and delete at the same moment come to rest as one table in order, no wider than by what was added', async () => {
  const property = fc.asyncProperty(edits(SIZES), async (all) => {
    const { table, done } = await edited(all);
    await expectOrder(table);
    const added = done.filter((act) => act.startsWith('addColumn')).length;
    for (const { width } of table.maps) expect(width).toBeLessThanOrEqual((COLUMNS + added) * 3);
  });
  await fc.assert(property, { numRuns: 100 });
});

test('ED-T191 whatever three people do to one table at the same moment, all show the same table in order, as it is shared', async () => {
  const property = fc.asyncProperty(edits(ALL), async (all) => {
    await expectOrder((await edited(all)).table);
  });
  await fc.assert(property, { numRuns: 100 });
});

test('ED-T192 a column beside which a colleague added a row goes as a whole when it is taken back, and comes again', async () => {
  const table = new Table(2);
  await syncBegun();
  const [ana, noah] = table.people as [Writer, Writer];
  does(ana, 'addColumnAfter', 1);
  does(noah, 'addRowAfter', 3);
  await table.settle();
  expect(table.maps.map(({ width, height }) => [width, height])).toEqual([[3, 3]]);
  for (const [step, width] of [
    ['undo', 2],
    ['redo', 3],
    ['undo', 2],
  ] as const) {
    ana.steps[step]();
    await expectOrder(table);
    expect(table.maps.map((map) => [map.width, map.height])).toEqual([[width, 3]]);
  }
  noah.steps.undo();
  await expectOrder(table);
  expect(linesOf(ana)).toEqual(['above', '1', '2', '3', '4', 'below']);
});
