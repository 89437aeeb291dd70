import { describe, expect, it } from 'vitest';
import { hueOf } from '@/server/platform/collab/hue.rules';
import { idOfSlug, personHref, safePath, slugOf } from './href';
import { initials } from './person';
import { changedParams } from './use-filters';

describe('addresses', () => {
  it('LK-H1 a readable address ends in the id, whatever the name', () => {
    expect(personHref({ id: 'c1', name: 'Ana Lucía Ruiz-Peña' })).toBe('/people/ana-lucia-ruiz-pena-c1');
    expect(personHref({ id: 'c1', name: '日本語' })).toBe('/people/c1');
    for (const title of ['Ünïcode & more', '---', 'a'.repeat(500), '']) {
      expect(idOfSlug(`${slugOf(title)}c1`)).toBe('c1');
    }
  });

  it('LK-H2 only a path of our own is gone to after signing in', () => {
    expect(safePath('/library?q=a')).toBe('/library?q=a');
    for (const bad of ['//evil.example', 'https://evil.example', '/\\evil.example', '', null])
      expect(safePath(bad)).toBe('/');
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
