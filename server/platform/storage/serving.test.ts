import { describe, expect, it } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { FILE_NAME_CHARACTERS_MAX } from './limits.schema';
import { isNotModified, servingHeaders } from './serving';

/** Any character at all: the library needs a while to lay out its tables on a busy machine. */
const SLOW_MS = 30_000;

const file = (mediaType: string) => ({ sha256: 'ab'.repeat(32), sizeBytes: 12, mediaType });

describe('a stored file is served so that nothing in it can run', () => {
  it.each(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])('%s is shown in place', (type) => {
    const headers = servingHeaders(file(type), 'a.png');
    expect(headers['Content-Disposition']).toMatch(/^inline; /);
    expect(headers['Content-Type']).toBe(type);
  });

  it.each(['image/svg+xml', 'text/html', 'application/xml', 'application/xhtml+xml', 'text/javascript'])(
    '%s is only ever saved, as plain bytes',
    (type) => {
      const headers = servingHeaders(file(type), 'a.html');
      expect(headers['Content-Disposition']).toMatch(/^attachment; /);
      expect(headers['Content-Type']).toBe('application/octet-stream');
    },
  );

  it('keeps the type of what a browser does not run by itself', () => {
    const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    expect(servingHeaders(file(word), 'a.docx')['Content-Type']).toBe(word);
    expect(servingHeaders(file('application/pdf'), 'a.pdf')['Content-Disposition']).toMatch(/^attachment/);
  });

  it('carries the sandbox, no sniffing and a cache that asks on every type', () => {
    fc.assert(
      fc.property(fc.constantFrom('image/png', 'text/plain', 'application/pdf'), (type) => {
        const headers = servingHeaders(file(type), 'x');
        expect(headers['Content-Security-Policy']).toBe("default-src 'none'; sandbox");
        expect(headers['X-Content-Type-Options']).toBe('nosniff');
        expect(headers['Cache-Control']).toBe('private, no-cache');
      }),
    );
  });

  it('offers any name safely: one header, no folder, nothing lost that can be kept', { timeout: SLOW_MS }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        const value = servingHeaders(file('image/png'), name)['Content-Disposition'] ?? '';
        expect(value).toMatch(/^inline; filename="[\x20\x21\x23-\x5b\x5d-\x7e]+"; filename\*=UTF-8''[\w.!~%-]+$/);
        expect(decodeURIComponent(value.split("''")[1] ?? '')).not.toMatch(/[/\\\r\n]/);
      }),
    );
    const long = servingHeaders(file('image/png'), 'x'.repeat(FILE_NAME_CHARACTERS_MAX + 1))['Content-Disposition'];
    expect(long).toContain(`filename="${'x'.repeat(FILE_NAME_CHARACTERS_MAX)}"`);
    const value = servingHeaders(file('image/png'), '../Größe "1".png')['Content-Disposition'];
    expect(value).toBe(`inline; filename="Gr__e _1_.png"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.png`);
  });

  it('recognises bytes that the asker has', () => {
    const tag = `"${'ab'.repeat(32)}"`;
    expect(isNotModified(file('image/png'), tag)).toBe(true);
    expect(isNotModified(file('image/png'), `"x", W/${tag}`)).toBe(true);
    expect(isNotModified(file('image/png'), '"x"')).toBe(false);
    expect(isNotModified(file('image/png'), null)).toBe(false);
  });
});
