import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { canInstall, installPackage } from './debian.mjs';

/** As the tests look for it. */
const isThere = () =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'redis-server')));

/**
 * Sees to it that the tests of several processes can start a Redis, where one is there or may be installed. Without one
 * they are skipped.
 * @returns {Promise<string>} what came of it, in a sentence
 */
export async function ensureRedis() {
  if (isThere()) return 'redis-server is there';
  if (canInstall() && (await installPackage('redis-server')) && isThere()) return 'redis-server was installed';
  return 'There is no redis-server: the tests of two processes behind Redis are skipped. This brings one on Debian: sudo apt-get install -y redis-server';
}
