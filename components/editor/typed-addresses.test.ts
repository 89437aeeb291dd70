import { Editor } from '@tiptap/core';
import { EditorState, type Transaction } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { expect, test, vi } from 'vitest';
import { documentExtensions, emptyDocument } from '@/server/domains/knowledge/document.schema';
import { line } from './writer.testing';

// What makes links of addresses asks on which system it is.
vi.stubGlobal('navigator', { platform: 'Linux', userAgent: '' });
const editor = new Editor({ element: null, content: emptyDocument(), extensions: documentExtensions() });
const { schema, plugins } = editor.extensionManager;
const doc = schema.nodeFromJSON({ type: 'doc', content: ['see www.exam.pl', 'Last line.'].map(line) });
const behind = 1 + 'see www.exam.pl'.length;

/** What is a link once the page was changed. */
function linkedBy(change: (tr: Transaction) => Transaction): string[] {
  const state = EditorState.create({ doc, plugins });
  const linked: string[] = [];
  state.apply(change(state.tr)).doc.descendants((node) => {
    if (node.marks.some(({ type }) => type.name === 'link')) linked.push(node.text ?? '');
  });
  return linked;
}

test('ED-L35 an address becomes a link when one goes on behind it', () => {
  expect(linkedBy((tr) => tr.insertText(' ', behind))).toEqual(['www.exam.pl']);
  expect(linkedBy((tr) => tr.split(behind))).toEqual(['www.exam.pl']);
});

test('ED-L36 the half of an address becomes none by what a colleague writes, there or anywhere else', () => {
  const ofOthers = (tr: Transaction) => tr.setMeta(ySyncPluginKey, { isChangeOrigin: true });
  expect(linkedBy((tr) => ofOthers(tr.insertText(' ', behind)))).toEqual([]);
  // The sync plugin writes all of the page anew.
  const all = [...doc.children, schema.nodeFromJSON(line('More.'))];
  expect(linkedBy((tr) => ofOthers(tr.replaceWith(0, doc.content.size, all)))).toEqual([]);
});
