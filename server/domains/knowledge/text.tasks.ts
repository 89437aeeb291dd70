import { MINUTE_MS } from '@/server/platform/clock';
import { decodeDocument, isSmall, updateOf } from '@/server/platform/collab/encoded';
import type { Task } from '@/server/platform/worker/task';
import type { DocumentJson } from './document.schema';
import { demandDocument } from './markdown/clean-document.rules';
import { extract } from './markdown/extract';
import { readMarkdown } from './markdown/from-markdown.rules';
import { AT_ONCE_CHARS } from './markdown/read-beside';
import { toMarkdown } from './markdown/to-markdown';
import type { Named } from './mention.schema';
import { mentionsIn, withNames } from './mentions';
import { searchableText } from './projection.rules';
import { readYDoc, updateYDoc } from './yjs';

/** All that is kept of a text besides its document. `json` is the document, written once where it is made. */
export type DerivedText = {
  json: string;
  markdown: string;
  plainText: string;
  headings: string;
  summary: string;
  /** minutes */
  estimatedReadTime: number;
  mentionedPersonIds: string[];
};

/** @param document one that satisfies the schema */
export function deriveText(document: DocumentJson): DerivedText {
  const found = extract(document);
  return {
    json: JSON.stringify(document),
    markdown: toMarkdown(document),
    plainText: searchableText(found.plainText),
    headings: searchableText(found.headings.map((heading) => heading.text).join('\n')),
    summary: searchableText(found.summary),
    estimatedReadTime: found.estimatedReadTime,
    mentionedPersonIds: mentionsIn(document).personIds,
  };
}

/** What a stored document says. */
export const DERIVE_TEXT: Task<readonly Uint8Array[], DerivedText> = {
  name: 'derive-text',
  run(updates) {
    const doc = decodeDocument(updates);
    try {
      return deriveText(readYDoc(doc).document);
    } finally {
      doc.destroy();
    }
  },
  isShort: (updates) => isSmall(updates),
  deadlineMs: 2 * MINUTE_MS,
};

/** A text as Markdown in the words of one reader. */
export const NAME_TEXT: Task<{ document: DocumentJson; named: Named; chars: number }, string> = {
  name: 'name-text',
  run: ({ document, named }) => toMarkdown(withNames(document, named)),
  isShort: ({ chars }) => chars <= AT_ONCE_CHARS,
  deadlineMs: MINUTE_MS,
};

/** What a text is to say: Markdown, or a document as JSON. */
export type WantedText = { markdown: string } | { json: string };
/** `update` makes a document say so, by the smallest change; null when it said so already. */
export type Draft = { update: Uint8Array | null; text: DerivedText };

/** How a stored document comes to say what is wanted. */
export const DRAFT_TEXT: Task<{ updates: readonly Uint8Array[]; wanted: WantedText }, Draft> = {
  name: 'draft-text',
  run({ updates, wanted }) {
    const { document } = 'markdown' in wanted ? readMarkdown(wanted.markdown) : demandDocument(JSON.parse(wanted.json));
    const doc = decodeDocument(updates);
    try {
      return { update: updateOf(doc, () => updateYDoc(doc, document)), text: deriveText(document) };
    } finally {
      doc.destroy();
    }
  },
  isShort: ({ updates, wanted }) =>
    isSmall(updates) && ('markdown' in wanted ? wanted.markdown : wanted.json).length <= AT_ONCE_CHARS,
  deadlineMs: 2 * MINUTE_MS,
};
