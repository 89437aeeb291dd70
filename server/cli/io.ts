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

/** A command that was given wrongly. Its message is one sentence; the verb's usage follows. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
