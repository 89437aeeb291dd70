import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '@/server/platform/clock';
import { SITE_BYTES_MAX, SiteDescriptions } from './describe-site';
import { siteWords } from './site-words';

const NOW = new Date('2026-03-02T12:00:00.000Z');
const inMs = (ms: number) => new Date(NOW.getTime() + ms);
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** A site on loopback, allowed as a test alone may, that counts how often it was asked. */
async function site(listener: RequestListener) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    listener(request, response);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}/page`, descriptions: new SiteDescriptions({ allow: [host] }), asked: () => asked };
}

const html = (body: string): RequestListener => {
  return (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(body);
};
const NOTHING = { title: null, description: null };
const free = async () => undefined;

describe('what sites say of their pages', () => {
  test('KN-G11: title and description, as one line of text each', () => {
    const words = (page: string, type = 'text/html; charset=utf-8') => siteWords(Buffer.from(page), type);
    expect(words('<title>\n A &amp; <b>B\n</title><meta name="description" content="Says  it">')).toEqual({
      title: 'A & <b>B',
      description: 'Says it',
    });
    const both = '<title>Long · Site</title><meta property="og:title" content="Long"><svg><title>x</title></svg>';
    expect(words(both).title).toBe('Long');
    expect(words('no page')).toEqual(NOTHING);
    expect(words(`<title>${'a'.repeat(500)}</title>`).title).toHaveLength(200);
    const latin = Buffer.from('<meta charset="iso-8859-1"><title>Caf\u00e9</title>', 'latin1');
    expect(siteWords(latin, 'text/html').title).toBe('Café');
    expect(siteWords(latin, 'text/html; charset=nonsense').title).toMatch(/^Caf/);
  });

  test('KN-G12: a site is asked once an hour, by whoever may, with nothing of who reads', async () => {
    const headers: unknown[] = [];
    const there = await site((request, response) => {
      headers.push(request.headers);
      html('<title>Docs</title>')(request, response);
    });
    const at = (minutes: number) => there.descriptions.describe(there.url, inMs(minutes * MINUTE_MS), free);
    const answers = await Promise.all([at(0), at(0), at(59)]);
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ title: 'Docs', description: null })));
    expect(there.asked()).toBe(1);
    await at(61);
    expect(there.asked()).toBe(2);
    expect(Object.keys(headers[0] as object)).not.toContain('cookie');
    const slow = () => Promise.reject(new Error('slow down'));
    await expect(there.descriptions.describe(`${there.url}2`, NOW, slow)).rejects.toThrow('slow down');
    expect(there.asked()).toBe(2);
  });

  test.each<[string, RequestListener]>([
    ['what is no page', (_, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end('x')],
    ['an error', (_, response) => void response.writeHead(500, { 'content-type': 'text/html' }).end('<title>x')],
    ['too much', html('a'.repeat(SITE_BYTES_MAX + 1))],
    [
      'a way to a private address',
      (_, response) => void response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
    ],
  ])('KN-G13: %s says nothing, and is tried again after some minutes', async (_what, listener) => {
    const there = await site(listener);
    const at = (ms: number) => there.descriptions.describe(there.url, inMs(ms), free);
    expect([await at(0), await at(MINUTE_MS)]).toEqual([NOTHING, NOTHING]);
    expect(there.asked()).toBe(1);
    await at(HOUR_MS / 2);
    expect(there.asked()).toBe(2);
  });

  test('KN-G13: no private address is ever asked', async () => {
    const there = await site(html('<title>Inside</title>'));
    const asProduct = new SiteDescriptions();
    for (const url of [there.url, 'http://169.254.169.254/latest/meta-data', 'file:///etc/passwd', 'nonsense'])
      expect(await asProduct.describe(url, NOW, free)).toEqual(NOTHING);
    expect(there.asked()).toBe(0);
  });
});
