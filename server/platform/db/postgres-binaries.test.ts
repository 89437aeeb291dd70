import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyPrograms } from './postgres-binaries';

const CLOSED_UMASK = 0o077;
let scratch: string;
let umask: number;

beforeEach(() => {
  umask = process.umask(CLOSED_UMASK);
  scratch = mkdtempSync(join(tmpdir(), 'kenning-programs-'));
});
afterEach(() => {
  process.umask(umask);
  rmSync(scratch, { recursive: true, force: true });
});

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('W2 root under a closed umask copies the programs to where the database account can run them', () => {
  const native = join(scratch, 'native');
  mkdirSync(join(native, 'bin'), { recursive: true });
  mkdirSync(join(native, 'lib'));
  writeFileSync(join(native, 'bin', 'postgres'), '', { mode: 0o700 });
  writeFileSync(join(native, 'lib', 'libpq.so.5'), '');
  symlinkSync('libpq.so.5', join(native, 'lib', 'libpq.so'));
  const home = join(scratch, 'shared', 'kenning');

  const place = copyPrograms(native, '18.4.0', home);
  const modes = () => [home, place, join(place, 'bin'), join(place, 'bin', 'postgres')].map(mode);
  expect(modes()).toEqual(['755', '755', '755', '755']);
  expect(mode(join(place, 'lib', 'libpq.so.5'))).toBe('644');
  expect(lstatSync(join(place, 'lib', 'libpq.so')).isSymbolicLink()).toBe(true);

  // What an earlier start left closed does not stay so.
  for (const path of [join(place, 'bin'), place, home]) chmodSync(path, 0o700);
  expect(copyPrograms(native, '18.4.0', home)).toBe(place);
  expect(modes()).toEqual(['755', '755', '755', '755']);
});
