import type { JSONContent } from '@tiptap/core';
import { describe, expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { cleanDocument } from './clean-document.rules';
import { anyDocument } from './document.arbitrary';
import { fromMarkdown } from './from-markdown.rules';
import { toMarkdown } from './to-markdown';

/** Markdown has no empty paragraph; where the schema needs one, reading adds it again. */
function withoutEmptyParagraphs(node: JSONContent): JSONContent {
  if (node.content === undefined) return node;
  const kept = node.content.filter((child) => child.type !== 'paragraph' || child.content !== undefined);
  return { ...node, content: kept.map(withoutEmptyParagraphs) };
}

function canonical(document: JSONContent): JSONContent {
  return cleanDocument(withoutEmptyParagraphs(document)).document;
}

describe('Markdown round trip', () => {
  test('KN-D1 a document written as Markdown and read again is the same document', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const wanted = canonical(document);
        expect(fromMarkdown(toMarkdown(wanted))).toEqual(wanted);
      }),
      { numRuns: 150 },
    );
  });

  test.each(['a\n', 'a\n\n', '\na', '\n', 'a'])(
    'KN-D18 a table written as HTML keeps the line ends of code: %j',
    (text) => {
      const code = { type: 'codeBlock', attrs: { language: 'js' }, content: [{ type: 'text', text }] };
      const cell = { type: 'tableCell', attrs: {}, content: [code] };
      const table = { type: 'table', content: [{ type: 'tableRow', content: [cell] }] };
      const { document } = cleanDocument({ type: 'doc', content: [table] });
      expect(JSON.stringify(document)).toContain(JSON.stringify(text));
      expect(fromMarkdown(toMarkdown(document))).toEqual(document);
    },
  );
});
