import { HOUR_MS, MINUTE_MS } from '../time.schema';

/** Whoever writes after a pause longer than this begins another session (CO-V1). */
export const SESSION_PAUSE_MS = 10 * MINUTE_MS;
/** Without a pause, another session begins after this (CO-V2). */
export const SESSION_MS_MAX = 4 * HOUR_MS;
/** Within a session another moment begins after a pause longer than this (CO-V50). */
export const MOMENT_PAUSE_MS = MINUTE_MS;
/** Without a pause, another moment begins after this (CO-V50). */
export const MOMENT_MS_MAX = 3 * MINUTE_MS;
/** So many moments are kept of a session: where there were more, the shortest are joined (CO-V51). */
export const MOMENTS_A_SESSION_MAX = 60;
/** Sessions are gathered when nobody has written for this long (CO-V5): nobody is in the middle of one any more. */
export const GATHERED_AFTER_MS = HOUR_MS;
