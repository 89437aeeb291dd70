import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { scratchPlace } from './server/platform/testing/scratch-place.ts';

// Inherited by all that is started.
process.env.TMPDIR = scratchPlace();

/** Debian's, the faster one first; otherwise Playwright's own. `scripts/verify.mjs` makes sure of one. */
const INSTALLED = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const executablePath = process.env.KENNING_BROWSER ?? INSTALLED.find((path) => existsSync(path));

const args = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Chromium's sandbox refuses to run as root, as in containers.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

export default defineConfig({
  testDir: 'e2e',
  testMatch: process.env.KENNING_DEEP ? '**/*.@(spec|deep).ts' : '**/*.spec.ts',
  globalSetup: './e2e/support/global-setup.ts',
  fullyParallel: false,
  workers: 1,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    launchOptions: { executablePath, args },
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    // Recording every story takes a third of its time; one that fails is recorded by running it with `--trace on`.
    trace: 'off',
  },
});
