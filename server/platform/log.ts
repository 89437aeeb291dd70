import pino from 'pino';

const MAIL_ADDRESS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const SECRET_IN_URL = /((?:token|code|secret|password)=)[^&\s"]+/gi;
const BEARER = /(bearer\s+)[\w.~+/=-]+/gi;
const KENNING_TOKEN = /\bkng_[\w-]+/g;

/** Takes mail addresses, bearer tokens and secrets in addresses out of a text that is about to be logged. */
export function redact(text: string): string {
  return text
    .replace(MAIL_ADDRESS, '[address]')
    .replace(SECRET_IN_URL, '$1[secret]')
    .replace(BEARER, '$1[secret]')
    .replace(KENNING_TOKEN, '[secret]');
}

const SECRET_PATHS = ['password', 'token', 'secret', 'authorization', 'cookie', 'email', 'toAddress', 'code'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
);

export type Log = pino.Logger;

/** Structured lines on stdout. @param level a pino level; `silent` in tests */
export function openLog(level: string, destination?: pino.DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level,
    base: undefined,
    redact: { paths: SECRET_PATHS, censor: '[secret]' },
    serializers: {
      err: (error: Error) => ({
        type: error.name,
        message: redact(error.message),
        stack: error.stack ? redact(error.stack) : undefined,
      }),
    },
    hooks: {
      logMethod(args, method) {
        const clean = args.map((part: unknown) => (typeof part === 'string' ? redact(part) : part));
        method.apply(this, clean as Parameters<typeof method>);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
