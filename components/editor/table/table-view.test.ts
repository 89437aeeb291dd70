import type { EditorState } from '@tiptap/pm/state';
import { afterEach, expect, test, vi } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
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

test('ED-T180 a column without a width any more, as when its resizing is undone, is shown without one', () => {
  vi.stubGlobal('document', { createElement: () => new FakeElement() });
  const view = new ResizableTableView(tableOf(null, 200), 48);
  const shown = () => (view.colgroup as unknown as FakeElement).children.map(({ style }) => style.width);
  expect(shown()).toEqual(['', '200px']);
  view.update(tableOf(338, 200));
  expect(shown()).toEqual(['338px', '200px']);
  view.update(tableOf(null, 200));
  expect(shown()).toEqual(['', '200px']);
});
