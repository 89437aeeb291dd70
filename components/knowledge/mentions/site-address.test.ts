import { describe, expect, test } from 'vitest';
import { siteAddress } from './site-address';

describe('where a link elsewhere leads', () => {
  test.each<[string, ReturnType<typeof siteAddress>]>([
    ['https://www.example.com/', { host: 'example.com', steps: [], rest: '' }],
    [
      'https://docs.example.com:8443/guide/d%C3%A9pth%20sounder?q=two+words#part%201',
      { host: 'docs.example.com:8443', steps: ['guide', 'dépth sounder'], rest: '?q=two words#part 1' },
    ],
    ['https://example.com@evil.example/x', { host: 'evil.example', steps: ['x'], rest: '' }],
    ['https://ехаmple.com/', { host: 'xn--mple-43d3a6i.com', steps: [], rest: '' }],
    ['https://example.com/%E2%80%AEfdp.exe/%ZZ', { host: 'example.com', steps: ['%E2%80%AEfdp.exe', '%ZZ'], rest: '' }],
    ['nonsense', null],
  ])('ED-P66 %s', (url, address) => {
    expect(siteAddress(url)).toEqual(address);
  });
});
