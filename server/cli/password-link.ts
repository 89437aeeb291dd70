import { makePasswordLink } from '../domains/people';
import { requestPasswordResetInput } from '../domains/people/schema';
import { publicUrl } from '../platform/auth';
import { systemClock } from '../platform/clock';
import { runtime } from '../platform/runtime';
import { type Io, parseVerb, UsageError } from './io';

/** Runs `kenning password-link --email <person>`, and prints the link and nothing else. @returns the exit code */
export async function run(args: string[], io: Io): Promise<number> {
  const { positionals, values } = parseVerb(args, { email: { type: 'string' } });
  if (positionals.length > 0 || !values.email) throw new UsageError('Say for whom: --email <person>.');
  const input = requestPasswordResetInput.safeParse({ email: values.email });
  const ctx = { db: runtime().database.prisma, now: systemClock() };
  const made = input.success ? await makePasswordLink(ctx, { ...input.data, publicUrl: publicUrl() }) : null;
  if (!made) throw new UsageError(`Nobody here has the address ${values.email}.`);
  io.out(made.link);
  io.err(`It works once, for ${made.hours} hours.`);
  return 0;
}
