import { parseArgs } from 'node:util';

/** Where a verb writes and where its relative paths begin. */
export type Io = {
  /** What was asked for; the only thing on standard output. */
  out: (line: string) => void;
  /** Progress and reasons. */
  err: (line: string) => void;
  /** The folder the command was given in. */
  cwd: string;
  /** Whether a person watches: progress may redraw its line. */
  interactive: boolean;
};

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** What a verb was given. @throws UsageError when it does not know an option */
export function parseVerb<const Given extends Options>(args: string[], options: Given) {
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    const said = error instanceof Error ? error.message.split('. ')[0] : 'The command was not understood';
    throw new UsageError(`${said}.`);
  }
}

/** A command that was given wrongly. Its message is one sentence; the verb's usage follows. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
