import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLog } from '@/server/platform/log';
import { type Http, openHttp, tryPort } from './http';

let http: Http;
const NO_PARTS = { web: null, collaboration: null };
let served: string[];

beforeEach(async () => {
  served = [];
  const web = {
    handle: async (request: { url?: string }, response: { end: (text: string) => void }) => {
      served.push(request.url ?? '');
      response.end('page');
    },
    upgrade: (_request: unknown, socket: { destroy: () => void }) => socket.destroy(),
    close: async () => {},
  };
  http = await openHttp({ HOST: '127.0.0.1', PORT: 0, TRUSTED_PROXIES: [] }, openLog('silent'), {
    web,
    collaboration: null,
  });
});
afterEach(() => http.close());

/** What the port answers to these lines, to the end of the connection. */
function answerTo(...lines: string[]): Promise<string> {
  const { port } = http.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString('utf8');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

test('WB-G1 to WB-G3: what is turned away reaches nobody, and is answered in the one form of an error', async () => {
  const asked = [
    ['GET /library/%E0%A4%A HTTP/1.1', 'Host: x', 400, 'address'],
    ['POST / HTTP/1.1', 'Host: x', 405, 'method'],
    ['POST /api/trpc/a HTTP/1.1', 'Host: x\r\nContent-Length: 99999999', 413, 'body'],
    ['POST /api/trpc/a HTTP/1.1', 'Host: x\r\nTransfer-Encoding: chunked', 411, 'length_missing'],
  ] as const;
  for (const [line, headers, status, reason] of asked) {
    const answer = await answerTo(line, headers);
    expect(answer, line).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const body: unknown = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
    expect(body).toMatchObject({ error: { reason, reference: expect.stringMatching(/^[0-9A-F]+$/) } });
  }
  expect(served).toEqual([]);
});

test('WB-G5: a page whose query holds a zero byte is that page without it', async () => {
  const answer = await answerTo('GET /search?q=a%00b HTTP/1.1', 'Host: x', 'Connection: close');
  expect(answer).toMatch(/^HTTP\/1.1 307 [\s\S]*\nlocation: \/search\?q=ab\r\n/);
  expect(served).toEqual([]);
});

test('WB-G1 everything else is served; a socket that nobody takes is closed', async () => {
  expect(await answerTo('GET /library HTTP/1.1', 'Host: x', 'Connection: close')).toMatch(/^HTTP\/1.1 200 [\s\S]*page/);
  expect(served).toEqual(['/library']);
  expect(await answerTo('GET //x HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket')).toBe('');
});

test('WB-G6: who offers another protocol beside the request is answered as if they had not', async () => {
  const offer = ['Host: x', 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'];
  expect(await answerTo('GET /library HTTP/1.1', ...offer)).toMatch(/^HTTP\/1.1 200 [\s\S]*page/);
  expect(served).toEqual(['/library']);
  expect(await answerTo('GET /library/%E0%A4%A HTTP/1.1', ...offer)).toMatch(/^HTTP\/1.1 400 /);
  const sent = await answerTo('POST /api/v1/items HTTP/1.1', ...offer, 'Content-Length: 2', '', '{}');
  expect(sent).toMatch(/^HTTP\/1.1 400 [\s\S]*"reason":"upgrade"/);
  expect(served).toEqual(['/library']);
});

test('CO-X11 whoever connects and does not say in time what they want is let go, also in the middle of an upgrade', async () => {
  await http.close();
  const limits = { headMs: 300, requestMs: 600, lookMs: 20, connectionsMax: 100 };
  http = await openHttp({ HOST: '127.0.0.1', PORT: 0, TRUSTED_PROXIES: [] }, openLog('silent'), NO_PARTS, limits);
  const upgrade = 'GET /collab/d1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';
  const slow = ['', 'GET / HT', upgrade, 'POST /api/trpc/a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf'];
  const { port } = http.server.address() as AddressInfo;
  const ends = slow.map((said, index) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(said));
    // The third goes on with the head of its upgrade, and never ends it.
    const drip = setInterval(() => index === 2 && socket.write('X: slowly\r\n'), 50);
    socket.on('error', () => undefined).resume();
    return new Promise<void>((resolve) => socket.on('close', () => resolve(clearInterval(drip))));
  });
  expect(await answerTo('GET /library HTTP/1.1', 'Host: x', 'Connection: close')).toMatch(/^HTTP\/1.1 404 /);
  await Promise.all(ends);
});

test('CO-X12 the product itself waits ten seconds for the head of a request, and has room for so many connections', async () => {
  const { headersTimeout, requestTimeout, maxConnections } = http.server;
  expect({ headersTimeout, requestTimeout, maxConnections }).toEqual({
    headersTimeout: 10_000,
    requestTimeout: 300_000,
    maxConnections: 10_000,
  });
  http.server.maxConnections = 1;
  const { port } = http.server.address() as AddressInfo;
  const first = connect(port, '127.0.0.1');
  await once(first, 'connect');
  expect(await answerTo('GET /library HTTP/1.1', 'Host: x').catch(() => 'broken off')).toMatch(/^$|broken off/);
  first.destroy();
  await vi.waitFor(async () =>
    expect(await answerTo('GET /library HTTP/1.1', 'Host: x', 'Connection: close')).toMatch(/ 200 /),
  );
});

test('a port that another program has is said in one sentence, and a free one stays free', async () => {
  const { port } = http.server.address() as AddressInfo;
  const taken = tryPort({ HOST: '127.0.0.1', PORT: port });
  await expect(taken).rejects.toThrow(`Cannot listen on 127.0.0.1:${port}: another program listens there;`);
  await http.close();
  await tryPort({ HOST: '127.0.0.1', PORT: port });
  await tryPort({ HOST: '127.0.0.1', PORT: port });
  http = await openHttp({ HOST: '127.0.0.1', PORT: port, TRUSTED_PROXIES: [] }, openLog('silent'), {
    web: null,
    collaboration: null,
  });
});
