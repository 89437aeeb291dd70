const MIB_BYTES = 1_024 * 1_024;

/** How much a document and a change of it may be: whoever writes is told before the server has to refuse. */
export const DOCUMENT_LIMITS = {
  /** One WebSocket frame. A first synchronisation carries what the server lacks in one. */
  frameBytesMax: 12 * MIB_BYTES,
  /** One update of a document. */
  updateBytesMax: 8 * MIB_BYTES,
  /** The encoded state of one document. */
  documentBytesMax: 16 * MIB_BYTES,
  /** What Yjs holds a document as: runs of text, nodes, values. A hundred pages have some ten thousand. */
  documentStructsMax: 200_000,
} as const;
