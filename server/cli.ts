import { setTimeout as wait } from 'node:timers/promises';
import pino from 'pino';
import { type Io, UsageError } from './cli/io';
import { migrate, pendingMigrations } from './platform/db/migrate';
import { mayMigrate, type OpenedDatabase, openConfiguredDatabase } from './platform/db/open';
import { StartError } from './platform/db/start-error';
import { type Env, readEnv, SettingError } from './platform/env';
import { KenningError } from './platform/errors';
import { type Log, openLog } from './platform/log';

type Verb = {
  usage: string;
  does: string;
  load: () => Promise<{ run: (args: string[], io: Io, opened: OpenedDatabase) => Promise<number> }>;
  /** Looks at the database as it is. */
  asItIs?: true;
};
/** A verb that needs no installation. */
type FreeVerb = Omit<Verb, 'load' | 'asItIs'> & {
  loadFree: () => Promise<{ run: (args: string[], io: Io) => Promise<number> }>;
};

const VERBS: Record<string, Verb | FreeVerb> = {
  import: {
    usage: 'import <folder> --email <person> [--access public] [--source <name>] [--json]',
    does: 'imports a folder of Markdown',
    load: () => import('./cli/import'),
  },
  export: {
    usage: 'export <folder> [--email <person>] [--json]',
    does: 'writes every item as Markdown, or what a person may read',
    load: () => import('./cli/export'),
  },
  token: {
    usage: 'token create --email <person> --scope read|write [--name <name>] [--days <1 to 365>]',
    does: 'makes a bearer token and prints it once',
    load: () => import('./cli/token'),
  },
  'password-link': {
    usage: 'password-link --email <person>',
    does: 'prints a link by which somebody chooses a new password, where no mail can bring it',
    load: () => import('./cli/password-link'),
  },
  backup: {
    usage: 'backup <file> [--force] [--json]',
    does: 'saves everything as it is at one moment, while people work or not',
    load: () => import('./cli/backup'),
    asItIs: true,
  },
  'verify-backup': {
    usage: 'verify-backup <file> [--json]',
    does: 'reads a backup whole and says whether it is good',
    loadFree: () => import('./cli/verify-backup'),
  },
  restore: {
    usage: 'restore <file> [--json]',
    does: 'restores a backup into an empty installation',
    load: () => import('./cli/restore'),
    asItIs: true,
  },
  doctor: {
    usage: 'doctor',
    does: 'says what an installation stands on and what is wrong',
    load: () => import('./cli/doctor'),
    asItIs: true,
  },
};

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;
const MIGRATING_TIMEOUT_MS = 60_000;
const POLL_MS = 200;

const io: Io = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  cwd: process.env.INIT_CWD ?? process.cwd(),
  interactive: process.stderr.isTTY === true,
};

function usage(): string {
  const lines = Object.values(VERBS).map((verb) => `  ${verb.usage}\n      ${verb.does}`);
  return ['Usage: npm run --silent kenning -- <verb>', '', ...lines].join('\n');
}

/** While a server serves, migrating is its business: its migrations are waited for. */
async function settleMigrations(opened: OpenedDatabase): Promise<void> {
  if (await mayMigrate(opened)) {
    await migrate(opened.url);
    return;
  }
  const deadline = performance.now() + MIGRATING_TIMEOUT_MS;
  while ((await pendingMigrations(opened.url)).length > 0) {
    if (performance.now() > deadline) {
      throw new StartError('The running server is of an older version than this command: restart it.');
    }
    await wait(POLL_MS);
  }
}

async function runVerb(verb: Verb | FreeVerb, args: string[], env: Env, log: Log): Promise<number> {
  if ('loadFree' in verb) return (await verb.loadFree()).run(args, io);
  const opened = await openConfiguredDatabase(env, 'command', io.err);
  const onSignal = () => {
    // What the verb has committed stays; the rest is taken back by the database.
    void opened.stop().finally(() => process.exit(EXIT_INTERRUPTED));
  };
  const endings = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const;
  for (const ending of endings) process.on(ending, onSignal);
  try {
    if (!verb.asItIs) await settleMigrations(opened);
    const { openRuntime } = await import('./parts/runtime');
    const { database } = await openRuntime(env, log, opened);
    try {
      const { run } = await verb.load();
      return await run(args, io, opened);
    } finally {
      await database.close();
    }
  } finally {
    for (const ending of endings) process.off(ending, onSignal);
    await opened.stop();
  }
}

/** @returns one sentence for every way in which a command is meant to fail; null for a fault of ours */
function sentence(error: unknown): string | null {
  if (error instanceof StartError || error instanceof SettingError) return error.message;
  if (!(error instanceof KenningError)) return null;
  const params = Object.entries(error.params).map(([name, value]) => `${name}: ${value}`);
  return `${error.code} (${[error.reason, ...params].join(', ')})`;
}

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2);
  const verb = VERBS[name ?? ''];
  if (!verb || args.includes('--help')) {
    const asked = name === undefined || name === 'help' || args.includes('--help') || name === '--help';
    if (!asked) io.err(`There is no verb "${name}".`);
    (asked ? io.out : io.err)(verb ? `Usage: npm run --silent kenning -- ${verb.usage}` : usage());
    return asked ? 0 : EXIT_USAGE;
  }
  try {
    const env = readEnv(process.env);
    Object.assign(process.env, { NODE_ENV: env.NODE_ENV });
    const level = process.env.LOG_LEVEL ? env.LOG_LEVEL : 'warn';
    return await runVerb(verb, args, env, openLog(level, pino.destination(2)));
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`${error.message}\nUsage: npm run --silent kenning -- ${verb.usage}`);
      return EXIT_USAGE;
    }
    io.err(sentence(error) ?? `The command failed: ${error instanceof Error ? error.stack : error}`);
    return EXIT_FAILED;
  }
}

// Not process.exit: what was written to a pipe must arrive. The channel to our starter would keep us alive.
process.exitCode = await main();
if (process.connected) process.disconnect();
