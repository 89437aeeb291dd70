import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isPublicAddress, type Resolver } from './address';
import { type OutboundOptions, outboundFetch } from './client';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** A real server on loopback. @returns its port */
async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const hello = (_: IncomingMessage, response: ServerResponse) => void response.end('hello');
const ask = (url: string, options: Partial<OutboundOptions> = {}) => outboundFetch(url, { allow: [], ...options });
const loopback: Resolver = async () => [{ address: '127.0.0.1', family: 4 }];

describe('an address is public or refused', () => {
  it.each(['93.184.216.34', '8.8.8.8', '2606:4700:4700::1111'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '192.0.0.1',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'fec0::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '100::1',
    'not an address',
    '',
  ])('%s is refused', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('the outbound client reaches what it may and nothing else', () => {
  it('fetches from a listed host and hands back what came', async () => {
    const port = await serve((request, response) => {
      response.setHeader('X-Seen', `${request.method} ${request.headers['x-mine']}`);
      request.pipe(response.writeHead(201));
    });
    const answer = await ask(`http://127.0.0.1:${port}/a?b=1#c`, {
      allow: [`127.0.0.1:${port}`],
      method: 'POST',
      headers: { 'X-Mine': 'yes', Host: 'elsewhere' },
      body: 'body',
    });
    expect(answer).toMatchObject({ status: 201, url: `http://127.0.0.1:${port}/a?b=1` });
    expect(answer.headers['x-seen']).toBe('POST yes');
    expect(answer.body.toString()).toBe('body');
  });

  it.each([
    '127.0.0.1',
    'localhost',
    'localhost.',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '169.254.169.254',
    '①②⑦.0.0.1',
  ])('refuses %s, where a server does listen', async (host) => {
    let asked = 0;
    const port = await serve((_, response) => void response.end(String(++asked)));
    await expect(ask(`http://${host}:${port}/`)).rejects.toMatchObject({ reason: 'refused_address' });
    expect(asked).toBe(0);
  });

  it('refuses a name as soon as one of its addresses is not public', async () => {
    const resolve: Resolver = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.7', family: 4 },
    ];
    await expect(ask('http://mixed.example/', { resolve })).rejects.toMatchObject({ reason: 'refused_address' });
  });

  it('connects to the address it judged: a name is asked for once', async () => {
    const port = await serve(hello);
    let asked = 0;
    const resolve: Resolver = async () => {
      asked += 1;
      return asked === 1 ? loopback('') : [{ address: '192.0.2.1', family: 4 }];
    };
    const answer = await ask(`http://name.example:${port}/`, { resolve, allow: ['name.example'] });
    expect(answer.body.toString()).toBe('hello');
    expect(asked).toBe(1);
  });

  it('follows redirects, judging each: a listed host cannot send it to one that is not', async () => {
    let inner = 0;
    const hidden = await serve((_, response) => void response.end(String(++inner)));
    const port = await serve((request, response) => {
      const to = request.url === '/far' ? `http://localhost:${hidden}/` : '/near-end';
      if (request.url === '/near-end') response.end('arrived');
      else response.writeHead(302, { location: to }).end();
    });
    const allow = [`127.0.0.1:${port}`];
    expect((await ask(`http://127.0.0.1:${port}/near`, { allow })).body.toString()).toBe('arrived');
    await expect(ask(`http://127.0.0.1:${port}/far`, { allow })).rejects.toMatchObject({ reason: 'refused_address' });
    expect(inner).toBe(0);
  });

  it('takes no secret to another origin, and a POST becomes a GET where browsers do so', async () => {
    const seen: Record<string, unknown>[] = [];
    const second = await serve((request, response) => {
      seen.push({ method: request.method, ...request.headers });
      response.end();
    });
    const first = await serve(
      (_, response) => void response.writeHead(302, { location: `http://localhost:${second}/` }).end(),
    );
    await ask(`http://127.0.0.1:${first}/`, {
      allow: ['127.0.0.1', 'localhost'],
      method: 'POST',
      body: '{}',
      headers: { Authorization: 'Bearer x', Cookie: 'a=b', 'Content-Type': 'application/json', Accept: 'text/html' },
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: 'GET', accept: 'text/html' });
    for (const name of ['authorization', 'cookie', 'content-type']) expect(seen[0]).not.toHaveProperty(name);
  });

  it('stops at the limits: redirects, size, time', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/round') response.writeHead(302, { location: '/round' }).end();
      if (request.url === '/big') response.end('x'.repeat(2_000));
      if (request.url === '/slow') response.write('x');
    });
    const base = `http://127.0.0.1:${port}`;
    const allow = ['127.0.0.1'];
    await expect(ask(`${base}/round`, { allow })).rejects.toMatchObject({ reason: 'too_many_redirects' });
    await expect(ask(`${base}/big`, { allow, bytesMax: 1_999 })).rejects.toMatchObject({ code: 'too_large' });
    expect((await ask(`${base}/big`, { allow, bytesMax: 2_000 })).body).toHaveLength(2_000);
    await expect(ask(`${base}/slow`, { allow, timeoutMs: 100 })).rejects.toMatchObject({ reason: 'timeout' });
    const never: Resolver = () => new Promise(() => {});
    await expect(ask('http://x.example/', { resolve: never, timeoutMs: 50 })).rejects.toMatchObject({
      reason: 'timeout',
    });
  });

  it('says when nobody answers', async () => {
    const port = await serve(hello);
    servers[0]?.close();
    await expect(ask(`http://127.0.0.1:${port}/`, { allow: ['127.0.0.1'] })).rejects.toMatchObject({
      code: 'unavailable',
      reason: 'unreachable',
    });
    servers.length = 0;
  });

  it.each(['file:///etc/passwd', 'ftp://example.com/', 'http://a:b@example.com/', 'http://', '//x', 'javascript:1'])(
    'refuses %s as an address',
    async (url) => {
      await expect(ask(url)).rejects.toMatchObject({ code: 'invalid', reason: 'bad_url' });
    },
  );
});
