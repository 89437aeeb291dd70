import { expect, test } from 'vitest';
import { readVersions, versionLines } from './versions';

test('KN-F4: versions come back from their lines, and a line that is none is refused', () => {
  const versions = { OpenSSL: '3.2', 'node: LTS': '20.19' };
  expect(readVersions(versionLines(versions))).toEqual(versions);
  expect(readVersions('\n  \n')).toEqual({});
  expect(readVersions('OpenSSL')).toBeNull();
  expect(readVersions('OpenSSL:')).toBeNull();
  expect(readVersions(': 3')).toBeNull();
});
