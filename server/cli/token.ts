import { createApiToken } from '../domains/people';
import { API_TOKEN_DAYS_DEFAULT, createApiTokenInput } from '../domains/people/schema';
import { loadActorByEmail } from '../platform/auth';
import { systemClock } from '../platform/clock';
import { runtime } from '../platform/runtime';
import { type Io, parseVerb, UsageError } from './io';

const NAME_DEFAULT = 'Command line';

function readArgs(args: string[]): { email: string; scope: 'read' | 'write'; name: string; days: number } {
  const text = { type: 'string' } as const;
  const { positionals, values } = parseVerb(args, { email: text, scope: text, name: text, days: text });
  if (positionals.length !== 1 || positionals[0] !== 'create') throw new UsageError('Say "token create".');
  if (!values.email) throw new UsageError('Say for whom: --email <person>.');
  if (values.scope !== 'read' && values.scope !== 'write') throw new UsageError('Say what for: --scope read|write.');
  const days = Number(values.days ?? API_TOKEN_DAYS_DEFAULT);
  return { email: values.email, scope: values.scope, name: values.name ?? NAME_DEFAULT, days };
}

/**
 * Runs `kenning token create --email <person> --scope read|write [--name <name>] [--days <1 to 365>]`, and prints the
 * token and nothing else. @returns the exit code
 */
export async function run(args: string[], io: Io): Promise<number> {
  const { email, scope, name, days } = readArgs(args);
  const scopes = scope === 'write' ? ['read', 'write'] : ['read'];
  const input = createApiTokenInput.safeParse({ name, scopes, expiresInDays: days });
  if (!input.success) throw new UsageError('The name may have 120 characters, the days may be 1 to 365.');
  const db = runtime().database.prisma;
  const actor = await loadActorByEmail(db, email, { kind: 'command_line' });
  if (!actor) throw new UsageError(`Nobody here has the address ${email}.`);
  const { token } = await createApiToken({ actor, db, now: systemClock() }, input.data);
  io.out(token);
  return 0;
}
