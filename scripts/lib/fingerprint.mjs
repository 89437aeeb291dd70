import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a build is made from, beside the root's own files. */
const SOURCE_FOLDERS = ['app', 'components', 'server', 'prisma', 'public', 'scripts/lib'];
const ROOT_SOURCES =
  /^(package-lock\.json|package\.json|tsconfig\.json|.*\.config\.(ts|mjs|js)|proxy\.ts|instrumentation.*\.ts)$/;
const NOT_SOURCES = /(^|\/)(generated|node_modules|migrations)(\/|$)|\.test\.tsx?$|^(vitest|playwright)\.config/;

function* filesUnder(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (NOT_SOURCES.test(path)) continue;
    if (entry.isDirectory()) yield* filesUnder(path);
    else if (entry.isFile()) yield path;
  }
}

/** @returns {string} a hash of names and contents */
export function hashFiles(paths) {
  const hash = createHash('sha256');
  hash.update(`${process.version} ${process.platform} ${process.arch}\n`);
  for (const path of paths) {
    if (!existsSync(path)) continue;
    hash.update(`${path} ${statSync(path).size}\n`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** @returns {string} what the sources are now; equal means that a build of them would be the same */
export function sourceFingerprint() {
  const root = readdirSync('.').filter((name) => ROOT_SOURCES.test(name) && !NOT_SOURCES.test(name));
  return hashFiles([...root.sort(), ...SOURCE_FOLDERS.flatMap((folder) => [...filesUnder(folder)])]);
}

/** @returns {string} what an installation of the packages is made from */
export function installFingerprint() {
  return hashFiles(['package-lock.json', '.npmrc']);
}

/** @returns {string} what the generated Prisma client is made from */
export function schemaFingerprint() {
  return hashFiles(['prisma.config.ts', 'package-lock.json', ...filesUnder('prisma/schema')]);
}

export function readStamp(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

export function writeStamp(path, text) {
  writeFileSync(path, text);
}
