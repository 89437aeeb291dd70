import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { makeOwnFolder } from './cluster-place';
import { canReach, type DatabaseAccount } from './postgres-account';
import { makeSharedHome, SHARED_HOME } from './postgres-binaries';
import { StartError } from './start-error';

/** What says that a folder is ours. `cluster` is PostgreSQL's own number for the database that was made in it. */
type Marker = { product: 'kenning'; id: string; cluster?: string };

const MARKER = 'kenning.json';
const DEFAULT_FOLDER = '.kenning';
/** Others may pass through to what is theirs (the database's account), and see nothing on the way. */
const PASSABLE = 0o711;
const CLOSED = 0o700;

/**
 * Finds or makes the data directory: secret, files, lock and, unless DATABASE_URL is set, the database.
 * @param setting KENNING_DATA_DIR
 * @throws StartError when it is somebody else's or cannot be written
 */
export function openDataDirectory(setting: string | undefined): string {
  const path = resolve(setting ?? DEFAULT_FOLDER);
  try {
    makeFolder(path);
    const strangers = readdirSync(path).filter((name) => name !== 'lost+found' && !/^lock(\.|$)/.test(name));
    if (strangers.length > 0 && !strangers.includes(MARKER)) {
      throw new StartError(
        `The data directory ${path} holds files that are not Kenning's (${strangers[0]}): set KENNING_DATA_DIR to an empty or new folder.`,
      );
    }
    if (strangers.length === 0) chmodSync(path, process.getuid?.() === 0 ? PASSABLE : CLOSED);
    return path;
  } catch (error) {
    if (error instanceof StartError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `The data directory ${path} cannot be used (${code}): set KENNING_DATA_DIR to a place that can be written.`,
    );
  }
}

/** Node's own recursive mkdir never returns where a file system refuses new folders with ENOENT, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (!existsSync(dirname(path))) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Reads the marker, or makes it; under the start lock. */
export function readMarker(path: string): Marker {
  const file = join(path, MARKER);
  try {
    const marker = JSON.parse(readFileSync(file, 'utf8')) as Marker;
    if (marker.product === 'kenning') return marker;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return writeMarker(path, { product: 'kenning', id: randomBytes(8).toString('hex') });
    }
  }
  throw new StartError(`${file} cannot be read: the data directory is not Kenning's, or is damaged.`);
}

/** Says in the data directory that it is ours. @throws StartError when it cannot be written */
export function writeMarker(path: string, marker: Marker): Marker {
  try {
    writeFileSync(join(path, MARKER), `${JSON.stringify(marker)}\n`, { mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(`The data directory ${path} cannot be written (${code}): free it or set KENNING_DATA_DIR.`);
  }
  return marker;
}

/**
 * The folder of the database's cluster: `postgres` in the data directory. Where root's data directory lies under a
 * closed home, which the database's account cannot enter, `postgres` is a link to a place of the same installation
 * that it can.
 */
export function clusterHome(path: string, marker: Marker, account: DatabaseAccount | null): string {
  const home = join(path, 'postgres');
  if (lstatSync(home, { throwIfNoEntry: false })) return existingHome(home);
  if (!account || canReach(account, path)) {
    makeOwnFolder(home, account);
    return realpathSync(home);
  }
  const elsewhere = join(SHARED_HOME, marker.id);
  try {
    makeSharedHome();
    makeOwnFolder(elsewhere, account);
    symlinkSync(elsewhere, home);
  } catch (error) {
    if (error instanceof StartError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `The account "${account.name}" cannot enter ${path} and ${elsewhere} cannot be made (${code}): set KENNING_DATA_DIR to a place outside a closed home.`,
    );
  }
  return elsewhere;
}

function existingHome(home: string): string {
  try {
    return realpathSync(home);
  } catch {
    throw new StartError(`The database of this data directory is gone: ${home} leads nowhere.`);
  }
}
