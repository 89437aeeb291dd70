import type { JSONContent } from '@tiptap/core';
import { describe, expect, test } from 'vitest';
import { MAX_TABLE_CELLS } from './clean-table.rules';
import { extract, plainText } from './extract';
import { fromMarkdown } from './from-markdown.rules';

const linesOf = (markdown: string): string[] => extract(fromMarkdown(markdown)).plainText.split('\n');

/** The blocks of the note with this number. */
function noteOf(markdown: string, number: number): JSONContent[] {
  return fromMarkdown(markdown).content?.at(-1)?.content?.[number - 1]?.content ?? [];
}

describe('KN-D16 footnotes', () => {
  test('are numbered as they are read, and so is their list', () => {
    const notes = '[^c]: Third\n\n[^a]: First\n\n[^b]: Second';
    expect(linesOf(`A[^a]\n\n> B[^b]\n\nC[^c] and *A[^a]*\n\n${notes}`)).toEqual([
      'A1',
      'B2',
      'C3 and A1',
      'First',
      'Second',
      'Third',
    ]);
  });

  test('of a note come after those of the text; one that nobody refers to stays away', () => {
    expect(
      linesOf('A[^a] B[^b]\n\n[^a]: One[^c]\n\n[^b]: Two[^a]\n\n[^c]: Three\n\n[^d]: Four[^e]\n\n[^e]: Five'),
    ).toEqual(['A1 B2', 'One3', 'Two1', 'Three']);
  });

  test('that stand inside of another note are found', () => {
    expect(linesOf('A[^b]\n\n[^a]: One\n\n    > [^b]: Two')).toEqual(['A1', 'Two']);
  });

  test('keep placeholders, alerts and empty tasks', () => {
    const markdown = 'A[^a]\n\n[^a]: Ask <your-name>\n\n    > [!TIP]\n    > Do\n\n    - [ ]\n';
    expect(plainText({ type: 'doc', content: noteOf(markdown, 1) })).toBe('Ask <your-name>\nDo');
    expect(noteOf(markdown, 1).map((node) => node.type)).toEqual(['paragraph', 'callout', 'taskList']);
  });

  test('cannot bring in a table beyond the limit', () => {
    const rows = '    |b|\n'.repeat(MAX_TABLE_CELLS / 200);
    const wide = `A[^a]\n\n[^a]:\n    ${'|a'.repeat(201)}|\n    ${'|-'.repeat(201)}|\n${rows}`;
    expect(() => fromMarkdown(wide)).toThrow(expect.objectContaining({ reason: 'table_too_large' }));
  });
});
