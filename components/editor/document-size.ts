import type { Node as DocumentNode } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { DOCUMENT_LIMITS } from '@/server/platform/collab/limits.schema';
import { structsOf } from '@/server/platform/collab/structs.rules';

const { documentBytesMax: DOCUMENT_BYTES_MAX } = DOCUMENT_LIMITS;
/** A large document is encoded anew only when so much was written since. */
const MEASURE_AGAIN_BYTES = 256 * 1_024;
/** Below this share of the limit what is known to be the most is good enough. */
const MEASURED_FROM_SHARE = 0.5;

/**
 * How many bytes the server would count of a document: everything that was ever written in it, as Yjs encodes it. It
 * adds up what comes, which is never too little, and encodes the whole only where that may matter.
 */
export class DocumentSize {
  private measuredBytes = 0;
  private sinceBytes = Number.POSITIVE_INFINITY;

  constructor(private readonly doc: Y.Doc) {
    doc.on('update', (update: Uint8Array) => {
      this.sinceBytes += update.length;
    });
  }

  /** Never less than it is, and hardly more where it comes near the limit. */
  bytes(): number {
    const most = this.measuredBytes + this.sinceBytes;
    if (most > DOCUMENT_BYTES_MAX * MEASURED_FROM_SHARE && this.sinceBytes > MEASURE_AGAIN_BYTES) {
      this.measuredBytes = Y.encodeStateAsUpdate(this.doc).length;
      this.sinceBytes = 0;
    }
    return this.measuredBytes + this.sinceBytes;
  }
}

const sizes = new WeakMap<Y.Doc, DocumentSize>();

/** What the server keeps of a document, in what its limits are in. */
export type Weight = { bytes: number; structs: number };

/** How much the document of an editor weighs; nothing where it is written alone. */
export function weightOfDocument(state: EditorState): Weight {
  const { doc } = (ySyncPluginKey.getState(state) ?? {}) as { doc?: Y.Doc };
  if (doc === undefined) return { bytes: 0, structs: 0 };
  const size = sizes.get(doc) ?? new DocumentSize(doc);
  sizes.set(doc, size);
  return { bytes: size.bytes(), structs: structsOf(doc) };
}

/** What the line that something is put into comes to be cut into. */
const CUT_STRUCTS = 8;

/**
 * How many structs nodes become in a document, at most: one for each node and each attribute that it has, one for each
 * text between two nodes, and of that one for each run and for the beginning and the end of each of its marks.
 */
export function structsIn(nodes: readonly DocumentNode[]): number {
  return nodes.reduce((sum, node) => sum + structsOfNode(node), CUT_STRUCTS);
}

function structsOfNode(node: DocumentNode): number {
  if (node.isText) return 1 + 2 * node.marks.length;
  let sum = 1 + Object.values(node.attrs).filter((value) => value !== null).length;
  let wasText = false;
  node.forEach((child) => {
    if (child.isText && !wasText) sum += 1;
    wasText = child.isText;
    sum += structsOfNode(child);
  });
  return sum;
}
