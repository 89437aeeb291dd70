import type { Stage } from './crowd';
import { median } from './report';

/** What a rate must keep: 95 of a hundred deliveries within this. */
export const P95_MS_MAX = 200;
const STAGE_SECONDS = 2.5;
const PRECISION = 1.06;
/** So many that a search ends at what the server can do, and not at the last rate that it may try. */
const RATES_MAX = 24;
const TRIES = 2;

type Say = (line: string) => void;
type Stages = { stage: (editsPerSecond: number, seconds: number) => Promise<Stage> };

/**
 * The highest rate that was kept. `isLeast`: what ended the search were the generators, which did not come to send faster;
 * the server may do more.
 */
export type Found = { rate: number; isLeast: boolean };

const keeps = ({ p95Ms, arrived, expected }: Stage) => p95Ms !== null && p95Ms <= P95_MS_MAX && arrived === expected;

/** A stage in words. */
export function describe({ editsPerSecond, p95Ms, arrived, expected, lagMs, isBehind }: Stage): string {
  const late = arrived < expected ? `, ${expected - arrived} of ${expected} late` : '';
  const behind = isBehind ? `; sent ${lagMs ?? 'too many'} ms late by the generators, which share the processors` : '';
  return `${Math.round(editsPerSecond)} edits/s: p95 ${p95Ms ?? 'over'} ms${late}${behind}`;
}

/**
 * Whether the rate keeps the delay. On a machine that others use too, once in two times is enough. `behind`: it did not,
 * and never were the generators in time.
 */
async function holds(crowd: Stages, rate: number, say: Say): Promise<'kept' | 'lost' | 'behind'> {
  let isLost = false;
  for (let time = 0; time < TRIES; time += 1) {
    const stage = await crowd.stage(rate, STAGE_SECONDS);
    say(`    ${describe(stage)}`);
    // What arrives in time although it was sent late is kept all the same: the delay counts from when it was due.
    if (keeps(stage)) return 'kept';
    isLost ||= !stage.isBehind;
  }
  return isLost ? 'lost' : 'behind';
}

/** The highest rate that keeps the delay: up by steps until one does not, then between the two. */
export async function highestRate(crowd: Stages, from: number, step: number, say: Say): Promise<Found> {
  let kept = 0;
  let refused = Number.POSITIVE_INFINITY;
  let isLeast = true;
  let rate = from;
  for (let tried = 0; tried < RATES_MAX && refused / Math.max(kept, 1) > PRECISION; tried += 1) {
    const outcome = await holds(crowd, rate, say);
    if (outcome === 'kept') {
      kept = rate;
    } else {
      refused = rate;
      isLeast = outcome === 'behind';
    }
    if (kept === 0) rate = refused / step;
    else rate = refused === Number.POSITIVE_INFINITY ? kept * step : Math.sqrt(kept * refused);
  }
  return { rate: kept, isLeast };
}

/** The middle one. It is only the least where one that is not above it was: that one might stand above it. */
export function medianRate(found: readonly Found[]): Found {
  const rate = median(found.map((one) => one.rate)) ?? 0;
  return { rate, isLeast: found.some((one) => one.isLeast && one.rate <= rate) };
}
