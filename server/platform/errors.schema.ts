/** The codes of the one error family. A code names what a caller can do about it, never where it happened. */
export const ERROR_CODES = [
  'unauthenticated',
  'forbidden',
  'not_found',
  'invalid',
  'conflict',
  'precondition_failed',
  'too_large',
  'rate_limited',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Parameters of a message. The words are chosen where they are shown. */
export type ErrorParams = Record<string, string | number | boolean | null | string[]>;

/** The answer of a rule: fine, or the reason against it, a code with parameters. */
export type Verdict = { ok: true } | { ok: false; reason: string; params?: ErrorParams };

/** What crosses every door: a code, a reason within it, its parameters, and the number to quote when asking for help. */
export type PublicError = { code: ErrorCode; reason: string; params: ErrorParams; reference: string };

export const HTTP_STATUS: Record<ErrorCode, number> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  invalid: 400,
  conflict: 409,
  precondition_failed: 412,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
};
