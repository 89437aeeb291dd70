import { EditorState } from '@tiptap/pm/state';
import { columnResizingPluginKey } from '@tiptap/pm/tables';
import { afterEach, expect, test, vi } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { columnResizingPlugin } from './column-edges';
import { ResizableTableView } from './table-view';

type Style = Record<string, unknown>;

/** As much of an element as a table needs. */
class FakeElement {
  children: FakeElement[] = [];
  parentNode: FakeElement | null = null;
  readonly style: Style = { width: '', setProperty: this.setProperty.bind(this) };
  get firstChild(): FakeElement | null {
    return this.children[0] ?? null;
  }
  get nextSibling(): FakeElement | null {
    const all = this.parentNode?.children ?? [];
    return all[all.indexOf(this) + 1] ?? null;
  }
  appendChild(child: FakeElement): FakeElement {
    child.parentNode = this;
    this.children.push(child);
    return child;
  }
  setProperty(key: string, value: string): void {
    this.style[key] = value;
  }
  replaceChildren(): void {
    this.children = [];
  }
}

afterEach(() => vi.unstubAllGlobals());

function tableOf(...widths: (number | null)[]): EditorState['doc'] {
  const cells = widths.map((width) => ({
    type: 'tableCell',
    attrs: { colwidth: width === null ? null : [width] },
    content: [{ type: 'paragraph' }],
  }));
  return documentSchema().nodeFromJSON({ type: 'table', content: [{ type: 'tableRow', content: cells }] });
}

const columnsOf = (view: ResizableTableView) => (view.colgroup as unknown as FakeElement).children;
const shownIn = (view: ResizableTableView) => columnsOf(view).map(({ style }) => style.width);

test('ED-T180 a column without a width any more, as when its resizing is undone, is shown without one', () => {
  vi.stubGlobal('document', { createElement: () => new FakeElement() });
  const view = new ResizableTableView(tableOf(null, 200), 48);
  expect(shownIn(view)).toEqual(['', '200px']);
  view.update(tableOf(338, 200));
  expect(shownIn(view)).toEqual(['338px', '200px']);
  view.update(tableOf(null, 200));
  expect(shownIn(view)).toEqual(['', '200px']);
});

test.each([null, 150])(
  'ED-T268 a column, kept as %s, is shown as wide as it is dragged while a colleague writes in its table',
  (width) => {
    vi.stubGlobal('document', { createElement: () => new FakeElement() });
    const doc = documentSchema().node('doc', null, [tableOf(width, 200)]);
    let state = EditorState.create({ doc, plugins: [columnResizingPlugin({})] });
    const editor = {
      get state() {
        return state;
      },
    };
    const view = new ResizableTableView(tableOf(width, 200), 48, editor as never);
    const does = (what: object) => {
      state = state.apply(state.tr.setMeta(columnResizingPluginKey, what));
      view.update(tableOf(width, 200));
    };
    does({ setHandle: 2 });
    does({ setDragging: { startX: 0, startWidth: 150 } });
    const [column] = columnsOf(view);
    if (column) column.style.width = '170px';
    view.update(tableOf(width, 200));
    expect(shownIn(view)).toEqual(['170px', '200px']);
    // Nothing was kept, as where a colleague takes the cell away.
    does({ setDragging: null });
    expect(shownIn(view)).toEqual([width === null ? '' : '150px', '200px']);
  },
);
