import { describe, expect, it } from 'vitest';
import { mayScrape } from './operations';
import { routeLabel } from './platform/metrics';

const from = (address: string, more: Record<string, string> = {}) =>
  new Headers({ 'x-kenning-address': address, ...more });

describe('who may read the figures', () => {
  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])(
    'a program on this machine, %s, when no token is set',
    (address) => {
      expect(mayScrape(from(address), undefined)).toBe(true);
    },
  );

  it.each([
    ['another machine', from('10.0.0.7')],
    ['nobody known', new Headers()],
    ['an address that is none', from('localhost')],
    ['what a proxy on this machine passes on', from('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' })],
    ['the same in the standard form', from('127.0.0.1', { forwarded: 'for=203.0.113.9' })],
  ])('not %s', (_, headers) => expect(mayScrape(headers, undefined)).toBe(false));

  it('with a token, only who has it, from anywhere', () => {
    const token = 'a-token-of-enough-letters';
    expect(mayScrape(from('10.0.0.7', { authorization: `Bearer ${token}` }), token)).toBe(true);
    for (const authorization of ['', 'Bearer ', `Bearer ${token}x`, token, `bearer ${token.slice(1)}`])
      expect(mayScrape(from('127.0.0.1', { authorization }), token)).toBe(false);
    expect(mayScrape(from('127.0.0.1'), token)).toBe(false);
  });
});

describe('the route of a request in the figures', () => {
  it.each([
    ['/api/trpc/knowledge.item.list?batch=1', '/api/trpc'],
    ['/api/v1/items/abc', '/api/v1'],
    ['/api/other', '/api'],
    ['/_next/static/x.js', '/_next/static'],
    ['/library/rotate-the-keys-k1?q=secret', 'page'],
    ['/api/trpcx', '/api'],
    ['', 'page'],
  ])('%s is %s', (url, label) => expect(routeLabel(url)).toBe(label));
});
