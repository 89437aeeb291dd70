import type { Plugin } from '@tiptap/pm/state';
import { addColumnBefore, addRowBefore, columnResizingPluginKey, deleteColumn, deleteTable } from '@tiptap/pm/tables';
import { beforeEach, expect, test } from 'vitest';
import { begin, line, linesOf, moveBlock, placesOf, syncBegun, Writer } from '../writer.testing';
import { columnResizingPlugin } from './column-edges';

const START_PX = 200;

const cell = (text: string) => ({
  type: 'tableCell',
  attrs: { colwidth: [START_PX] },
  content: [line(text)],
});
const row = (...texts: string[]) => ({ type: 'tableRow', content: texts.map(cell) });
const TABLE = { type: 'table', content: [row('a1', 'b1'), row('a2', 'b2')] };

let ana: Writer;
let noah: Writer;
let resizing: Plugin;
let mouse: EventTarget;

beforeEach(async () => {
  const begun = begin([line('above'), TABLE, line('below')]);
  resizing = columnResizingPlugin({ cellMinWidth: 60 });
  [ana, noah] = [new Writer(begun, 1, () => [resizing]), new Writer(begun, 2)];
  mouse = new EventTarget();
  await syncBegun();
});

const placeIn = (who: Writer, words: string): number => placesOf(who)[linesOf(who).indexOf(words)] as number;

/** Ana's pointer comes to the edge of a cell. */
function pointAt(words: string): void {
  ana.does(({ tr }, dispatch) => {
    dispatch?.(tr.setMeta(columnResizingPluginKey, { setHandle: placeIn(ana, words) - 2 }));
    return true;
  });
}

/** As much of a view as the mouse needs. */
const view = () => ({
  get state() {
    return ana.state;
  },
  editable: true,
  dom: { ownerDocument: { defaultView: mouse } },
  domAtPos: () => ({ node: null }),
  dispatch: (tr: never) => ana.does((_state, dispatch) => dispatch?.(tr) === undefined),
});

const at = (type: string, clientX: number) => Object.assign(new Event(type), { clientX, which: 1 });

function press(clientX: number): void {
  const { mousedown } = resizing.props.handleDOMEvents ?? {};
  mousedown?.call(resizing, view() as never, at('mousedown', clientX) as never);
}

const move = (clientX: number) => mouse.dispatchEvent(at('mousemove', clientX));
const release = (clientX: number) => mouse.dispatchEvent(at('mouseup', clientX));

/** The cells with other widths than at first. */
function resized(who: Writer): Record<string, number[]> {
  const widths: Record<string, number[]> = {};
  who.state.doc.descendants(({ type, attrs, textContent }) => {
    if (type.name === 'tableCell' && attrs.colwidth?.[0] !== START_PX) widths[textContent] = attrs.colwidth;
  });
  return widths;
}

function tell(): void {
  const [anas, noahs] = [ana.said.splice(0), noah.said.splice(0)];
  if (noahs.length > 0) ana.hear(noahs);
  if (anas.length > 0) noah.hear(anas);
}

const edge = () => columnResizingPluginKey.getState(ana.state);

const OTHERS: Record<string, () => void> = {
  'types in the cell': () => noah.goTo(placeIn(noah, 'a1') + 2),
  'types in a cell beside': () => noah.goTo(placeIn(noah, 'b1') + 2),
  'types above the table': () => noah.goTo(placeIn(noah, 'above')),
  'adds a row above': () => {
    noah.goTo(placeIn(noah, 'b1'));
    noah.does(addRowBefore);
  },
  'adds a column in front': () => {
    noah.goTo(placeIn(noah, 'a2'));
    noah.does(addColumnBefore);
  },
  'moves a block behind the table': () => {
    noah.goTo(placeIn(noah, 'above'));
    noah.does(moveBlock(false));
  },
};

/** Noah does something, and then types three letters, each of which Ana hears by itself. */
function noahDoes(act: string): void {
  OTHERS[act]?.();
  tell();
  for (const letter of 'xyz') {
    noah.type(letter);
    tell();
  }
}

const cellWith = (who: Writer, words: string): string => linesOf(who).find((one) => one.includes(words)) as string;

test.each(Object.keys(OTHERS))('ED-T265 a column is as wide as it was dragged while a colleague %s', (act) => {
  pointAt('a1');
  press(300);
  move(280);
  noahDoes(act);
  move(240);
  noah.type('!');
  tell();
  release(220);
  tell();
  const widths = ['a1', 'b1', 'a2', 'b2'].map((words) => resized(ana)[cellWith(ana, words)]);
  expect(widths).toEqual([[START_PX - 80], undefined, [START_PX - 80], undefined]);
  expect(resized(noah)).toEqual(resized(ana));
  expect(linesOf(ana)).toEqual(linesOf(noah));
  expect(linesOf(ana).join('')).toContain('xyz!');
  expect(edge()?.dragging).toBeFalsy();
});

test('ED-T266 the edge at which the pointer is can be pressed after a colleague has written', () => {
  pointAt('b1');
  noahDoes('types in the cell');
  expect(edge()).toEqual({ activeHandle: placeIn(ana, 'b1') - 2, dragging: false });
  press(500);
  release(550);
  expect(resized(ana)).toEqual({ b1: [START_PX + 50], b2: [START_PX + 50] });
});

test.each([
  ['column', deleteColumn],
  ['table', deleteTable],
] as const)(
  'ED-T267 where a colleague takes the %s away whose edge is dragged, the drag ends, and another edge can be dragged',
  (_what, takeAway) => {
    pointAt('a1');
    press(300);
    noah.goTo(placeIn(noah, 'a2'));
    noah.does(takeAway);
    tell();
    expect(edge()).toEqual({ activeHandle: -1, dragging: false });
    const before = ana.state.doc;
    move(280);
    release(220);
    expect(ana.state.doc).toBe(before);
    if (takeAway === deleteTable) return;
    pointAt('b1');
    press(300);
    release(320);
    expect(resized(ana)).toEqual({ b1: [START_PX + 20], b2: [START_PX + 20] });
  },
);
