import pg from 'pg';

const CONNECT_TIMEOUT_MS = 10_000;

/** Opens one plain connection for `work` and closes it. Its errors are those of `work`'s queries, never events. */
export async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
