import { describe, expect, it } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { BODY_BYTES_MAX, mendedAddress, turnedAway } from './gate.rules';

const asked = (method: string, url: string, headers: Record<string, string> = {}) =>
  turnedAway({ method, url, headers })?.status ?? null;

describe('what is turned away at the port', () => {
  it.each(['/library/%E0%A4%A', '/api/trpc/%', '/library/%00', '/library?tag=%00', '/%C0%80'])(
    'WB-G1 an address that is no text: %s',
    (url) => expect(asked('GET', url)).toBe(400),
  );

  it.each(['/', '/library/schl%C3%BCssel-k1', '/library?text=%E0%A4%A', '/search?q=100%25', '/api/v1/items?tag=%2500'])(
    'WB-G1 lets %s through',
    (url) => expect(asked('GET', url)).toBeNull(),
  );

  it('WB-G2 methods that nobody here knows, and whatever would be sent to a page', () => {
    expect(asked('TRACE', '/')).toBe(405);
    expect(asked('POST', '/sign-in', { 'next-action': 'abc' })).toBe(405);
    expect(asked('POST', '/filesystem')).toBe(405);
    for (const url of ['/api/trpc/people.setUp.finish', '/files?item=k1', '/__nextjs_original-stack-frames'])
      expect(asked('POST', url), url).toBeNull();
    expect(asked('HEAD', '/library')).toBeNull();
  });

  it('WB-G3 a body over the limit, said or unsaid, where it would be read as a whole', () => {
    const over = { 'content-length': String(BODY_BYTES_MAX + 1) };
    const unsaid = { 'transfer-encoding': 'chunked' };
    for (const url of ['/api/trpc/knowledge.item.create', '/api/auth/callback/credentials', '/api/importx']) {
      expect(asked('POST', url, { 'content-length': String(BODY_BYTES_MAX) }), url).toBeNull();
      expect(asked('POST', url, over), url).toBe(413);
      expect(asked('POST', url, unsaid), url).toBe(411);
    }
  });

  it('WB-G4 doors that count what they read decide by themselves', () => {
    for (const url of ['/files?item=k1', '/api/import/run1?path=a', '/api/v1/items']) {
      expect(asked('POST', url, { 'content-length': '999999999' }), url).toBeNull();
      expect(asked('POST', url, { 'transfer-encoding': 'chunked' }), url).toBeNull();
    }
  });

  it.each([
    ['/search?q=a%00b', '/search?q=ab'],
    ['/library?tag=%00&text=x', '/library?tag=&text=x'],
    ['/search?q=%0%000', null],
    ['/search?q=100%25', null],
    ['/search?q=%2500', null],
    ['/library/%00?q=%00', null],
    ['//elsewhere.example/?q=%00', null],
    ['/\\elsewhere.example/?q=%00', null],
    ['/api/v1/search?q=%00', null],
    ['/files?item=%00', null],
  ])('WB-G5 a page is shown without the zero bytes of its query: %s', (url, mended) => {
    expect(mendedAddress({ method: 'GET', url, headers: {} })).toBe(mended);
    expect(mendedAddress({ method: 'POST', url, headers: {} })).toBeNull();
  });

  it('WB-G1 answers for any address', () => {
    fc.assert(
      fc.property(fc.string(), (url) => {
        expect([null, 400]).toContain(asked('GET', url));
      }),
    );
  });
});
