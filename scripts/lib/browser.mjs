import { existsSync } from 'node:fs';
import { canInstall, installPackage } from './debian.mjs';

/** Debian's Chromium without windows: the stories take a quarter less time in it than in the whole one. */
const HEADLESS = { name: 'chromium-headless-shell', path: '/usr/bin/chromium-headless-shell' };
/** Where a browser is installed, the one first that is taken first. */
const INSTALLED = [HEADLESS.path, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const given = () => process.env.KENNING_BROWSER ?? '';

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
  const places = [given(), ...INSTALLED, await playwrightsOwn()];
  return places.find((path) => path !== '' && existsSync(path)) ?? null;
}

/**
 * Finds a browser for the journeys, or installs Debian's where that is allowed.
 * @returns {Promise<string | null>} its path; null after saying the one command that brings one
 */
export async function ensureBrowser() {
  const isSettled = given() !== '' || existsSync(HEADLESS.path);
  if (!isSettled && canInstall()) await installPackage(HEADLESS.name);
  const found = await findBrowser();
  if (found) return found;
  const debian = existsSync('/usr/bin/apt-get');
  const command = debian ? `sudo apt-get install -y ${HEADLESS.name}` : 'npx playwright install --with-deps chromium';
  process.stderr.write(`There is no browser for the browser tests. This brings one: ${command}\n`);
  return null;
}
