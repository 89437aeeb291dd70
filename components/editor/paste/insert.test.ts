import { EditorState, TextSelection } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { type DocumentJson, documentSchema } from '@/server/domains/knowledge/document.schema';
import { fromMarkdown } from '@/server/domains/knowledge/markdown/from-markdown.rules';
import { toMarkdown } from '@/server/domains/knowledge/markdown/to-markdown';
import { putBlocks } from './insert';

/** The page after a paste where `@` stands in it. */
function pasted(page: string, paste: string): string {
  const schema = documentSchema();
  const doc = schema.nodeFromJSON(fromMarkdown(page));
  let at = -1;
  doc.descendants((node, position) => {
    const found = node.isText ? (node.text ?? '').indexOf('@') : -1;
    if (found >= 0) at = position + found;
  });
  const state = EditorState.create({ doc });
  const marked = state.apply(state.tr.delete(at, at + 1));
  const blocks = (fromMarkdown(paste).content ?? []).map((block) => schema.nodeFromJSON(block));
  const tr = putBlocks(marked.tr.setSelection(TextSelection.create(marked.doc, at)), at, at, blocks);
  tr.doc.check();
  return toMarkdown(tr.doc.toJSON() as DocumentJson);
}

describe('ED-P40 where a paste goes', () => {
  test.each([
    ['words into a line', 'ab@cd', '**x**', 'ab**x**cd\n'],
    ['words at the end of a heading', '# ab@', 'x', '# abx\n'],
    ['paragraphs into a line', 'ab@cd', 'x\n\ny', 'abx\n\nycd\n'],
    ['a list into an empty line', '@', '- x\n- y', '- x\n- y\n'],
    ['a list into a line', 'ab@cd', '- x', 'ab\n\n- x\n\ncd\n'],
    ['a list after a line', 'ab@', '- x', 'ab\n\n- x\n'],
    ['a list into a list, after its item', '- a@\n- b', '- x\n- y', '- a\n- x\n- y\n- b\n'],
    ['a table into a quote', '> ab@', '| x |\n| - |\n| y |', '> ab\n>\n> | x |\n> | - |\n> | y |\n'],
    ['a heading into an empty line', '@', '# x\n\ny', '# x\n\ny\n'],
  ])('ED-P40 %s', (_what, page, paste, result) => {
    expect(pasted(page, paste)).toBe(result);
  });
});
