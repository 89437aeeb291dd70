import { existsSync } from 'node:fs';
import { runStep } from './child.mjs';

const APT = '/usr/bin/apt-get';

/** @returns {boolean} whether programs of Debian may be installed here */
export const canInstall = () => existsSync(APT) && process.getuid?.() === 0;

/**
 * Installs a package of Debian.
 * @param {string} name
 * @returns {Promise<boolean>} whether that worked
 */
export async function installPackage(name) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runStep('apt-get', ['update'], { env, quiet: true });
  return (await runStep('apt-get', ['install', '-y', '--no-install-recommends', name], { env, quiet: true })) === 0;
}
