import pino from 'pino';

/** Longer texts are cut: a line is for reading, and the patterns below must stay quick. */
const TEXT_CHARACTERS_MAX = 16_000;
const WORD = String.raw`[^\s@<>"'\x60,;:()[\]{}\\/=&?#%]`;
const MAIL_ADDRESS = new RegExp(`${WORD}{1,128}(?:@|%40)${WORD}{1,255}`, 'giu');
const SECRET_NAME = String.raw`[\w-]{0,40}(?:token|code|secret|password|passwd|pwd|api[_-]?key|signature)`;
const SECRET_ASSIGNED = new RegExp(String.raw`(["']?${SECRET_NAME}["']?\s{0,8}[=:]\s{0,8}["']?)[^\s"'&,;}]+`, 'giu');
const CREDENTIALS_IN_URL = /([a-z][a-z\d+.-]{0,30}:\/\/)[^\s/@]+@/giu;
const AUTHORIZATION = /\b((?:bearer|basic|negotiate)\s{1,8})[\w.~+/=-]+/giu;
const KENNING_TOKEN = /kng_[\w-]+/giu;
const JSON_WEB_TOKEN = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/gu;

/** Takes mail addresses, tokens, and secrets in addresses and assignments out of a text that is about to be logged. */
export function redact(text: string): string {
  const short = text.length > TEXT_CHARACTERS_MAX ? `${text.slice(0, TEXT_CHARACTERS_MAX)}…` : text;
  return short
    .replace(KENNING_TOKEN, SECRET)
    .replace(JSON_WEB_TOKEN, SECRET)
    .replace(CREDENTIALS_IN_URL, `$1${SECRET}@`)
    .replace(AUTHORIZATION, `$1${SECRET}`)
    .replace(SECRET_ASSIGNED, `$1${SECRET}`)
    .replace(MAIL_ADDRESS, '[address]');
}

const SECRET = '[secret]';
const SECRET_FIELD = /(?:password|token|secret|authorization|cookie|email|toAddress|^code$)/iu;
const FIELD_DEPTH_MAX = 8;
const FIELDS_MAX = 200;

export type Log = pino.Logger;

/**
 * What may be written of a value: texts redacted, fields with telling names blanked, errors with their causes, and
 * nothing deeper or longer than a line can bear.
 */
export function redactValue(value: unknown, depth = 0, seen: ReadonlySet<unknown> = new Set()): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= FIELD_DEPTH_MAX || seen.has(value)) return '[…]';
  const inner = new Set(seen).add(value);
  if (value instanceof Error) return redactError(value, depth, inner);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map || value instanceof Set) return redactValue([...value], depth + 1, inner);
  if (Array.isArray(value)) return value.slice(0, FIELDS_MAX).map((part) => redactValue(part, depth + 1, inner));
  return redactFields(value, depth, inner);
}

function redactFields(value: object, depth: number, seen: ReadonlySet<unknown>): Record<string, unknown> {
  const fields = Object.entries(value).slice(0, FIELDS_MAX);
  return Object.fromEntries(
    fields.map(([name, field]) => [
      redact(name),
      SECRET_FIELD.test(name) && field !== null && field !== undefined ? SECRET : redactValue(field, depth + 1, seen),
    ]),
  );
}

/** Keeps what tells where and why; what a library hangs on its errors besides (queries, requests) stays out. */
function redactError(error: Error, depth: number, seen: ReadonlySet<unknown>): Record<string, unknown> {
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  return {
    type: redact(error.name),
    message: redact(error.message),
    stack: error.stack ? redact(error.stack) : undefined,
    ...(typeof code === 'string' || typeof code === 'number' ? { code: redactValue(code) } : {}),
    ...(typeof reason === 'string' ? { reason: redact(reason) } : {}),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1, seen) }),
    ...(error instanceof AggregateError ? { errors: redactValue(error.errors, depth + 1, seen) } : {}),
  };
}

/** Structured lines on stdout, none with a secret or a mail address. @param level a pino level; `silent` in tests */
export function openLog(level: string, destination?: pino.DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level,
    base: undefined,
    formatters: { log: (fields) => redactValue(fields) as Record<string, unknown> },
    // Errors are plain fields by now; pino's own form would bring back what a library hangs on them.
    serializers: { err: (error: unknown) => error, error: (error: unknown) => error },
    hooks: {
      logMethod(args, method) {
        method.apply(this, redactedArguments(args) as Parameters<typeof method>);
      },
    },
  };
  const log = destination ? pino(options, destination) : pino(options);
  // Descendants inherit this from the root; pino's formatter of bindings is not asked for children.
  const plain = log.child;
  Object.assign(log, {
    child(this: Log, bindings: pino.Bindings, more?: pino.ChildLoggerOptions): Log {
      return Reflect.apply(plain, this, [redactValue(bindings), more]);
    },
  });
  return log;
}

/** The arguments of one call. A line that is only an error gets the error's message, which pino would take unread. */
function redactedArguments([first, ...rest]: unknown[]): unknown[] {
  const clean = rest.map((part) => redactValue(part));
  if (typeof first === 'string') return [redact(first), ...clean];
  const head = first instanceof Error ? { err: first } : first;
  const error = (head as { err?: unknown } | null | undefined)?.err;
  if (clean.length === 0 && error instanceof Error) return [head, redact(error.message)];
  return [head, ...clean];
}
