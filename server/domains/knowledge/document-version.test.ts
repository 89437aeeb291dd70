import { createHash } from 'node:crypto';
import type { AttributeSpec } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { documentSchema } from './document.schema';
import { DOCUMENT_SCHEMA_VERSION } from './document-version.schema';

/** What each version knew, shortened. One is added to with the next version; none that has been given out is changed. */
const KNOWN: Record<number, string> = { 3: 'e5504e19a3879c97' };

type Spec = {
  content?: string;
  group?: string;
  marks?: string;
  excludes?: string;
  attrs?: Record<string, AttributeSpec>;
};

/** What a tab of this schema keeps of a document: a tab that knows less deletes the rest. */
function knows(kind: string, specs: Record<string, { spec: Spec }>): string[] {
  return Object.entries(specs)
    .map(([name, { spec }]) => {
      const { content, group, marks, excludes, attrs = {} } = spec;
      const attributes = Object.entries(attrs).map(([key, one]) => [key, 'default' in one, one.default]);
      return JSON.stringify([kind, name, content, group, marks, excludes, attributes.sort()]);
    })
    .sort();
}

test('CO-A18 the schema has the version under which it is known: whatever a tab could delete raises it', () => {
  const schema = documentSchema();
  const all = [...knows('node', schema.nodes), ...knows('mark', schema.marks)];
  const shortened = createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 16);
  const words = `The schema has changed: raise DOCUMENT_SCHEMA_VERSION and add it to KNOWN.\n${all.join('\n')}`;
  expect(shortened, words).toBe(KNOWN[DOCUMENT_SCHEMA_VERSION]);
  expect(Math.max(...Object.keys(KNOWN).map(Number))).toBe(DOCUMENT_SCHEMA_VERSION);
});
