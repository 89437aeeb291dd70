import { EditorState } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { toMarkdown } from '@/server/domains/knowledge/markdown/to-markdown';
import { linkToFile } from './files';

const PAPER = { src: '/files/1/paper.pdf', name: 'paper.pdf' };
const LINK = '[paper.pdf](/files/1/paper.pdf)';
const paragraph = (text: string, marks: object[] = []) => ({
  type: 'paragraph',
  content: text === '' ? [] : [{ type: 'text', text, marks }],
});

/** The page with the link in it, as Markdown. @param at counted as ProseMirror does */
function put(block: object, at: number): string {
  const doc = documentSchema().nodeFromJSON({ type: 'doc', content: [block] });
  const state = EditorState.create({ schema: documentSchema(), doc });
  const after = state.apply(linkToFile(state, at, PAPER)).doc;
  after.check();
  return toMarkdown(after.toJSON()).trimEnd();
}

describe('a file that is no image', () => {
  test.each<[string, object, number, string]>([
    ['an empty line', paragraph(''), 1, LINK],
    ['the end of a word', paragraph('See'), 4, `See ${LINK}`],
    ['a gap', paragraph('See this'), 5, `See ${LINK} this`],
    ['the end of a sentence', paragraph('See .'), 5, `See ${LINK}.`],
    [
      'code, below it',
      { type: 'codeBlock', content: [{ type: 'text', text: 'a' }] },
      1,
      `\`\`\`\na\n\`\`\`\n\n${LINK}`,
    ],
    ['code in a line, below it', paragraph('ab', [{ type: 'code' }]), 2, `\`ab\`\n\n${LINK}`],
    ['between blocks', { type: 'horizontalRule' }, 1, `___\n\n${LINK}`],
  ])('ED-P65 is a link of its name, put at %s', (_what, block, at, markdown) => {
    expect(put(block, at)).toBe(markdown);
  });
});
