import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { KenningError } from '@/server/platform/errors';
import fc from '@/server/platform/testing/fast-check';
import { MAX_IMPORT_FILES } from './limits.schema';
import { planImport } from './plan';
import { readFolder } from './read-folder';
import { readZip } from './read-zip';
import { checkPath } from './source-tree';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'kenning-sources-'));
});
afterEach(() => rm(place, { recursive: true, force: true }));

async function zipOf(fill: (zip: ZipFile) => void): Promise<string> {
  const zip = new ZipFile();
  fill(zip);
  zip.end();
  const path = join(place, 'source.zip');
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

/** Replaces a name inside an archive by one of the same length, as a hostile program would write it. */
async function renamed(path: string, from: string, to: string): Promise<void> {
  const bytes = await readFile(path);
  for (let at = bytes.indexOf(from); at !== -1; at = bytes.indexOf(from, at + 1)) bytes.write(to, at, 'latin1');
  await writeFile(path, bytes);
}

describe('names of files in a source', () => {
  test.each([
    ['../x.md', 'path_outside_source'],
    ['a/../../x.md', 'path_outside_source'],
    ['..\\x.md', 'path_outside_source'],
    ['/etc/passwd', 'absolute_path'],
    ['C:\\x.md', 'absolute_path'],
    ['\\\\server\\x.md', 'absolute_path'],
    ['a\u0000.md', 'unprintable_name'],
    [`${'a/'.repeat(40)}x.md`, 'path_too_deep'],
    ['a'.repeat(500), 'path_too_long'],
    ['./', 'unnamed'],
  ])('KN-N10 %j is refused: %s', (name, reason) => {
    expect(checkPath(name)).toEqual({ ok: false, reason });
  });

  test('KN-N10 a plain one is tidied', () => {
    expect(checkPath('./a//b\\c.md')).toEqual({ ok: true, path: 'a/b/c.md' });
  });
});

describe('a folder', () => {
  test('KN-N11 lists its files, refuses symbolic links by name, and leaves hidden ones out', async () => {
    await mkdir(join(place, 'docs/.git'), { recursive: true });
    await writeFile(join(place, 'secret.md'), '# Secret');
    await writeFile(join(place, 'docs/a.md'), '# A');
    await writeFile(join(place, 'docs/.git/b.md'), '# B');
    await symlink(join(place, 'secret.md'), join(place, 'docs/link.md'));
    await symlink(place, join(place, 'docs/up'));
    const tree = await readFolder(join(place, 'docs'));
    expect(tree.name).toBe('docs');
    expect(tree.entries.map(({ path }) => path)).toEqual(['a.md']);
    expect(tree.refused.sort((one, other) => (one.path < other.path ? -1 : 1))).toEqual([
      { path: 'link.md', reason: 'symbolic_link' },
      { path: 'up', reason: 'symbolic_link' },
    ]);
  });

  test('KN-N11 a file that is gone or turns into a link after it was listed fails alone', async () => {
    await writeFile(join(place, 'a.md'), '# A');
    await writeFile(join(place, 'gone.md'), '# Gone');
    await writeFile(join(place, 'secret.md'), '# Secret');
    const tree = await readFolder(place);
    await rm(join(place, 'a.md'));
    await symlink(join(place, 'secret.md'), join(place, 'a.md'));
    await rm(join(place, 'gone.md'));
    const { files, failed } = await planImport(tree);
    expect(files.map(({ path }) => path)).toEqual(['secret.md']);
    expect(failed).toMatchObject([
      { path: 'a.md', reason: 'unreadable' },
      { path: 'gone.md', reason: 'unreadable' },
    ]);
  });

  test('KN-N11 what is no folder is refused', async () => {
    await expect(readFolder(join(place, 'nowhere'))).rejects.toMatchObject({ code: 'invalid', reason: 'not_a_folder' });
  });
});

describe('a zip archive', () => {
  test('KN-N12 lists its files without the folder around them all, and unpacks them when asked', async () => {
    const path = await zipOf((zip) => {
      zip.addBuffer(Buffer.from('# A'), 'docs-main/a.md');
      zip.addBuffer(Buffer.from('# B'), 'docs-main/b/b.md', { compress: false });
      zip.addBuffer(Buffer.from('x'), 'docs-main/.DS_Store');
    });
    const tree = await readZip(path, 'docs');
    expect(tree.entries.map((entry) => entry.path)).toEqual(['a.md', 'b/b.md']);
    expect((await tree.entries[1]?.read())?.toString()).toBe('# B');
    await tree.close();
  });

  test('KN-N13 names that lead out of the archive and symbolic links are refused by name, the rest stays', async () => {
    const path = await zipOf((zip) => {
      zip.addBuffer(Buffer.from('# A'), 'a.md');
      zip.addBuffer(Buffer.from('out'), 'zz/out.md');
      zip.addBuffer(Buffer.from('abs'), 'Xetc/abs.md');
      zip.addBuffer(Buffer.from('/etc/passwd'), 'link.md', { mode: 0o120777 });
      zip.addBuffer(Buffer.from('pipe'), 'pipe.md', { mode: 0o010644 });
    });
    await renamed(path, 'zz/out.md', '../out.md'.slice(0, 9));
    await renamed(path, 'Xetc/abs.md', '/etc/abs.md');
    const tree = await readZip(path, 'source');
    expect(tree.entries.map((entry) => entry.path)).toEqual(['a.md']);
    expect(Object.fromEntries(tree.refused.map((one) => [one.path, one.reason]))).toEqual({
      '../out.md': 'path_outside_source',
      '/etc/abs.md': 'absolute_path',
      'link.md': 'symbolic_link',
      'pipe.md': 'not_a_file',
    });
    await tree.close();
  });

  test('KN-N14 an archive that unpacks to far more than text can is refused whole', async () => {
    const path = await zipOf((zip) => {
      zip.addBuffer(Buffer.from('# A'), 'a.md');
      zip.addBuffer(Buffer.alloc(3 * 1024 * 1024), 'bomb.md');
    });
    await expect(readZip(path, 'source')).rejects.toMatchObject({ code: 'too_large', reason: 'archive_bomb' });
  });

  test('KN-N14 an archive whose files share their bytes is refused whole', async () => {
    const path = await zipOf((zip) => {
      for (const name of ['a.md', 'b.md']) zip.addBuffer(Buffer.from('x'.repeat(5_000)), name, { compress: false });
    });
    const bytes = await readFile(path);
    // The second entry of the directory says that its bytes begin where the first one's do, and takes twice as many.
    const second = bytes.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    bytes.writeUInt32LE(9_000, second + 20);
    bytes.writeUInt32LE(9_000, second + 24);
    bytes.writeUInt32LE(0, second + 42);
    await writeFile(path, bytes);
    await expect(readZip(path, 'source')).rejects.toMatchObject({ reason: 'archive_bomb' });
  });

  test('KN-N14 a file that is longer than its archive says is not unpacked', async () => {
    const path = await zipOf((zip) => zip.addBuffer(Buffer.from('y'.repeat(100_000)), 'a.md'));
    const bytes = await readFile(path);
    const directory = bytes.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    bytes.writeUInt32LE(10, directory + 24);
    await writeFile(path, bytes);
    const tree = await readZip(path, 'source');
    await expect(tree.entries[0]?.read()).rejects.toMatchObject({ reason: 'archive_damaged' });
    await tree.close();
  });

  test('KN-N14 too many files refuse the archive before they are looked at', async () => {
    const path = await zipOf((zip) => {
      for (let at = 0; at <= MAX_IMPORT_FILES; at += 1)
        zip.addBuffer(Buffer.from('x'), `${at}.md`, { compress: false });
    });
    await expect(readZip(path, 'source')).rejects.toMatchObject({ code: 'too_large', reason: 'too_many_files' });
  });

  test('KN-N14 what is no archive is said to be none', async () => {
    const path = join(place, 'x.zip');
    await writeFile(path, 'PK no');
    await expect(readZip(path, 'x')).rejects.toMatchObject({ code: 'invalid', reason: 'not_an_archive' });
  });

  test('KN-N14 one that is damaged anywhere is refused, or the file is that is: no other text is read', async () => {
    const words = ['# A page', '# Another page '.repeat(40), 'words '.repeat(200)];
    const path = await zipOf((zip) => {
      for (const [at, text] of words.entries()) zip.addBuffer(Buffer.from(text), `p${at}.md`, { compress: at !== 1 });
    });
    const whole = await readFile(path);
    const readAll = async (bytes: Buffer): Promise<void> => {
      await writeFile(path, bytes);
      const tree = await readZip(path, 'source');
      for (const entry of tree.entries) {
        const text = await entry.read().catch((error: unknown) => demandOurs(error));
        if (text) expect(words).toContain(text.toString());
      }
      await tree.close();
    };
    const demandOurs = (error: unknown): null => {
      expect(error).toBeInstanceOf(KenningError);
      return null;
    };
    const anywhere = fc.nat(whole.length - 1);
    const damaged = fc.asyncProperty(anywhere, fc.integer({ min: 0, max: 255 }), async (at, by) => {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ by;
      // Of one in two the rest is missing.
      await readAll(by % 2 === 0 ? bytes.subarray(0, at) : bytes).catch(demandOurs);
    });
    await fc.assert(damaged, { numRuns: 300 });
    await readAll(whole);
  });
});
