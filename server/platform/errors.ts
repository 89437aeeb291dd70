import { KenningError } from './errors.rules';
import type { ErrorCode, ErrorParams, Verdict } from './errors.schema';

export { KenningError } from './errors.rules';

/** What whoever may not read gets, and what an id that does not exist gets: the same, to the letter. */
export function notFound(): KenningError {
  return new KenningError('not_found', 'no_such_thing');
}

/** @param reason why the input was refused; @param params what the sentence names */
export function invalid(reason: string, params: ErrorParams = {}): KenningError {
  return new KenningError('invalid', reason, params);
}

/** Throws what a rule refused. @throws KenningError with the rule's reason */
export function demand(verdict: Verdict, code: ErrorCode = 'invalid'): void {
  if (!verdict.ok) throw new KenningError(code, verdict.reason, verdict.params ?? {});
}
