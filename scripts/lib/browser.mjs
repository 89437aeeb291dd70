import { existsSync } from 'node:fs';
import { runStep } from './child.mjs';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

async function playwrightsOwn() {
  try {
    const { chromium } = await import('playwright-core');
    return chromium.executablePath();
  } catch {
    return '';
  }
}

/** @returns {Promise<string | null>} a browser that is there; null when none is */
async function findBrowser() {
  const places = [process.env.KENNING_BROWSER ?? '', await playwrightsOwn(), ...INSTALLED];
  return places.find((path) => path !== '' && existsSync(path)) ?? null;
}

/**
 * Finds a browser for the journeys, or installs Debian's where that is allowed.
 * @returns {Promise<string | null>} its path; null after saying the one command that brings one
 */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found) return found;
  const debian = existsSync('/usr/bin/apt-get');
  if (debian && process.getuid?.() === 0) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runStep('apt-get', ['update'], { env, quiet: true });
    const packages = ['install', '-y', '--no-install-recommends', 'chromium'];
    if ((await runStep('apt-get', packages, { env, quiet: true })) === 0) return findBrowser();
  }
  const command = debian ? 'sudo apt-get install -y chromium' : 'npx playwright install --with-deps chromium';
  process.stderr.write(`There is no browser for the browser tests. This brings one: ${command}\n`);
  return null;
}
