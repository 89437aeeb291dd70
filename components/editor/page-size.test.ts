import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { MARKDOWN_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';
import { fromMarkdown } from '@/server/domains/knowledge/markdown/from-markdown.rules';
import { toMarkdown } from '@/server/domains/knowledge/markdown/to-markdown';
import { charactersOf, excess } from './page-size';

describe('how long a page is', () => {
  test.each(['README.md', 'docs/architecture.md', 'docs/operations.md'])('ED-P20 of %s is told to a tenth', (path) => {
    const document = fromMarkdown(readFileSync(path, 'utf8'));
    const length = toMarkdown(document).length;
    const told = charactersOf(documentSchema().nodeFromJSON(document));
    expect(Math.abs(told / length - 1)).toBeLessThan(0.1);
  });

  test.each([
    ['what fits', MARKDOWN_CHARACTERS_MAX - 10, 10, 0, 0],
    ['what does not, by how much', MARKDOWN_CHARACTERS_MAX - 10, 15, 0, 5],
    ['what takes the place of as much', MARKDOWN_CHARACTERS_MAX, 15, 15, 0],
    ['what shortens a page that is too long', MARKDOWN_CHARACTERS_MAX + 100, 10, 20, 0],
    ['what makes it longer still', MARKDOWN_CHARACTERS_MAX + 100, 30, 20, 110],
  ])('ED-P21 %s', (_what, page, adding, removing, over) => {
    expect(excess(page, adding, removing)).toBe(over);
  });
});
