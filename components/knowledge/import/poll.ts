import type { ImportState } from '@/prisma/generated/enums';

const POLL_MS = 800;

/** How often imports are asked how far they are: not at all while none of them works by itself. In milliseconds. */
export const pollMs = (runs: readonly { state: ImportState }[]): number | false =>
  runs.some(({ state }) => state === 'planning' || state === 'running') ? POLL_MS : false;
