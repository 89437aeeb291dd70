import { describe, expect, it } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { mediaTypeOf, SNIFFED_BYTES_MAX, UNKNOWN_MEDIA_TYPE } from './media-type';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('the type of a file comes from its bytes', () => {
  it.each([
    ['a PNG', PNG, 'image/png'],
    ['a GIF', Buffer.from('GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;', 'latin1'), 'image/gif'],
    ['plain words', 'Rotate the keys.\n', 'text/plain'],
    ['Markdown', '# Keys\n\nSee <https://example.com>.\n', 'text/plain'],
    ['a PDF without binary bytes', '%PDF-1.4\n1 0 obj\n', 'application/pdf'],
    ['nothing known', Buffer.from([0, 1, 2, 3, 250, 251]), UNKNOWN_MEDIA_TYPE],
    ['an HTML page', '<!DOCTYPE html><title>x</title>', 'text/html'],
    ['an HTML fragment', '  \n<script>alert(1)</script>', 'text/html'],
    ['an XML document', '<?xml version="1.0"?><catalogue/>', 'application/xml'],
  ])('%s', async (_, content, expected) => {
    expect(await mediaTypeOf(Buffer.from(content as string))).toBe(expected);
  });

  it.each([
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '\ufeff<?xml version="1.0"?>\n<!-- drawn by hand -->\n<svg onload="alert(1)"></svg>',
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd" [<!ENTITY a "b">]><SVG ></SVG>',
    '<x:svg xmlns:x="http://www.w3.org/2000/svg"/>',
  ])('sees an SVG behind any preamble: %s', async (content) => {
    expect(await mediaTypeOf(Buffer.from(content))).toBe('image/svg+xml');
  });

  it('forgives a character that the sample cuts in two', async () => {
    const text = Buffer.from(`${'a'.repeat(SNIFFED_BYTES_MAX - 1)}é`);
    expect(await mediaTypeOf(text.subarray(0, SNIFFED_BYTES_MAX))).toBe('text/plain');
  });

  it('answers for any bytes, quickly even for markup made to slow it down', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 4_096 }), async (bytes) => {
        expect(await mediaTypeOf(bytes)).toMatch(/^[\w.+-]+\/[\w.+-]+$/);
      }),
    );
    const started = performance.now();
    for (const part of ['<!doctype a', '<!--', '<!doctype [', ']]]  ', '<?', ' '])
      await mediaTypeOf(Buffer.from(`<!doctype [${part.repeat(20_000)}`.slice(0, SNIFFED_BYTES_MAX)));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
