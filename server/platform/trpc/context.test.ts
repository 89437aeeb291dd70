import { describe, expect, it } from 'vitest';
import { isForeignWrite } from './context';

const PUBLIC_URL = 'https://kenning.example';
const isForeign = (method: string, headers: Record<string, string>) =>
  isForeignWrite(method, new Headers({ host: '127.0.0.1:3000', ...headers }), PUBLIC_URL);

describe('TR-F1 another site’s page does not write with a person’s cookie', () => {
  it.each([
    ['of another site', { origin: 'https://evil.example' }],
    ['of a page without an origin', { origin: 'null' }],
    ['with credentials that are no token of ours', { origin: 'https://evil.example', authorization: 'Basic eDp5' }],
    ['that a browser calls foreign', { 'sec-fetch-site': 'cross-site' }],
  ])('%s', (_, headers) => expect(isForeign('POST', headers)).toBe(true));

  it.each([
    ['the host that was asked', { origin: 'http://127.0.0.1:3000' }],
    ['the address that people use', { origin: 'https://kenning.example' }],
    ['a program, which says no origin', {}],
    ['a token, which no browser sends by itself', { origin: 'https://evil.example', authorization: 'Bearer kng_x' }],
  ])('but %s does', (_, headers) => expect(isForeign('POST', headers)).toBe(false));

  it('reading is nobody’s harm', () => expect(isForeign('GET', { origin: 'https://evil.example' })).toBe(false));
});
