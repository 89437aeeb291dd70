import { describe, expect, test } from 'vitest';
import { FOLLOWING_WORDS } from './labels';
import { isOver, refusalOf } from './refusal';

const answer = (code: string) => ({ data: { kenning: { code, reason: 'r', params: {}, reference: '1' } } });

describe('why a page that is read does not hear what changes', () => {
  test.each([
    ['no answer', new TypeError('Failed to fetch'), 'away', false],
    ['an answer of something in between', new SyntaxError('Unexpected token <'), 'away', false],
    ['a fault of the server', answer('internal'), 'faulty', false],
    ['a part that is not there', answer('unavailable'), 'faulty', false],
    ['too many questions', answer('rate_limited'), 'faulty', false],
    ['the end of access', answer('not_found'), 'gone', true],
    ['the end of the session', answer('unauthenticated'), 'signedOut', true],
  ] as const)(
    'CO-O71 %s is told as what it is, and asked about again only where that helps',
    (_what, error, refusal, over) => {
      expect(refusalOf(error)).toBe(refusal);
      expect(isOver(refusalOf(error))).toBe(over);
      expect(FOLLOWING_WORDS[refusal]).toMatch(/\w/);
    },
  );
});
