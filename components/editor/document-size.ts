import type { EditorState } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { DOCUMENT_LIMITS } from '@/server/platform/collab/limits.schema';

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

/** How many bytes the document of an editor has; 0 where it is written alone. */
export function bytesOfDocument(state: EditorState): number {
  const { doc } = (ySyncPluginKey.getState(state) ?? {}) as { doc?: Y.Doc };
  if (doc === undefined) return 0;
  const size = sizes.get(doc) ?? new DocumentSize(doc);
  sizes.set(doc, size);
  return size.bytes();
}

/** How many bytes more than the server keeps of one document it would have; 0 when it fits. */
export const excessBytes = (document: number, adding: number): number =>
  Math.max(0, document + adding - DOCUMENT_BYTES_MAX);
