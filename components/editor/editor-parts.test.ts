import { describe, expect, test } from 'vitest';
import { isHighlighted, languageOptions, languagesFor, lowlight } from './languages';
import { completeUrl } from './link-tools';
import { comingsAndGoings, FALLBACK_COLOR, peoplePresent, presentOf } from './presence';

describe('links', () => {
  test.each([
    ['example.com/a', 'https://example.com/a'],
    ['http://example.com', 'http://example.com'],
    ['example.com:8080', 'https://example.com:8080'],
    ['localhost:3000/x', 'https://localhost:3000/x'],
    ['../guide.md', '../guide.md'],
    [' /library/rotate-the-keys ', '/library/rotate-the-keys'],
    ['#before-you-start', '#before-you-start'],
    ['ana@tradesense.example', 'mailto:ana@tradesense.example'],
    ['mailto:ana@tradesense.example', 'mailto:ana@tradesense.example'],
  ])('CO-E10 %s becomes %s', (typed, url) => {
    expect(completeUrl(typed)).toBe(url);
  });

  test.each(['javascript:alert(1)', 'JaVa\tscript:alert(1)', 'data:text/html,x', 'vbscript:x', 'tick', 'see above'])(
    'CO-E11 %s is refused',
    (typed) => {
      expect(completeUrl(typed)).toBeNull();
    },
  );
});

describe('presence', () => {
  const noah = { id: 'noah', name: 'Noah', color: '#0062b2' };
  const ana = { id: 'ana', name: 'Ana', color: '#b51522' };

  test('CO-E12 everybody once, oneself first, the others by name', () => {
    const zoe = { id: 'zoe', name: 'Zoe', color: '#3e5a01' };
    const states = [{ user: zoe }, { user: noah }, { user: ana }, { user: noah }, {}, null, { user: 'x' }];
    expect(peoplePresent(states.entries(), 'noah').map((person) => person.id)).toEqual(['noah', 'ana', 'zoe']);
  });

  test('CO-O16 several tabs of one person are one; idle is only who is so in all of them', () => {
    const states = [{ user: ana, idle: true }, { user: noah, idle: true }, { user: ana }, { user: noah, idle: true }];
    const here = peoplePresent(states.entries(), 'zoe').map(({ id, idle, clientIds }) => [id, idle, clientIds]);
    expect(here).toEqual([
      ['ana', false, [0, 2]],
      ['noah', true, [1, 3]],
    ]);
  });

  test('CO-O17 whoever comes or goes is told of once, however many tabs they have', () => {
    expect(comingsAndGoings([ana], [ana, noah])).toEqual({ came: ['Noah'], went: [] });
    expect(comingsAndGoings([ana, noah], [noah])).toEqual({ came: [], went: ['Ana'] });
  });

  test('CO-E13 a colour that is none is replaced, so that it cannot carry anything else', () => {
    expect(presentOf({ user: { ...ana, color: 'red; background: url(x)' } })?.color).toBe(FALLBACK_COLOR);
    expect(presentOf({ user: { ...ana, name: 7 } })).toBeNull();
  });
});

describe('code', () => {
  test('CO-E16 a language nobody knows stays the choice of its block', () => {
    expect(languageOptions('bash').filter((option) => option.value === 'bash')).toHaveLength(1);
    const named = languageOptions('ts').filter(({ label }) => label === 'TypeScript');
    expect(named).toEqual([{ value: 'ts', label: 'TypeScript' }]);
    expect(languageOptions('hcl')[1]).toEqual({ value: 'hcl', label: 'hcl' });
    expect(languageOptions(null)[0]).toEqual({ value: '', label: 'Plain text' });
  });

  test('ED-T40 a language is found by a part of its name; one that nobody knows can be given, and says it is not coloured', () => {
    const found = (typed: string) => languagesFor('', typed).map(({ value }) => value);
    expect(found('script')).toContain('typescript');
    expect(found('c++')).toEqual(['cpp']);
    expect(found('hcl')).toEqual(['hcl']);
    expect(found('')).toEqual(languageOptions('').map(({ value }) => value));
    expect(lowlight.highlightAuto('const a = "b";').children.map(({ type }) => type)).toEqual(['text']);
    expect(['', 'ts', 'sql', 'mermaid', 'hcl'].map(isHighlighted)).toEqual([true, true, true, true, false]);
  });
});
