import { MINUTE_MS } from '@/server/platform/clock';
import type { SessionBytes } from '@/server/platform/collab';
import { exactDocument, isSmall } from '@/server/platform/collab/encoded';
import type { Task } from '@/server/platform/worker/task';
import { readYDoc } from '../yjs';
import { authoredTexts, removedBy, writtenBy } from './authors';
import { blocksOf } from './blocks';
import { Authors } from './carried';
import { compareLines } from './compare';
import type { SessionChanges } from './history.schema';
import { withRuns } from './letters';

const bytesOf = (written: SessionBytes['own']): Uint8Array[] => written.map(({ bytes }) => bytes);

/** What was changed in a session, and by whom as far as the document can tell. */
export const SESSION_CHANGES: Task<SessionBytes, SessionChanges> = {
  name: 'session-changes',
  run({ before, own }) {
    const doc = exactDocument({ gc: false });
    try {
      const authors = new Authors(doc);
      authors.write(before);
      const old = withRuns(blocksOf(readYDoc(doc).document), authoredTexts(doc, removedBy(own)));
      authors.write(own);
      const whose = writtenBy(authors, own[0]?.seq ?? 0n);
      const fresh = withRuns(blocksOf(readYDoc(doc).document), authoredTexts(doc, whose));
      // A document that nothing was written to yet has one empty line, which nobody took away.
      return compareLines(before.length === 0 ? [] : old, fresh);
    } finally {
      doc.destroy();
    }
  },
  isShort: ({ before, own }) => isSmall(bytesOf(before), bytesOf(own)),
  deadlineMs: MINUTE_MS,
};
