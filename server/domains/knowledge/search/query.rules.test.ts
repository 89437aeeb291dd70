import { describe, expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { HIT_START, HIT_STOP } from '../projection.rules';
import { asksForSomething, parseQuery, SEARCH_WORDS_MAX } from './query.rules';
import { plainOf, segmentsOf } from './segments.rules';

describe('what was typed', () => {
  test('KN-Q1: words, phrases and exclusions', () => {
    expect(parseQuery('rotate "signing keys" -draft -"old way" now ')).toEqual({
      words: ['rotate', 'now'],
      phrases: ['signing keys'],
      excluded: ['draft', 'old way'],
      prefix: null,
    });
  });

  test('KN-Q1: an open quote reaches to the end; signs alone say nothing', () => {
    expect(parseQuery('"signing ke')).toMatchObject({ words: [], phrases: ['signing ke'] });
    expect(parseQuery('- "" & | ! :* ()')).toMatchObject({ words: [], phrases: [], excluded: [] });
  });

  test('KN-Q1: no query is too long', () => {
    expect(parseQuery('word '.repeat(500)).words).toHaveLength(SEARCH_WORDS_MAX);
  });

  test('KN-Q2: the last word is a beginning while nothing follows it', () => {
    expect(parseQuery('rotate sig').prefix).toBe('sig');
    expect(parseQuery('rotate sig ').prefix).toBeNull();
    expect(parseQuery('rotate s').prefix).toBeNull();
    expect(parseQuery("rotate o'neil").prefix).toBeNull();
    expect(parseQuery('rotate -sig').prefix).toBeNull();
  });

  test('KN-Q3: excluding alone asks for nothing', () => {
    expect(asksForSomething(parseQuery('-draft'))).toBe(false);
    expect(asksForSomething(parseQuery('draft'))).toBe(true);
  });
});

describe('highlighted pieces', () => {
  test('KN-Q4: hits are marked and nothing is lost', () => {
    expect(segmentsOf(`a ${HIT_START}b${HIT_STOP} c`)).toEqual([
      { text: 'a ', hit: false },
      { text: 'b', hit: true },
      { text: ' c', hit: false },
    ]);
    expect(segmentsOf(`${HIT_START}a`)).toEqual([{ text: 'a', hit: false }]);
    expect(segmentsOf('<script>')).toEqual([{ text: '<script>', hit: false }]);
  });

  test('KN-Q4: whatever the text, the pieces say what it says without marks', () => {
    const marked = fc
      .array(fc.constantFrom('a', '<b>', '&', HIT_START, HIT_STOP, 'x y'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(marked, (text) => {
        expect(plainOf(segmentsOf(text))).toBe(text.replaceAll(HIT_START, '').replaceAll(HIT_STOP, ''));
      }),
    );
  });
});
