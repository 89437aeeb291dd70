import { existsSync } from 'node:fs';
import { canInstall, installPackage } from './debian.mjs';

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
  if (canInstall() && (await installPackage('chromium'))) return findBrowser();
  const debian = existsSync('/usr/bin/apt-get');
  const command = debian ? 'sudo apt-get install -y chromium' : 'npx playwright install --with-deps chromium';
  process.stderr.write(`There is no browser for the browser tests. This brings one: ${command}\n`);
  return null;
}
