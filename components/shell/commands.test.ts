import { describe, expect, it } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { type Command, labelSegments, matching, scoreOf } from './commands';
import { RECENT_MAX, type Recent, recentList } from './recent';

const page = (label: string, words = ''): Command => ({ id: label, label, words, kind: 'page', href: `/${label}` });
const commands = [
  page('Home', 'start'),
  page('Library', 'items knowledge'),
  page('New item', 'create write'),
  page('Sign out', 'leave'),
];

describe('finding a command', () => {
  it('SH-C1 nothing typed keeps all in their order', () => {
    expect(matching(commands, '  ').map((one) => one.label)).toEqual(['Home', 'Library', 'New item', 'Sign out']);
  });

  it('SH-C2 the label’s words come before other words, and every typed word has to answer', () => {
    expect(matching(commands, 'item').map((one) => one.label)).toEqual(['New item', 'Library']);
    expect(matching(commands, 'create it').map((one) => one.label)).toEqual(['New item']);
    expect(matching(commands, 'item zzz')).toEqual([]);
  });

  it('SH-C3 accents and case do not matter', () => {
    expect(scoreOf({ label: 'Équipe' }, 'equ')).toBe(3);
  });

  it('SH-C4 highlighting keeps every letter of the label', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (label, text) => {
        expect(
          labelSegments(label, text)
            .map((segment) => segment.text)
            .join(''),
        ).toBe(label);
      }),
    );
    expect(labelSegments('Find the finder', 'find')).toEqual([
      { text: 'Find', hit: true },
      { text: ' the ', hit: false },
      { text: 'find', hit: true },
      { text: 'er', hit: false },
    ]);
  });
});

describe('what was opened lately', () => {
  const entry = (id: string): Recent => ({ id, label: id, href: `/${id}`, kind: 'item' });

  it('SH-R1 newest first, each once, no more than are shown', () => {
    let list: Recent[] = [];
    for (let index = 0; index < RECENT_MAX + 3; index += 1) list = recentList.withNewest(list, entry(`i${index}`));
    list = recentList.withNewest(list, entry('i5'));
    expect(list).toHaveLength(RECENT_MAX);
    expect(list[0]?.id).toBe('i5');
    expect(list.filter((one) => one.id === 'i5')).toHaveLength(1);
  });

  it('SH-R2 what is not ours is dropped, and so is what leads off the site', () => {
    expect(recentList.parse('{')).toEqual([]);
    expect(recentList.parse('[{"id":1}]')).toEqual([]);
    expect(recentList.parse(JSON.stringify([{ ...entry('a'), href: 'javascript:alert(1)' }]))).toEqual([]);
    expect(recentList.parse(JSON.stringify([entry('a')]))).toEqual([entry('a')]);
  });
});
