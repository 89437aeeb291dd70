import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { nameOf, runStep } from './child.mjs';
import { installFingerprint, readStamp, schemaFingerprint, sourceFingerprint, writeStamp } from './fingerprint.mjs';

const INSTALL_STAMP = 'node_modules/.kenning-installed';
const SCHEMA_STAMP = 'prisma/generated/.made-from';
const BUILD_STAMP = 'dist/.built-from';
const LOCK = '.prepare.lock';
const POLL_MS = 200;
/** As package.json has it. */
const NODE_MIN = [20, 19];

const say = (line) => process.stderr.write(`${line}\n`);
export const binary = (name) => join('node_modules', '.bin', name);

/** A step that must succeed for anything else to make sense. */
async function need(what, command, args, options) {
  say(`${what} …`);
  const code = await runStep(command, args, { quiet: true, ...options });
  if (code !== 0) {
    say(`${what}: failed.`);
    throw new PreparationFailed(code);
  }
}

/** Something said why already; `code` is what to exit with. */
export class PreparationFailed extends Error {
  constructor(code) {
    super('preparation failed');
    this.code = code;
  }
}

function isAlive(name) {
  const pid = Number(name.split(' ')[0]);
  if (!(pid > 0) || nameOf(pid) !== name) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Two installations into one folder, or two builds, would spoil each other: the second waits for the first. */
export async function alone(work) {
  const me = nameOf(process.pid);
  const mine = `${LOCK}.${process.pid}`;
  let told = false;
  try {
    for (;;) {
      writeFileSync(mine, me);
      try {
        linkSync(mine, LOCK);
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = readStamp(LOCK);
      if (holder !== null && !isAlive(holder)) rmSync(LOCK, { force: true });
      else if (!told) say(`Waiting for process ${holder?.split(' ')[0]}, which prepares this folder.`);
      told = true;
      await wait(POLL_MS);
    }
    rmSync(mine, { force: true });
    return await work();
  } finally {
    rmSync(mine, { force: true });
    if (readStamp(LOCK) === me) rmSync(LOCK, { force: true });
  }
}

/** Installs the packages unless those of this very lock file are there, and generates the Prisma client. */
export async function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
    say(`Kenning needs Node ${NODE_MIN.join('.')} or newer; this is ${process.versions.node}.`);
    throw new PreparationFailed(1);
  }
  if (!isInstalled()) {
    await need('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund'], { env: { NODE_ENV: 'development' } });
    stampInstalled();
  }
  if (readStamp(SCHEMA_STAMP) !== schemaFingerprint()) {
    await need('Generating the database client', binary('prisma'), ['generate']);
    stampGenerated();
  }
}

/** @returns {boolean} whether node_modules holds what the lock file says, by our stamp or by npm's own list */
function isInstalled() {
  if (readStamp(INSTALL_STAMP) === installFingerprint()) return true;
  const there = readStamp('node_modules/.package-lock.json');
  if (there === null) return false;
  const installed = JSON.parse(there).packages;
  const wanted = Object.entries(JSON.parse(readFileSync('package-lock.json', 'utf8')).packages);
  const same = wanted.every(([path, { version, optional }]) => {
    const found = path === '' ? { version } : installed[path];
    return found ? found.version === version : optional === true;
  });
  if (same) stampInstalled();
  return same;
}

export function stampInstalled() {
  mkdirSync('node_modules', { recursive: true });
  writeStamp(INSTALL_STAMP, installFingerprint());
}

export function stampGenerated() {
  writeStamp(SCHEMA_STAMP, schemaFingerprint());
}

/** @returns {boolean} whether dist/ and .next/ were built from the sources as they are */
export function isBuilt() {
  return existsSync('.next/BUILD_ID') && readStamp(BUILD_STAMP) === sourceFingerprint();
}

/** Builds unless it was built from these sources. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  rmSync(BUILD_STAMP, { force: true });
  // What development noted of pages that have moved since would fail the build's type check.
  rmSync('.next/dev/types', { recursive: true, force: true });
  await need('Building the pages', binary('next'), ['build'], {
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  await need('Building the server', process.execPath, ['scripts/lib/bundle.mjs']);
  // After, not before: Next may write into tsconfig.json.
  writeStamp(BUILD_STAMP, sourceFingerprint());
}

/** @returns {Record<string, string>} what .env sets and the environment does not */
export function dotEnv() {
  if (!existsSync('.env')) return {};
  const found = {};
  for (const line of readFileSync('.env', 'utf8').split('\n')) {
    const match = /^\s*([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match && process.env[match[1]] === undefined) found[match[1]] = match[2].replace(/^(['"])(.*)\1$/, '$2');
  }
  return found;
}

/** Runs a script's main function; what has been said need not be said again. */
export async function asScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof PreparationFailed)) throw error;
    process.exitCode = error.code;
  }
}
