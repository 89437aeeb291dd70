import { join } from 'node:path';
import { openDatabase } from '@/server/platform/db/client';
import type { OpenedDatabase } from '@/server/platform/db/open';
import type { Env } from '@/server/platform/env';
import type { Log } from '@/server/platform/log';
import { type Runtime, setRuntime } from '@/server/platform/runtime';
import { openLocalFileStore } from '@/server/platform/storage';
import { publicAddress } from './address';
import { readSecret } from './secret';

/**
 * Opens what every process shares and hangs it on the runtime, without the job queue. Also sets what next-auth reads
 * from the environment when it is imported: call it before anything that imports next-auth.
 */
export async function openRuntime(env: Env, log: Log, opened: OpenedDatabase): Promise<Runtime> {
  const secret = readSecret(env, opened.dataDir);
  process.env.NEXTAUTH_SECRET = secret;
  process.env.NEXTAUTH_URL = publicAddress(env);
  const database = openDatabase(opened.url);
  const files = await openLocalFileStore(join(opened.dataDir, 'files'), database.prisma);
  const runtime: Runtime = { env, secret, database, log, files };
  setRuntime(runtime);
  return runtime;
}
