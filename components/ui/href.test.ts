import { describe, expect, it } from 'vitest';
import { hueOf } from '@/server/platform/collab/hue.rules';
import fc from '@/server/platform/testing/fast-check';
import { personHref, safePath } from './href';
import { initials } from './person';
import { changedParams } from './use-filters';

describe('addresses', () => {
  it('LK-H1 a readable address ends in the id, whatever the name', () => {
    expect(personHref({ id: 'c1', name: 'Ana Lucía Ruiz-Peña' })).toBe('/people/ana-lucia-ruiz-pena-c1');
    expect(personHref({ id: 'c1', name: '日本語' })).toBe(`/people/${encodeURIComponent('日本語')}-c1`);
    expect(personHref({ id: 'c1', name: '---' })).toBe('/people/c1');
  });

  it('LK-H2 only a path of our own is gone to after signing in', () => {
    expect(safePath('/library?q=a')).toBe('/library?q=a');
    expect(safePath('/library/one-k1?tab=history#top')).toBe('/library/one-k1?tab=history#top');
    for (const bad of ['//evil.example', 'https://evil.example', '/\\evil.example', '//', '', null])
      expect(safePath(bad)).toBe('/');
  });

  it('LK-H2 what a browser drops or turns around on the way makes no address of another site', () => {
    const drops = ['\t', '\n', '\r', '\r\n', '\t\t'].flatMap((sign) => [
      `/${sign}/evil.example`,
      `/${sign}\\evil.example`,
    ]);
    const walks = ['/.//evil.example', '/..//evil.example', '/a/..//evil.example', '/%2e//evil.example'];
    for (const bad of [...drops, ...walks]) expect(safePath(bad), JSON.stringify(bad)).toBe('/');
    for (const encoded of ['%2F%09%2Fevil.example', '/%0A/evil.example', '%2F%0d%2fevil.example', '/%5Cevil.example'])
      expect(safePath(new URLSearchParams(`next=${encoded}`).get('next')), encoded).toBe('/');
  });

  it('LK-H2 what is gone to is always on this site', () => {
    const signs = fc.constantFrom('/', '\\', '.', '\t', '\n', '\r', '@', ':', '?', '#', '%2f', '%09', 'a', 'http:');
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 9 }), (parts) => {
        const path = safePath(`/${parts.join('')}`);
        expect(path.startsWith('/')).toBe(true);
        expect(new URL(path, 'https://kenning.example').origin).toBe('https://kenning.example');
      }),
    );
  });

  it('LK-H3 filters change alone and leave no empty parameter', () => {
    const now = new URLSearchParams('q=a&status=draft&status=review');
    expect(changedParams(now, { status: ['draft'] }).toString()).toBe('q=a&status=draft');
    expect(changedParams(now, { q: '', status: null }).toString()).toBe('');
    expect(now.toString()).toBe('q=a&status=draft&status=review');
  });
});

describe('people in small', () => {
  it('LK-P1 initials are first and last, and never nothing', () => {
    expect(initials('Ana Lucía Ruiz')).toBe('AR');
    expect(initials('zoe')).toBe('Z');
    expect(initials('  ')).toBe('?');
    expect(initials('😀 Bo')).toBe('😀B');
  });

  it('LK-P2 a person keeps their colour', () => {
    expect(hueOf('abc')).toBe(hueOf('abc'));
  });
});
