import { type Clock, SECOND_MS, systemClock } from '@/server/platform/clock';

/** A text is projected once while somebody types, not at every key. */
const DELAY_MS = 2 * SECOND_MS;
/** How many documents are remembered. One that is forgotten is asked for once more, which does no harm. */
const DOCUMENTS_MAX = 10_000;

/**
 * Asks for the projection of documents that were committed: one at a time for each, since the one that is due will read
 * all that is committed until then.
 */
export function openProjections(
  send: (documentId: string, startAfter: Date) => Promise<void>,
  { clock = systemClock, documentsMax = DOCUMENTS_MAX }: { clock?: Clock; documentsMax?: number } = {},
): (documentId: string) => Promise<void> {
  /** When each begins at the earliest, soonest first. */
  const due = new Map<string, number>();
  return async (documentId) => {
    const nowMs = clock().getTime();
    if ((due.get(documentId) ?? 0) > nowMs) return;
    due.delete(documentId);
    for (const [id, at] of due) {
      if (at > nowMs && due.size < documentsMax) break;
      due.delete(id);
    }
    due.set(documentId, nowMs + DELAY_MS);
    try {
      await send(documentId, new Date(nowMs + DELAY_MS));
    } catch (error) {
      due.delete(documentId);
      throw error;
    }
  };
}
