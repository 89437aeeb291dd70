import type { Log } from '../log';
import type { ClientFrame } from './client-frame';
import type { Connection } from './connection';
import type { CollabLimits } from './limits';
import { isEmptyUpdate } from './room-document';
import type { Said } from './sayings';
import type { ContentRules } from './update-contents';
import { AT_ONCE_BYTES, slicesWithin } from './update-slices';

type UpdateFrame = Extract<ClientFrame, { kind: 'update' }>;

export type HearingOptions = {
  documentId: string;
  limits: CollabLimits;
  rules: ContentRules;
  log: Log;
  /** So many bytes more, or fewer, of what the connection said wait. */
  hold: (from: Connection, bytes: number) => void;
  /** It waits for its turn. */
  put: (said: Said) => void;
};

/** Hears an update: what is too long is refused, and what would take long at once comes in as a series of smaller ones. */
export function hearUpdate(from: Connection, frame: UpdateFrame, options: HearingOptions): void {
  const { bytes, introduces } = frame;
  if (bytes.length > options.limits.updateBytesMax) {
    from.close('updateTooLarge');
  } else if (isEmptyUpdate(bytes)) {
    const counter = introduces ? from.hasIntroduced() : null;
    if (counter !== null) options.put({ kind: 'ask', from, counter });
  } else if (bytes.length <= AT_ONCE_BYTES) {
    options.put({ kind: 'update', from, bytes, introduces, ofWhole: null });
  } else {
    void hearInSlices(from, frame, options);
  }
}

async function hearInSlices(
  from: Connection,
  { bytes, introduces }: UpdateFrame,
  options: HearingOptions,
): Promise<void> {
  const { documentId, limits, rules, log, hold, put } = options;
  from.hold();
  hold(from, bytes.length);
  try {
    const within = { structsMax: limits.documentStructsMax, rules };
    const sliced = await slicesWithin(bytes, within).finally(() => hold(from, -bytes.length));
    if ('reason' in sliced) {
      const { reason, what } = sliced;
      log.info({ documentId, fault: reason, what }, 'collab: refused');
      return from.close(reason);
    }
    const { slices, whole } = sliced;
    for (const [index, slice] of slices.entries()) {
      if (from.dismissed) return;
      const isLast = index === slices.length - 1;
      const ofWhole = { ...whole, heldBytes: isLast ? whole.heldBytes : 0 };
      put({ kind: 'update', from, bytes: slice, introduces: introduces && isLast, ofWhole });
    }
  } catch (error) {
    log.warn({ err: error, documentId }, 'collab: an update could not be read');
    from.close('unavailable');
  } finally {
    from.release();
  }
}
