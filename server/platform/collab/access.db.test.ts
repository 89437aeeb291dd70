import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { CollabIdentity } from './connection';
import { eventually, OneServer } from './one-server.testing';
import { CLOSE_CODES, isFinalClose } from './protocol.schema';
import { connectClient, RIG_VERSION, storedText } from './rig';

const one = new OneServer({ ana: 'write', zoe: 'read' });

/** Everything the server answers to an upgrade, as it is on the wire. */
function rawAnswer(path: string, headers: Record<string, string>): Promise<string> {
  const { port } = new URL(one.rig.url);
  const lines = [
    `GET ${path} HTTP/1.1`,
    'Host: ours.example',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      if (answer.startsWith('HTTP/1.1 101')) socket.destroy();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

function closeOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.on('close', resolve));
}

test('CO-A1 a document one may not read answers byte for byte like one that does not exist', async () => {
  const headers = { Authorization: 'Bearer noah' };
  const unreadable = await rawAnswer('/collab/d1', headers);
  expect(unreadable).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
  expect(await rawAnswer('/collab/nowhere', headers)).toBe(unreadable);
  expect(await rawAnswer('/collab/..%2fd1', headers)).toBe(unreadable);
  expect(await rawAnswer('/collab/', headers)).toBe(unreadable);
});

test('CO-A2 without an identity the answer is 401, whatever the address', async () => {
  const answer = await rawAnswer('/collab/d1', {});
  expect(answer).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
  expect(await rawAnswer('/collab/nowhere', {})).toBe(answer);
});

test('CO-A3 a cookie counts only from a page of ours; a bearer token needs no Origin', async () => {
  const cookie = { Cookie: 'session=ana' };
  expect(await rawAnswer('/collab/d1', { ...cookie, Origin: 'http://evil.example' })).toMatch(/^HTTP\/1\.1 403 /);
  expect(await rawAnswer('/collab/d1', cookie)).toMatch(/^HTTP\/1\.1 403 /);
  expect(await rawAnswer('/collab/d1', { ...cookie, Origin: 'http://ours.example' })).toMatch(/^HTTP\/1\.1 101 /);
  expect(await rawAnswer('/collab/d1', { Authorization: 'Bearer ana' })).toMatch(/^HTTP\/1\.1 101 /);
});

test('CO-A4 a judge that cannot answer refuses with 503, never lets in', async () => {
  await one.restart({ judge: () => Promise.reject(new Error('the database is away')) });
  expect(await rawAnswer('/collab/d1', { Authorization: 'Bearer ana' })).toMatch(/^HTTP\/1\.1 503 /);
});

test('CO-A5 a reader sees what others write; what it writes is refused, not kept and not shown, and it stays', async () => {
  const ana = one.rig.client('ana', 'd1');
  const zoe = one.rig.client('zoe', 'd1');
  await eventually(() => expect(ana.provider.synced && zoe.provider.synced).toBe(true));
  expect(zoe.refusals).toBe(0);
  zoe.text.insert(0, 'forbidden');
  await eventually(() => expect(zoe.refusals).toBe(1));
  ana.text.insert(0, 'allowed');
  await ana.saved();
  await eventually(() => expect(zoe.text.toString()).toContain('allowed'));
  expect(ana.text.toString()).toBe('allowed');
  expect(await storedText(one.database, 'd1')).toBe('allowed');
  expect(one.rig.collaboration.stats().connections).toBe(2);
});

test('CO-A6 a reader whose update was refused is never told that it is saved', async () => {
  const zoe = one.rig.client('zoe', 'd1');
  await eventually(() => expect(zoe.provider.synced).toBe(true));
  await zoe.saved();
  zoe.text.insert(0, 'forbidden');
  void zoe.saved();
  one.rig.allow('zoe', 'd1', 'write');
  // Only the write that follows the change of access gets there, and with it what was refused before.
  await eventually(() => expect(zoe.refusals).toBe(1));
  expect(zoe.heard.filter((message) => message.verb === 'saved')).toHaveLength(1);
  await one.rig.collaboration.rejudge({ documentIds: ['d1'] });
  await eventually(() => expect(zoe.heard.slice(-3).map(({ verb }) => verb)).toEqual(['saved', 'access', 'saved']));
  expect(await storedText(one.database, 'd1')).toBe('forbidden');
});

test('CO-A7 who may only read from now on is told so, and stays connected', async () => {
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.heard).toEqual([{ verb: 'access', access: 'write' }]));
  one.rig.allow('ana', 'd1', 'read');
  await one.rig.collaboration.rejudge({ personIds: ['ana'] });
  await eventually(() => expect(ana.heard.at(-1)).toEqual({ verb: 'access', access: 'read' }));
  ana.text.insert(0, 'too late');
  await eventually(() => expect(ana.refusals).toBe(2));
  expect(await one.database.prisma.documentUpdate.count()).toBe(0);
  expect(ana.provider.wsconnected).toBe(true);
});

test.each([
  ['document', { documentIds: ['d1'] }],
  ['person', { personIds: ['ana'] }],
  ['everything', { all: true }],
])('CO-A8 whoever loses access is disconnected at once, with the code that says so: by %s', async (_by, which) => {
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  const closed: number[] = [];
  ana.provider.on('closed', (event) => closed.push(event.code));
  one.rig.access.delete('ana d1');
  await one.rig.collaboration.rejudge({ personIds: ['somebody else'] });
  expect(one.rig.collaboration.stats().connections).toBe(1);
  await one.rig.collaboration.rejudge(which);
  expect(one.rig.collaboration.stats().connections).toBe(0);
  // A stock client takes the code as final and does not come back.
  await eventually(() => expect(closed).toEqual([4403]));
  expect(ana.provider.shouldConnect).toBe(false);
});

test('CO-A17 whose session ends is told that, and not that access to the page ended', async () => {
  await one.restart({ renew: async () => null });
  one.rig.allow('ana', 'd1', 'read');
  const closed = closeOf(one.rig.socket('ana', 'd1'));
  await eventually(() => expect(one.rig.collaboration.stats().connections).toBe(1));
  await one.rig.collaboration.rejudge({ all: true });
  expect(await closed).toBe(4401);
});

test('CO-A9 what arrives while access is judged again waits for the answer', async () => {
  let answer: ((access: 'read') => void) | null = null;
  let asked = 0;
  await one.restart({
    judge: () => {
      asked += 1;
      if (asked === 1) return Promise.resolve('write');
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
  });
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  const judged = one.rig.collaboration.rejudge({ personIds: ['ana'] });
  await eventually(() => expect(answer).not.toBeNull());
  ana.text.insert(0, 'in between');
  const noticed = new Promise((resolve) => ana.provider.ws?.addEventListener('message', resolve));
  (answer as unknown as (access: 'read') => void)('read');
  await judged;
  await noticed;
  await eventually(() => expect(ana.refusals).toBe(2));
  expect(await one.database.prisma.documentUpdate.count()).toBe(0);
});

test('CO-A10 access that is withdrawn during the upgrade does not slip in', async () => {
  const waiting: (() => void)[] = [];
  let readable = true;
  await one.restart({
    judge: async (_identity: CollabIdentity) => {
      const may = readable;
      if (waiting.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      return may ? 'write' : null;
    },
  });
  const socket = one.rig.socket('ana', 'd1');
  const closed = closeOf(socket);
  await eventually(() => expect(waiting).toHaveLength(1));
  readable = false;
  await one.rig.collaboration.rejudge({ personIds: ['ana'] });
  waiting[0]?.();
  expect(await closed).toBe(4403);
});

test('CO-A11 a person and a document have only so many connections', async () => {
  await one.restart({ limits: { connectionsPerPersonMax: 2, connectionsPerDocumentMax: 3 } });
  for (const person of ['ana', 'noah', 'marco']) one.rig.allow(person, 'd1', 'write');
  const open = async (person: string) => {
    const socket = one.rig.socket(person, 'd1');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
    return { close: () => socket.close(), closed };
  };
  const first = await open('ana');
  await open('ana');
  expect(await (await open('ana')).closed).toBe(CLOSE_CODES.tooManyOpen);
  await open('noah');
  expect(await (await open('marco')).closed).toBe(CLOSE_CODES.documentCrowded);
  first.close();
  await eventually(() => expect(one.rig.collaboration.stats().connections).toBe(2));
  await open('marco');
});

test('CO-A12 a stopping server takes nobody in', async () => {
  const stopping = one.rig.collaboration.close();
  expect(await rawAnswer('/collab/d1', { Authorization: 'Bearer ana' })).toMatch(/^HTTP\/1\.1 503 /);
  await stopping;
});

test('CO-A13 a tab that knows another version of documents is closed before it has seen or written one', async () => {
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  ana.text.insert(0, 'new');
  await ana.saved();
  const old = connectClient(one.rig.url, 'ana', 'd1', RIG_VERSION - 1);
  const closed = new Promise<number>((resolve) =>
    old.provider.on('connection-close', (event) => resolve(event?.code ?? 0)),
  );
  old.text.insert(0, 'old');
  expect(await closed).toBe(CLOSE_CODES.outdated);
  expect(isFinalClose(CLOSE_CODES.outdated)).toBe(true);
  expect(old.text.toString()).toBe('old');
  old.leave();
  expect(await storedText(one.database, 'd1')).toBe('new');
});

test('CO-A15 a page of ours that asks for it learns of a refusal by a close code, the same for missing and unreadable', async () => {
  const asked = (path: string, headers: Record<string, string>) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`${one.rig.url}/collab/${path}`, { headers });
      socket.on('close', (code, why) => resolve(`${code} ${why}`));
      socket.on('error', (error) => resolve(error.message));
    });
  const noah = { authorization: 'Bearer noah', origin: 'http://ours.example' };
  const nobody = { origin: 'http://ours.example' };
  const foreign = { origin: 'http://evil.example' };
  expect(await asked('d1?refusal=close', noah)).toBe('4403 accessLost');
  expect(await asked('nowhere?refusal=close', noah)).toBe('4403 accessLost');
  expect(await asked('d1?refusal=close', nobody)).toBe('4401 signedOut');
  expect(await asked('nowhere?refusal=close', nobody)).toBe('4401 signedOut');
  // Whoever does not ask, and whoever stands on a page of somebody else, gets the bare status.
  expect(await asked('d1', noah)).toContain('404');
  expect(await asked('d1?refusal=close', foreign)).toContain('401');
  expect(await asked('d1?refusal=close', { ...noah, ...foreign })).toContain('404');
  expect(one.rig.collaboration.stats().connections).toBe(0);
});

test('CO-A16 a change for everybody is judged a few at a time, and who somebody is is asked once', async () => {
  let [asked, atOnce, most, renewed] = [0, 0, 0, 0];
  await one.restart({
    limits: { judgementsMax: 2 },
    renew: async (identity) => {
      renewed += 1;
      return identity;
    },
    judge: async () => {
      asked += 1;
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
      return 'write';
    },
  });
  const people = ['ana', 'noah', 'ana', 'noah', 'ana', 'noah', 'ana', 'noah'];
  const clients = [];
  for (const person of people) {
    const client = one.rig.client(person, 'd1');
    clients.push(client);
    await eventually(() => expect(client.provider.synced).toBe(true));
  }
  [asked, most, renewed] = [0, 0, 0];
  await one.rig.collaboration.rejudge({ all: true });
  expect({ asked, most, renewed }).toEqual({ asked: people.length, most: 2, renewed: 2 });
  // What came while everybody waited is heard.
  const again = one.rig.collaboration.rejudge({ all: true });
  clients.at(-1)?.text.insert(0, 'meanwhile');
  await again;
  await clients.at(-1)?.saved();
  expect(await storedText(one.database, 'd1')).toBe('meanwhile');
});
