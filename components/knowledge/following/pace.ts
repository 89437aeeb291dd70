const SECOND_MS = 1_000;
/** How long a page that is read may be behind what is written, where the server has the time. */
export const ASK_EVERY_MS = 4 * SECOND_MS;
const ASK_EVERY_MS_MAX = 60 * SECOND_MS;
/** A page is being shown anew for at most about this share of the time that it is read. */
const BUSY_SHARE_MAX = 0.05;

/**
 * KN-Z61: when a page asks again whether it still shows what there is.
 * @param tookMs how long it took last to show what had changed
 */
export const nextAskingMs = (tookMs: number): number =>
  Math.min(Math.max(ASK_EVERY_MS, tookMs / BUSY_SHARE_MAX), ASK_EVERY_MS_MAX);
