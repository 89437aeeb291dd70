import { EditorState, type Transaction } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { wroteAt } from './typed-sign';

const doc = documentSchema().nodeFromJSON({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text: 'ask @Ana' }] }],
});
const state = EditorState.create({ doc });
/** Where the sign is. */
const SIGN = 5;

test.each<[string, (tr: Transaction) => Transaction, number, boolean]>([
  ['the sign typed', (tr) => tr.insertText('@', 9), 9, true],
  ['a word put in with its sign', (tr) => tr.insertText(' @no', 9), 10, true],
  ['the sign typed, then moved along', (tr) => tr.insertText('@', 9).insertText('Do ', 1), 12, true],
  ['typing on after it', (tr) => tr.insertText('x', 9), SIGN, false],
  ['typing in front of it', (tr) => tr.insertText('x', SIGN), SIGN + 1, false],
  ['the caret coming by', (tr) => tr, SIGN, false],
  ['a paste', (tr) => tr.insertText('@', 9).setMeta('paste', true), 9, false],
  ['a drop', (tr) => tr.insertText('@', 9).setMeta('uiEvent', 'drop'), 9, false],
  ['a colleague', (tr) => tr.insertText('@', 9).setMeta(ySyncPluginKey, { isChangeOrigin: true }), 9, false],
])('ED-T126 a menu opens only where its sign is typed: %s', (_what, change, place, opens) => {
  expect(wroteAt(change(state.tr), place)).toBe(opens);
});
