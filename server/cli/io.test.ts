import { describe, expect, it } from 'vitest';
import { parseVerb, UsageError } from './io';

describe('what a verb was given', () => {
  const options = { email: { type: 'string' }, json: { type: 'boolean' } } as const;

  it('is read by its options, what is left in order', () => {
    const { positionals, values } = parseVerb(['folder', '--email', 'ana@example.com', '--json'], options);
    expect(positionals).toEqual(['folder']);
    expect({ ...values }).toEqual({ email: 'ana@example.com', json: true });
  });

  it('is refused in one sentence where it is not understood', () => {
    expect(() => parseVerb(['--folder', 'x'], options)).toThrow(UsageError);
    expect(() => parseVerb(['--folder', 'x'], options)).toThrow(/^Unknown option '--folder'\.$/);
    expect(() => parseVerb(['--email'], options)).toThrow(UsageError);
  });
});
