import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from '@/server/platform/env';

const SECRET_BYTES = 32;

/** KENNING_SECRET, or one made for the data directory and kept there: sessions outlive a restart. */
export function readSecret(env: Pick<Env, 'KENNING_SECRET'>, dataDir: string): string {
  if (env.KENNING_SECRET) return env.KENNING_SECRET;
  const path = join(dataDir, 'secret');
  const draft = `${path}.${process.pid}`;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  writeFileSync(draft, randomBytes(SECRET_BYTES).toString('base64url'), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    // Another process of this data directory was first: both use its secret.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(path, 'utf8');
}
