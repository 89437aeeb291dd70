import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClusterPlace, DATABASE_USER, giveTo } from './cluster';
import { canReach, type DatabaseAccount } from './postgres-account';
import { StartError } from './start-error';

/** The kernel's limit for a socket's address, less its closing zero. */
const SOCKET_PATH_BYTES_MAX = 107;
const SOCKET_NAME = '/.s.PGSQL.5432';

/** Names the parts of a cluster under `home`, and makes the folder of its socket, closed to others. */
export function clusterPlace(home: string, account: DatabaseAccount | null): ClusterPlace {
  const near = join(home, 'run');
  const fits = Buffer.byteLength(near + SOCKET_NAME) <= SOCKET_PATH_BYTES_MAX;
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 16);
  // The folder for temporary files may itself lie in a closed home.
  const temporary = account && !canReach(account, tmpdir()) ? '/tmp' : tmpdir();
  const socketFolder = fits ? near : join(temporary, `kenning-${hash}`);
  makeOwnFolder(socketFolder, account);
  return { home, data: join(home, 'data'), log: join(home, 'postgres.log'), socketFolder };
}

/** Makes a folder that only the database's account enters. @throws StartError when somebody else's stands there */
export function makeOwnFolder(path: string, account: DatabaseAccount | null): void {
  const uid = account?.uid ?? process.getuid?.();
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (!there) {
    mkdirSync(path, { mode: 0o700, recursive: true });
    giveTo(account, path);
    return;
  }
  if (!there.isDirectory() || there.uid !== uid || (there.mode & 0o077) !== 0) {
    throw new StartError(`${path} is not a folder that only the database's account can enter: remove it.`);
  }
}

/** @returns the address of a database of a cluster, by its socket */
export function socketUrl(socketFolder: string, database: string): string {
  return `postgresql://${DATABASE_USER}@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;
}
