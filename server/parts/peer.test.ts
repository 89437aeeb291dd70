import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { stampPeer } from './peer';

/** The stamp on a request from an address with headers. */
function stampOf(address: string | undefined, headers: Record<string, string>): unknown {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: address });
  const request = new IncomingMessage(socket);
  Object.assign(request.headers, headers);
  stampPeer(request);
  return request.headers['x-kenning-address'];
}

describe('who asks', () => {
  it('is the peer, whatever the request says of itself', () => {
    expect(stampOf('203.0.113.9', {})).toBe('203.0.113.9');
    expect(stampOf('203.0.113.9', { 'x-kenning-address': '127.0.0.1', 'x-forwarded-for': '127.0.0.1' })).toBe(
      '203.0.113.9',
    );
    expect(stampOf(undefined, { 'x-kenning-address': '127.0.0.1' })).toBe('unknown');
  });

  it('is whom a proxy on this machine names last', () => {
    expect(stampOf('127.0.0.1', { 'x-forwarded-for': '127.0.0.1, 198.51.100.7' })).toBe('198.51.100.7');
    expect(stampOf('::1', { 'x-forwarded-for': '198.51.100.7' })).toBe('198.51.100.7');
    expect(stampOf('127.0.0.1', { 'x-forwarded-for': '' })).toBe('127.0.0.1');
  });
});
