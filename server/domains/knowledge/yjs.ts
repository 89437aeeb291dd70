import type { JSONContent } from '@tiptap/core';
import { prosemirrorJSONToYXmlFragment, updateYFragment, yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentSchema } from './document.schema';
import { type CleanDocument, cleanDocument } from './markdown/clean-document';

/** A new Y.Doc that holds the document. The document is cleaned first, so any JSON will do. */
export function documentToYDoc(document: JSONContent): Y.Doc {
  const ydoc = new Y.Doc();
  const fragment = ydoc.getXmlFragment(DOCUMENT_FRAGMENT);
  prosemirrorJSONToYXmlFragment(documentSchema(), cleanDocument(document).document, fragment);
  return ydoc;
}

/** The document as the one update that makes it out of nothing: the first row of an item's update log. */
export function documentToUpdate(document: JSONContent): Uint8Array {
  const ydoc = documentToYDoc(document);
  try {
    return Y.encodeStateAsUpdate(ydoc);
  } finally {
    ydoc.destroy();
  }
}

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

/** The document that a list of updates, in order, amounts to. @throws when an update's bytes are not Yjs' */
export function readUpdates(updates: Iterable<Uint8Array>): CleanDocument {
  const ydoc = new Y.Doc();
  try {
    ydoc.transact(() => {
      for (const update of updates) Y.applyUpdate(ydoc, update);
    });
    return readYDoc(ydoc);
  } finally {
    ydoc.destroy();
  }
}

/**
 * Changes a Y.Doc into the given document and leaves alone what is equal, so that cursors and concurrent edits
 * elsewhere survive.
 * @param origin what observers of the Y.Doc see as the transaction's origin
 * @returns the update to append and send; null when nothing changed
 */
export function updateYDoc(ydoc: Y.Doc, document: JSONContent, origin: unknown = null): Uint8Array | null {
  const wanted = cleanDocument(document).document;
  if (JSON.stringify(readYDoc(ydoc).document) === JSON.stringify(wanted)) return null;
  const updates: Uint8Array[] = [];
  const onUpdate = (update: Uint8Array): void => {
    updates.push(update);
  };
  ydoc.on('update', onUpdate);
  try {
    const node = documentSchema().nodeFromJSON(wanted);
    ydoc.transact(() => {
      const meta = { mapping: new Map(), isOMark: new Map() };
      updateYFragment(ydoc, ydoc.getXmlFragment(DOCUMENT_FRAGMENT), node, meta);
    }, origin);
  } finally {
    ydoc.off('update', onUpdate);
  }
  return updates.length === 0 ? null : Y.mergeUpdates(updates);
}
