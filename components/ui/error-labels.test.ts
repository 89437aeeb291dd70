import { describe, expect, it } from 'vitest';
import { addErrorLabels, errorMessage, publicErrorOf } from './error-labels';

const error = (code: string, reason: string, params = {}) => ({ code, reason, params, reference: 'AB12' });

describe('refusals in words', () => {
  it('LK-E1 finds the error in a tRPC error, in a REST body, and bare', () => {
    const bare = error('forbidden', 'not_allowed');
    expect(publicErrorOf(bare)).toEqual(bare);
    expect(publicErrorOf({ data: { kenning: bare } })).toEqual(bare);
    expect(publicErrorOf({ error: bare })).toEqual(bare);
    expect(publicErrorOf(new Error('x'))).toBeNull();
    expect(publicErrorOf(null)).toBeNull();
  });

  it('LK-E2 an unknown reason falls back to its code, and only a fault of ours quotes its reference', () => {
    expect(errorMessage(error('rate_limited', 'never_heard_of'))).toContain('too often');
    expect(errorMessage(error('internal', 'fault'))).toContain('Reference AB12');
    expect(errorMessage(error('forbidden', 'not_allowed'))).not.toContain('AB12');
  });

  it('LK-E3 a domain’s sentence wins, with its parameters, and by code where a reason means two things', () => {
    addErrorLabels({
      name_taken: (params) => `“${params.name}” is taken.`,
      'conflict/two_sided': 'The one.',
      two_sided: 'The other.',
    });
    expect(errorMessage(error('conflict', 'name_taken', { name: 'Ana' }))).toBe('“Ana” is taken.');
    expect(errorMessage(error('conflict', 'two_sided'))).toBe('The one.');
    expect(errorMessage(error('invalid', 'two_sided'))).toBe('The other.');
  });

  it('LK-E4 a lost connection is called that', () => {
    expect(errorMessage(new TypeError('Failed to fetch'))).toContain('cannot be reached');
    expect(errorMessage(new Error('boom at line 3'))).not.toContain('boom');
  });

  it('LK-E5 of an answer that is none of ours nobody says that nothing was changed', () => {
    const words = errorMessage(new SyntaxError('Unexpected token < in JSON'));
    expect(words).toContain('could not be read');
    expect(words).not.toContain('Nothing was changed');
  });
});
