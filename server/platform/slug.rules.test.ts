import { describe, expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { idInPath, readableId, slugOf } from './slug.rules';

describe('addresses', () => {
  test('KN-L1: a slug is readable in any script', () => {
    expect(slugOf('Rotate the signing keys!')).toBe('rotate-the-signing-keys');
    expect(slugOf('Ångström & Čapek — v2.0')).toBe('angstrom-capek-v2-0');
    expect(slugOf('署名キー')).toBe(
      '署名キー'
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .normalize('NFC'),
    );
    expect(slugOf('!!!')).toBe('');
  });

  test('KN-L2 KN-L3: the id comes back from every address, whatever the words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (words) => {
        const part = readableId({ id: 'ckabc123', words });
        expect(part).not.toMatch(/[/?#\s]/);
        expect(idInPath(part)).toBe('ckabc123');
      }),
    );
  });
});
