import { getExtensionField } from '@tiptap/core';
import { EditorState, type Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { SelectionFirst } from './selection-first';

type Dispatched = (props: { transaction: Transaction; next: (tr: Transaction) => void }) => void;

const REDRAW = new PluginKey('redraw');

/** An editor whose caret the browser has moved in front of the last word, and has not said so. */
function opened({ composing = false, typed = false } = {}) {
  const schema = documentSchema();
  const doc = schema.node('doc', null, [schema.node('paragraph', null, [schema.text('One two three')])]);
  const place = (at: number) => TextSelection.create(doc, at);
  const editor = { state: EditorState.create({ doc, selection: place(14) }), isRead: false, isToBeRead: false };
  const apply = (tr: Transaction) => {
    editor.state = editor.state.apply(tr);
  };
  const view = {
    get state() {
      return editor.state;
    },
    isDestroyed: false,
    composing,
    domObserver: {
      forceFlush: () => undefined,
      flush: () => {
        editor.isRead = true;
        apply(editor.state.tr.setSelection(place(9)));
      },
      pendingRecords: () => (typed ? [{}] : []),
      flushSoon: () => {
        editor.isToBeRead = true;
      },
    },
  };
  const context = { editor: { view }, options: { hearing: null } };
  const dispatched = getExtensionField<Dispatched>(SelectionFirst, 'dispatchTransaction', context as never);
  const show = (change: (tr: Transaction) => Transaction) => {
    const transaction = change(editor.state.tr);
    dispatched({ transaction, next: apply });
    return { transaction, caret: editor.state.selection.head };
  };
  return { editor, view, show };
}

/** Whether the browser's caret is read before a key does anything. */
function readBefore(key: { keyCode: number }, given = {}): boolean {
  const { editor, view } = opened(given);
  const plugins = getExtensionField<() => Plugin[]>(SelectionFirst, 'addProseMirrorPlugins', {
    options: { hearing: null },
  } as never)();
  const keydown = plugins[0]?.props.handleDOMEvents?.keydown as (view: unknown, event: unknown) => boolean;
  expect(keydown(view, key)).toBe(false);
  return editor.isRead;
}

test('ED-T223 a key comes where the browser has put the caret, but signs that are being put together are left to it', () => {
  expect(readBefore({ keyCode: 65 })).toBe(true);
  expect(readBefore({ keyCode: 229 })).toBe(false);
  expect(readBefore({ keyCode: 65 }, { composing: true })).toBe(false);
});

test('ED-T194 what only redraws the text leaves the caret where the browser has put it', () => {
  const { transaction, caret } = opened().show((tr) => tr.setMeta(REDRAW, 'carets'));
  expect([caret, transaction.getMeta(REDRAW)]).toEqual([9, 'carets']);
});

test.each<[string, (tr: Transaction) => Transaction]>([
  ['changes the text', (tr) => tr.insertText('!', 14)],
  ['moves the caret', (tr) => tr.setSelection(TextSelection.create(tr.doc, 14))],
  ['sets what is typed next in bold', (tr) => tr.setStoredMarks([])],
  ['tells of focus, with which the browser puts a caret of its own', (tr) => tr.setMeta('focus', {})],
])('ED-T195 nothing is read of the browser before that which %s', (_what, change) => {
  const { editor, show } = opened();
  expect(show(change).caret).toBeGreaterThanOrEqual(14);
  expect(editor.isRead).toBe(false);
});

test('ED-T196 signs that are being put together are left to the browser by a redraw', () => {
  const { editor, show } = opened({ composing: true, typed: true });
  expect([show((tr) => tr.setMeta(REDRAW, 'carets')).caret, editor.isToBeRead]).toEqual([14, false]);
});

test('ED-T197 what is typed and not read yet is read right after a redraw, not before it', () => {
  const { editor, show } = opened({ typed: true });
  expect([show((tr) => tr.setMeta(REDRAW, 'carets')).caret, editor.isToBeRead]).toEqual([14, true]);
});
