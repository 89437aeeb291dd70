import { execFileSync, spawnSync } from 'node:child_process';
import { StartError } from './start-error';

/** The unprivileged account that PostgreSQL runs as when we are root, which it refuses to be. */
export type DatabaseAccount = { uid: number; gid: number; name: string };

const ACCOUNT_NAME = 'postgres';
const ADVICE = 'start Kenning as another account, or set DATABASE_URL';

function accountNamed(name: string): DatabaseAccount | null {
  try {
    const ask = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }).trim());
    const [uid, gid] = [ask('-u'), ask('-g')];
    return Number.isInteger(uid) && uid > 0 && Number.isInteger(gid) ? { uid, gid, name } : null;
  } catch {
    return null;
  }
}

function createAccount(): DatabaseAccount {
  const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', ACCOUNT_NAME], { stdio: 'pipe' });
  const account = accountNamed(ACCOUNT_NAME);
  if (account) return account;
  const why = made.error?.message ?? made.stderr.toString().trim();
  throw new StartError(
    `PostgreSQL does not run as root and the account "${ACCOUNT_NAME}" could not be made (${why}): ${ADVICE}.`,
  );
}

/**
 * @returns the account to run PostgreSQL as; null when we are not root and run it ourselves
 * @throws StartError when root has no such account, cannot make it, or may not switch to it
 */
export function databaseAccount(): DatabaseAccount | null {
  if (process.getuid?.() !== 0) return null;
  const account = accountNamed(ACCOUNT_NAME) ?? createAccount();
  if (!canReach(account, '/')) {
    throw new StartError(
      `PostgreSQL does not run as root and this root may not run programs as "${account.name}": ${ADVICE}.`,
    );
  }
  return account;
}

/** @returns whether the account can enter the folder, or run the program, at `path` */
export function canReach(account: DatabaseAccount, path: string): boolean {
  const { uid, gid } = account;
  const asked = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { uid, gid, cwd: '/', stdio: 'ignore' });
  return asked.status === 0;
}
