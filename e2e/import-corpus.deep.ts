import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { CORPUS_DOCS, corpusFiles, HAS_CORPUS } from '@/server/domains/knowledge/markdown/corpus.testing';
import { splitFrontMatter } from '@/server/domains/knowledge/markdown/front-matter.rules';
import { type Outline, outlineOf } from '@/server/domains/knowledge/markdown/outline.testing';
import { buildPerson } from '@/server/domains/people/factory';
import { attach, type Kenning, newDataDir, removeDataDir, startKenning } from './support/kenning';

const EMAIL = 'librarian@example.com';
const CORPUS_FILES = 438;
/** Where the export says more than the source shows. */
const EXCEPTIONS: Record<string, keyof Outline> = {
  // A placeholder in angle brackets is text here; HTML takes it for an unknown element and shows nothing.
  'mybinder/operation_guide/common_problems.md': 'lists',
  // An address from the root of a site leads to the file that was imported from there.
  'runbooks/_index.md': 'links',
};

let kenning: Kenning;
let folder: string;

test.skip(!HAS_CORPUS, `no corpus at ${CORPUS_DOCS}: set KENNING_CORPUS`);
test.describe.configure({ mode: 'serial', timeout: 600_000 });

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kenning-corpus-'));
  kenning = await startKenning({ dataDir: newDataDir() });
  const database = await attach(kenning.dataDir);
  await buildPerson(database.prisma, { email: EMAIL, name: 'A librarian' });
  await database.close();
});

test.afterAll(async () => {
  await kenning.stop();
  removeDataDir(kenning.dataDir);
  rmSync(folder, { recursive: true });
});

async function command(...args: string[]): Promise<string> {
  const env = { ...process.env, KENNING_DATA_DIR: kenning.dataDir };
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/cli.js', ...args], { env, maxBuffer: 1e8 });
  return stdout;
}

async function importAll(): Promise<Record<string, unknown>> {
  return JSON.parse(await command('import', CORPUS_DOCS, '--email', EMAIL, '--access', 'public', '--json'));
}

test('a real knowledge base is imported whole, and importing it again changes nothing', async () => {
  const first = await importAll();
  expect(first).toMatchObject({ created: CORPUS_FILES, updated: 0, conflicts: 0, failed: 0 });
  expect(first.items).toHaveLength(CORPUS_FILES);
  const again = await importAll();
  expect(again).toMatchObject({ created: 0, updated: 0, unchanged: CORPUS_FILES, conflicts: 0, failed: 0 });
});

/** Where a target leads, seen from the folder of its file: `./b.md`, `b` and `b/README.md` are one place. */
const place = (path: string) => (line: string) => {
  const [target = '', ...words] = line.split(' ');
  if (/^(\w+:|#|\/)/.test(target)) return line;
  const file = posix.join(posix.dirname(path), target).replace(/(\/README)?\.md(?=#|$)/, '');
  return [file, ...words].join(' ');
};

test('its export has the headings, tables, lists, code, links and images of its sources', async () => {
  const target = join(folder, 'out');
  await command('export', target);
  for (const { path, markdown } of corpusFiles()) {
    const source = outlineOf(splitFrontMatter(markdown).body);
    const written = outlineOf(splitFrontMatter(readFileSync(join(target, 'docs', path), 'utf8')).body);
    for (const part of Object.keys(source) as (keyof Outline)[]) {
      if (EXCEPTIONS[path] === part) continue;
      const told = (outline: Outline) =>
        part === 'links' || part === 'images' ? outline[part].map(place(path)) : outline[part];
      expect.soft(told(written), `${part} of ${path}`).toEqual(told(source));
    }
  }
});
