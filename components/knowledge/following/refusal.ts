import { publicErrorOf } from '@/components/ui/error-labels';
import type { PublicError } from '@/server/platform/errors.schema';

/** Why a page does not hear what changes. `away`: nobody answers. `faulty`: the server does, but not this. */
export type Refusal = 'away' | 'faulty' | 'gone' | 'signedOut';

const BY_CODE: Partial<Record<PublicError['code'], Refusal>> = {
  not_found: 'gone',
  forbidden: 'gone',
  unauthenticated: 'signedOut',
};

/** What the answer to the question whether a page has changed means where it is an error. */
export function refusalOf(error: unknown): Refusal {
  const known = publicErrorOf(error);
  return known === null ? 'away' : (BY_CODE[known.code] ?? 'faulty');
}

/** Whether asking again helps nobody, until the reader has done something. */
export const isOver = (refusal: Refusal): refusal is 'gone' | 'signedOut' =>
  refusal === 'gone' || refusal === 'signedOut';
