import { ATTACKS } from '@/server/platform/collab/attacks.testing';

export type Aim = { bound: 'at least' | 'at most'; value: number };

const atLeast = (value: number): Aim => ({ bound: 'at least', value });
const atMost = (value: number): Aim => ({ bound: 'at most', value });
/** Milliseconds that somebody innocent waits. */
const WAIT_MAX = atMost(250);

/** What editing together is held against: ratios to a reference, but for the waits (ms) and what is lost (edits, and ms). */
export const AIMS = {
  'deliveries beside Hocuspocus': atLeast(1.2),
  'deliveries beside the relay': atLeast(0.8),
  'processor time': atMost(0.5),
  'processor time with PostgreSQL': atMost(0.5),
  'first join of 100000 characters': atMost(0.5),
  'first join of 500000 characters': atMost(0.5),
  'memory of an idle document': atMost(0.5),
  'wait in peace': WAIT_MAX,
  ...(Object.fromEntries(Object.keys(ATTACKS).map((name) => [`wait during: ${name}`, WAIT_MAX])) as Record<
    `wait during: ${keyof typeof ATTACKS}`,
    Aim
  >),
  'acknowledged and lost': atMost(0),
  'seen and lost': atMost(50),
} as const satisfies Record<string, Aim>;

export type AimName = keyof typeof AIMS;
export const AIM_NAMES = Object.keys(AIMS) as AimName[];
