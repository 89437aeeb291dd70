import type { ErrorCode, ErrorParams } from './errors.schema';

/** On every copy of the class below: Next's bundle has one and the server's has one, and errors cross between them. */
const KENNING_ERROR = Symbol.for('kenning.error');

/**
 * The only error a command throws on purpose. `reason` is a stable snake_case word inside the code, for instance
 * `conflict / title_taken`; components turn it into a sentence. Everything else that is thrown is a fault of ours
 * and leaves as `internal`, without its message.
 */
export class KenningError extends Error {
  override readonly name = 'KenningError';
  readonly [KENNING_ERROR] = true;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, reason: string, params: ErrorParams = {}) {
    super(`${code}: ${reason}`);
    this.code = code;
    this.reason = reason;
    this.params = params;
  }

  static override [Symbol.hasInstance](thing: unknown): boolean {
    return typeof thing === 'object' && thing !== null && KENNING_ERROR in thing;
  }
}
