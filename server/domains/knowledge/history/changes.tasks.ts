import { MINUTE_MS } from '@/server/platform/clock';
import type { SessionBytes } from '@/server/platform/collab';
import { applyUpdates, decodeDocument, isSmall } from '@/server/platform/collab/encoded';
import type { Task } from '@/server/platform/worker/task';
import { readYDoc } from '../yjs';
import { authoredTexts, sharesOf } from './authors';
import { blocksOf } from './blocks';
import { compareLines, withRuns } from './compare';
import type { SessionChanges } from './history.schema';

const bytesOf = (own: SessionBytes['own']): Uint8Array[] => own.map(({ bytes }) => bytes);

/** What was changed in a session, and by whom as far as the document can tell. */
export const SESSION_CHANGES: Task<SessionBytes, SessionChanges> = {
  name: 'session-changes',
  run({ before, own }) {
    const doc = decodeDocument(before);
    try {
      const shares = sharesOf(own);
      const old = withRuns(blocksOf(readYDoc(doc).document), authoredTexts(doc, shares.removed));
      applyUpdates(doc, bytesOf(own));
      const fresh = withRuns(blocksOf(readYDoc(doc).document), authoredTexts(doc, shares.added));
      // A document that nothing was written to yet has one empty line, which nobody took away.
      return compareLines(before.length === 0 ? [] : old, fresh);
    } finally {
      doc.destroy();
    }
  },
  isShort: ({ before, own }) => isSmall(before, bytesOf(own)),
  deadlineMs: MINUTE_MS,
};
