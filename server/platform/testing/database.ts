import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../db/client';
import { withConnection } from '../db/connection';

export const TEMPLATE_DATABASE = 'kenning_template';
const TEST_CONNECTIONS_MAX = 6;

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}

async function administer(statement: string): Promise<void> {
  await withConnection(inject('clusterUrl'), (client) => client.query(statement));
}

/**
 * A database of the test's own, cloned from the migrated template in milliseconds. `close` drops it.
 * Only in *.db.test.ts, whose project starts the cluster.
 */
export async function testDatabase(): Promise<Database> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(`create database ${name} template ${TEMPLATE_DATABASE}`);
  const database = openDatabase(withDatabase(inject('clusterUrl'), name), { connectionsMax: TEST_CONNECTIONS_MAX });
  const close = async () => {
    await database.close();
    await administer(`drop database ${name} with (force)`);
  };
  return { ...database, close };
}

/** An empty, unmigrated database; its address, and how to drop it. */
export async function emptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `empty_${randomBytes(8).toString('hex')}`;
  await administer(`create database ${name} template template0`);
  return {
    url: withDatabase(inject('clusterUrl'), name),
    drop: () => administer(`drop database ${name} with (force)`),
  };
}
