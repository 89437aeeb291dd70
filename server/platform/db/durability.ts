import { redact } from '../log';
import { withConnection } from './connection';
import { StartError } from './start-error';

const VERSION_MIN = 15;

/** Where a database is, without who asks and with what. */
export function placeOf(url: string): string {
  const address = new URL(url);
  const folder = address.searchParams.get('host');
  return folder?.startsWith('/') ? folder : `${address.host}${address.pathname}`;
}

/**
 * Asks the database, on a connection as ours will be, whether it may be served from.
 * @throws StartError when it cannot be reached, is too old, or would acknowledge what a crash can take back
 */
export async function checkDatabase(url: string): Promise<void> {
  const { version, fsync, commit } = await factsOf(url);
  const major = Math.floor(Number(version) / 10_000);
  if (major < VERSION_MIN) throw new StartError(`PostgreSQL ${major} is too old: ${VERSION_MIN} or newer is needed.`);
  const off = fsync === 'off' ? 'fsync' : commit === 'off' ? 'synchronous_commit' : null;
  if (off) throw new StartError(`The database has ${off} off and would lose what it has confirmed: switch it on.`);
}

type Facts = { version: string; fsync: string; commit: string };

async function factsOf(url: string): Promise<Facts> {
  try {
    const { rows } = await withConnection(url, (client) =>
      client.query<Facts>(
        `select current_setting('server_version_num') as version, current_setting('fsync') as fsync,
                current_setting('synchronous_commit') as commit`,
      ),
    );
    return rows[0] as Facts;
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    throw new StartError(`The database at ${placeOf(url)} cannot be used: ${redact(message || code || 'no answer')}.`);
  }
}
