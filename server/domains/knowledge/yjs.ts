import { updateYFragment, yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, type DocumentJson, documentSchema } from './document.schema';
import { type CleanDocument, cleanDocument } from './markdown/clean-document.rules';

/**
 * The document in a Y.Doc. Whatever the schema does not know, for instance from a newer or a hostile client, is left
 * out and named in `dropped`; the Y.Doc itself is not touched. Never throws.
 */
export function readYDoc(ydoc: Y.Doc): CleanDocument {
  try {
    return cleanDocument(yXmlFragmentToProsemirrorJSON(ydoc.getXmlFragment(DOCUMENT_FRAGMENT)));
  } catch (error) {
    const { document, dropped } = cleanDocument(null);
    return { document, dropped: [...dropped, `document:${String(error).slice(0, 200)}`] };
  }
}

/**
 * Changes a Y.Doc into the given document and leaves alone what is equal, so that cursors and concurrent edits
 * elsewhere survive. @param wanted one that satisfies the schema: `cleanDocument`
 */
export function updateYDoc(ydoc: Y.Doc, wanted: DocumentJson): void {
  if (JSON.stringify(readYDoc(ydoc).document) === JSON.stringify(wanted)) return;
  const node = documentSchema().nodeFromJSON(wanted);
  ydoc.transact(() => {
    const meta = { mapping: new Map(), isOMark: new Map() };
    updateYFragment(ydoc, ydoc.getXmlFragment(DOCUMENT_FRAGMENT), node, meta);
  });
}
