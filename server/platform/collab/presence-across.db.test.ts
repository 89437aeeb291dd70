import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { runProgram } from '../testing/processes';
import { BehindRedis, eventually, INSTALLATION, seenBy, withRedis } from './behind-redis.testing';
import { caretColor } from './hue.rules';
import { connectClient, type RigClient } from './rig';

const behind = new BehindRedis();

/** Where one client sees the carets of the other people. */
const carets = ({ provider: { awareness } }: RigClient): unknown[] =>
  [...awareness.getStates()].filter(([client]) => client !== awareness.clientID).map(([, { caret }]) => caret);
const move = (client: RigClient, caret: number) => client.provider.awareness.setLocalStateField('caret', caret);

describe('presence in two processes', () => {
  withRedis('CO-R12 people see each other come, move and go, with the names that the server gave them', async () => {
    const { ana, noah } = await behind.together();
    await eventually(() => expect([seenBy(ana), seenBy(noah)]).toEqual([['noah'], ['ana']]));
    ana.provider.awareness.setLocalStateField('user', { id: 'noah', name: 'Somebody else' });
    move(ana, 7);
    await eventually(() => expect(carets(noah)).toEqual([7]));
    const [seen] = [...noah.provider.awareness.getStates()].filter(([client]) => client === ana.doc.clientID);
    expect(seen?.[1].user).toEqual({ id: 'ana', name: 'Name of ana', color: caretColor('ana') });
    ana.leave();
    await eventually(() => expect(seenBy(noah)).toEqual([]));
  });

  withRedis('CO-R13 whoever comes to a document that another process has open sees who is there', async () => {
    const ana = await behind.join(behind.here, 'ana');
    await ana.saved();
    // Nothing is said here any more until it is asked.
    const noah = await behind.join(behind.there, 'noah');
    await eventually(() => expect([seenBy(noah), seenBy(ana)]).toEqual([['ana'], ['noah']]));
  });

  withRedis('CO-R14 a caret does not come before the letters that it stands behind', async () => {
    const { ana, noah } = await behind.together();
    await eventually(() => expect(seenBy(noah)).toEqual(['ana']));
    let ahead = 0;
    noah.provider.awareness.on('change', () => {
      for (const caret of carets(noah)) if (Number(caret) > noah.text.length) ahead += 1;
    });
    for (let length = 1; length <= 20; length += 1) {
      ana.text.insert(ana.text.length, '.');
      move(ana, length);
      await ana.saved();
    }
    await eventually(() => expect(carets(noah)).toEqual([20]));
    expect(ahead).toBe(0);
  });

  withRedis('CO-R15 whoever moves to the other process is there once, and stays', async () => {
    const { ana, noah } = await behind.together();
    const zoe = await behind.join(behind.here, 'zoe');
    await eventually(() => expect(seenBy(zoe)).toEqual(['ana', 'noah']));
    ana.provider.disconnect();
    ana.provider.serverUrl = `${behind.there.url}/collab`;
    ana.provider.connect();
    move(ana, 5);
    await eventually(() => expect(carets(zoe)).toContain(5));
    await eventually(() => expect(carets(noah)).toContain(5));
    move(noah, 9);
    await eventually(() => expect(carets(zoe)).toContain(9));
    expect([seenBy(zoe), seenBy(noah)]).toEqual([
      ['ana', 'noah'],
      ['ana', 'zoe'],
    ]);
  });

  withRedis('CO-R16 the people of a process that was killed are gone after a while; the others stay', async () => {
    const program = fileURLToPath(new URL('loss.child.ts', import.meta.url));
    const { url: DATABASE_URL } = behind.database;
    const env = { DATABASE_URL, REDIS_URL: behind.redis.url, KEY: INSTALLATION.toString() };
    const killed = runProgram(program, [], { env });
    const noah = connectClient(await killed.line((line) => line.startsWith('ws:')), 'noah', 'd1');
    move(noah, 1);
    // Who is not heard of for this long is gone: the test says itself that the others are there.
    const presenceExpiryMs = 1_500;
    const ana = await behind.join(await behind.start({ limits: { presenceExpiryMs, heartbeatMs: 100 } }), 'ana');
    const zoe = await behind.join(behind.there, 'zoe');
    const alive = setInterval(() => {
      for (const client of [ana, zoe]) move(client, Date.now());
    }, presenceExpiryMs / 5);
    await eventually(() => expect(seenBy(ana)).toEqual(['noah', 'zoe']));
    await killed.kill();
    noah.leave();
    await eventually(() => expect(seenBy(ana)).toEqual(['zoe']));
    clearInterval(alive);
  });
});
