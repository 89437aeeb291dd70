import type { JSONContent } from '@tiptap/core';
import { describe, expect, test } from 'vitest';
import { cleanDocument } from './clean-document.rules';
import { fromMarkdown } from './from-markdown.rules';
import { textOf } from './loose.rules';
import { toMarkdown } from './to-markdown';

const paragraph = (text: string): JSONContent => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const code = (text: string): JSONContent => ({
  type: 'codeBlock',
  attrs: { language: null },
  content: [{ type: 'text', text }],
});
const listOf = (...content: JSONContent[]): JSONContent => ({
  type: 'bulletList',
  content: [{ type: 'listItem', content }],
});

const hasCallout = (markdown: string) => JSON.stringify(fromMarkdown(markdown)).includes('"callout"');

describe('KN-D17 what looks like an admonition', () => {
  const MARKED = [':::note\nhi\n:::', '!!! note\n    hi', '??? note\n    hi'];

  test.each<[string, JSONContent[]]>([
    ['in paragraphs', [paragraph(':::note'), paragraph('x'), paragraph(':::')]],
    ['in paragraphs of an item', [listOf(paragraph(':::note'), paragraph('x'), paragraph(':::'))]],
    ...MARKED.flatMap((text): [string, JSONContent[]][] => [
      [`in code: ${text}`, [code(text)]],
      [`in code that begins an item: ${text}`, [listOf(code(text), paragraph('x'))]],
      [`in code that begins an item of an item: ${text}`, [listOf(listOf(code(text)))]],
      [`in code in a quote: ${text}`, [{ type: 'blockquote', content: [listOf(code(text))] }]],
    ]),
  ])('%s is written so that it reads back', (_place, content) => {
    const { document } = cleanDocument({ type: 'doc', content });
    expect(fromMarkdown(toMarkdown(document))).toEqual(document);
  });

  test.each([
    '1. ```bash\n   ls\n   ```\n\n!!! note\n    hi',
    '- > ```\n  > ls\n  > ```\n\n:::note\nhi\n:::',
    '> ```\n> never closed\n\n:::note\nhi\n:::',
    '- ```\n  never closed\n\n!!! note\n    hi',
    '-\t```\n\tls\n\t```\n\n!!! note\n    hi',
    '- a\n```\nls\n```\n\n!!! note\n    hi',
    '```a``` is code\n\n!!! note\n    hi',
    '~~~\n```\n~~~\n\n!!! note\n    hi',
    '````\n```\n!!! x\n````\n\n!!! note\n    hi',
    '1. a\n\n    !!! note\n        hi',
    '- a\n    - b\n\n        !!! note\n            hi',
    '- a\n\n  - b\n\n  :::note\n  hi\n  :::',
  ])('is one outside of code: %j', (markdown) => expect(hasCallout(markdown)).toBe(true));

  test.each([
    'Text\n\n    !!! note\n        hi',
    '- a\n\nText\n\n    :::note\n    hi\n    :::',
    '- a\n\n      !!! note\n          hi',
    '\t!!! note\n\t    hi',
    '- ```\n  !!! note\n      hi\n  ```',
    '> - ~~~\n>   a\n>   ~~~\n>\n> ```\n> a\n> ```\n\n```\n:::note\nhi\n:::\n```',
  ])('is none in code: %j', (markdown) => {
    expect(hasCallout(markdown)).toBe(false);
    expect(textOf(fromMarkdown(markdown))).toMatch(/(!!! |:::)note[\s\S]*hi/);
  });
});
