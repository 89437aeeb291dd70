import { describe, expect, it } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { isMailAddress, MAIL_SUBJECT_CHARACTERS_MAX, oneLine } from './mail.rules';

/** Any character at all: the library needs a while to lay out its tables on a busy machine. */
const SLOW_MS = 30_000;

describe('what may stand in a mail header', () => {
  it.each(['ana@tradesense.example', 'o.brien+kb@mail.example', 'größe@bücher.example', 'root@localhost'])(
    '%s is one address',
    (text) => expect(isMailAddress(text)).toBe(true),
  );

  it.each([
    '',
    'ana',
    '@x',
    'a@',
    'a@b@c',
    'a@b, c@d',
    'a@b;c@d',
    'Ana <a@b>',
    'a@b\r\nBcc: c@d',
    'a@b\u0000',
    'a @b',
    '"a"@b',
    'a@b\u2028c',
    `${'a'.repeat(260)}@b.example`,
  ])('%j is not', (text) => expect(isMailAddress(text)).toBe(false));

  it('makes one line of any text', { timeout: SLOW_MS }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
    );
    expect(oneLine('é'.repeat(MAIL_SUBJECT_CHARACTERS_MAX + 1))).toBe('é'.repeat(MAIL_SUBJECT_CHARACTERS_MAX));
    expect(oneLine('Hello\r\nBcc: everybody@x.example')).toBe('Hello Bcc: everybody@x.example');
  });
});
