import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { stampPeer } from './peer';

const LOOPBACK = ['127.0.0.0/8', '::1'];

/** The stamp on a request from an address, with this X-Forwarded-For. */
function stampOf(address: string | undefined, forwarded: string | null, proxies = LOOPBACK): unknown {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: address });
  const request = new IncomingMessage(socket);
  const named = forwarded === null ? {} : { 'x-forwarded-for': forwarded };
  Object.assign(request.headers, { 'x-kenning-address': '127.0.0.1', ...named });
  stampPeer(request, proxies);
  return request.headers['x-kenning-address'];
}

describe('WB-P1: who asks', () => {
  it('is the peer, whatever the request says of itself', () => {
    expect(stampOf('203.0.113.9', null)).toBe('203.0.113.9');
    expect(stampOf('203.0.113.9', '127.0.0.1')).toBe('203.0.113.9');
    expect(stampOf(undefined, '127.0.0.1')).toBe('unknown');
    expect(stampOf('127.0.0.1', '198.51.100.7', [])).toBe('127.0.0.1');
  });

  it('is whom a proxy on this machine names last', () => {
    expect(stampOf('127.0.0.1', '192.0.2.1, 198.51.100.7')).toBe('198.51.100.7');
    expect(stampOf('::1', '198.51.100.7')).toBe('198.51.100.7');
    expect(stampOf('::ffff:127.0.0.1', '2001:db8::7')).toBe('2001:db8::7');
    expect(stampOf('127.0.0.1', null)).toBe('127.0.0.1');
  });

  it('is the last who is none of the proxies that were named, however many stand between', () => {
    const proxies = ['10.1.0.0/16', '192.0.2.7', '2001:db8:1::/48'];
    expect(stampOf('10.1.2.3', '203.0.113.9', proxies)).toBe('203.0.113.9');
    expect(stampOf('10.1.2.3', '1.1.1.1, 203.0.113.9, 192.0.2.7, 2001:db8:1::5', proxies)).toBe('203.0.113.9');
    expect(stampOf('10.2.0.1', '203.0.113.9', proxies)).toBe('10.2.0.1');
    expect(stampOf('127.0.0.1', '203.0.113.9', proxies)).toBe('127.0.0.1');
    // Everybody is a proxy: whoever began.
    expect(stampOf('10.1.2.3', '10.1.0.9, 192.0.2.7', proxies)).toBe('10.1.0.9');
  });

  it.each(['', 'unknown', '203.0.113.9, somebody', '203.0.113.9:4711', '203.0.113.9,,', '0x7f.1', '127'])(
    'is the proxy itself when it names nobody: %s',
    (forwarded) => expect(stampOf('127.0.0.1', forwarded)).toBe('127.0.0.1'),
  );
});
