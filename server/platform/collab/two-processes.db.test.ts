import { randomBytes } from 'node:crypto';
import { createClient } from '@redis/client';
import { describe, expect, vi } from 'vitest';
import { BehindRedis, eventually, INSTALLATION, seenBy, withRedis } from './behind-redis.testing';
import type { FanOut } from './fan-out';
import { encodePeerFrame } from './fan-out.frame';
import type { RigClient } from './rig';
import { storedText } from './rig';

const behind = new BehindRedis();
/** Longer than a room waits for what PostgreSQL has told it of. */
const patience = () => new Promise((resolve) => setTimeout(resolve, 100));

/** Where a room asked for what follows in the log; a text that is read whole begins at 0. */
const readsOn = (calls: readonly (readonly unknown[])[]) =>
  calls.filter(
    ([text, values]) => String(text).includes('s.last_seq > $2') && String((values as unknown[])[1]) !== '0',
  );

/** A few words, each saved before the next. */
async function type(client: RigClient, name: string, words: number): Promise<void> {
  for (let word = 0; word < words; word += 1) {
    client.text.insert(client.text.length, `${name}-${word} `);
    await client.saved();
  }
}

/** Everybody, and PostgreSQL, have one text with all these words. */
async function complete(clients: RigClient[], words: string[]): Promise<void> {
  await eventually(async () => {
    const stored = await storedText(behind.database, 'd1');
    expect(clients.map(({ text }) => text.toString())).toEqual(clients.map(() => stored));
    expect(words.filter((word) => !stored.includes(`${word} `))).toEqual([]);
  });
}

const wordsOf = (name: string, words: number) => Array.from({ length: words }, (_, word) => `${name}-${word}`);

describe('text', () => {
  withRedis('CO-R1 what is committed here is there by Redis, and there the log is not read', async () => {
    const { ana, noah } = await behind.together();
    const asked = vi.spyOn(behind.database.pool, 'query');
    await type(ana, 'ana', 10);
    await eventually(() => expect(noah.text.toString()).toBe(ana.text.toString()));
    await patience();
    expect(readsOn(asked.mock.calls)).toEqual([]);
    expect(behind.there.collaboration.stats().fanOut?.heard).toBeGreaterThanOrEqual(10);
  });

  withRedis('CO-R2 two who type at once in two processes have one text, and mostly nothing is read', async () => {
    const { ana, noah } = await behind.together();
    const asked = vi.spyOn(behind.database.pool, 'query');
    await Promise.all([type(ana, 'ana', 20), type(noah, 'noah', 20)]);
    await complete([ana, noah], [...wordsOf('ana', 20), ...wordsOf('noah', 20)]);
    await patience();
    // Each heard of the other some twenty times.
    expect(readsOn(asked.mock.calls).length).toBeLessThan(8);
  });

  withRedis('CO-R3 what Redis loses, or brings too late, is read from the log', async () => {
    let said = 0;
    const held: (() => void)[] = [];
    const careless = await behind.start({
      change: (fanOut: FanOut) => ({
        ...fanOut,
        isOpen: true,
        stats: fanOut.stats,
        listen: (listener) => fanOut.listen(listener),
        send: (documentId, message) => {
          said += 1;
          if (said % 3 === 0) held.push(() => fanOut.send(documentId, message));
          else if (said % 3 === 1) fanOut.send(documentId, message);
        },
      }),
    });
    const ana = await behind.join(careless, 'ana');
    const noah = await behind.join(behind.there, 'noah');
    await type(ana, 'ana', 12);
    for (const late of held) late();
    await complete([ana, noah], wordsOf('ana', 12));
    expect(held.length).toBeGreaterThan(3);
  });

  withRedis('CO-R4 whoever joins late in the other process gets all of it', async () => {
    const ana = await behind.join(behind.here, 'ana');
    await type(ana, 'ana', 5);
    const typing = type(ana, 'more', 20);
    const noah = behind.there.client('noah', 'd1');
    await typing;
    await complete([ana, noah], [...wordsOf('ana', 5), ...wordsOf('more', 20)]);
  });

  withRedis('CO-R5 nobody sees in another process what is not committed', async () => {
    const { ana, noah } = await behind.together();
    const holder = await behind.database.pool.connect();
    await holder.query(`begin; select 1 from document where id = 'd1' for no key update`);
    ana.text.insert(0, 'not yet');
    await eventually(() => expect(behind.here.collaboration.stats().waitingUpdates).toBe(1));
    await patience();
    expect(noah.text.toString()).toBe('');
    await holder.query('commit');
    holder.release();
    await complete([ana, noah], []);
    expect(noah.text.toString()).toBe('not yet');
  });
});

describe('a Redis that fails', () => {
  withRedis(
    'CO-R6 killed and started again while people type, nothing is lost and they see each other again',
    async () => {
      const { ana, noah } = await behind.together();
      await eventually(() => expect([seenBy(ana), seenBy(noah)]).toEqual([['noah'], ['ana']]));
      const typing = Promise.all([type(ana, 'ana', 60), type(noah, 'noah', 60)]);
      await patience();
      await behind.redis.kill();
      await eventually(() => expect(behind.there.fanOut.isOpen).toBe(false));
      // Without it what is written still arrives.
      ana.text.insert(0, 'without-redis ');
      await eventually(() => expect(noah.text.toString()).toContain('without-redis '));
      const zoe = await behind.join(behind.there, 'zoe');
      expect(seenBy(ana)).not.toContain('zoe');
      await behind.redis.start();
      await typing;
      await complete([ana, noah, zoe], ['without-redis', ...wordsOf('ana', 60), ...wordsOf('noah', 60)]);
      await eventually(() => expect(seenBy(ana)).toEqual(['noah', 'zoe']));
      expect(seenBy(zoe)).toEqual(['ana', 'noah']);
      await type(ana, 'after', 2);
      await complete([ana, noah, zoe], wordsOf('after', 2));
    },
  );

  withRedis('CO-R7 one that hangs holds nobody up, and what is kept for it is bounded', async () => {
    const limits = { fanOutUnsentMax: 5 };
    const process = await behind.start({ limits });
    const ana = await behind.join(process, 'ana');
    const noah = await behind.join(behind.there, 'noah');
    await eventually(() => expect(process.fanOut.isOpen).toBe(true));
    behind.redis.freeze();
    await type(ana, 'ana', 20);
    await complete([ana, noah], wordsOf('ana', 20));
    expect(process.fanOut.stats.dropped).toBeGreaterThan(10);
    behind.redis.wake();
    await type(ana, 'awake', 3);
    await complete([ana, noah], wordsOf('awake', 3));
  });

  withRedis(
    'CO-R8 a process that starts while Redis is away serves, and is heard as soon as Redis is there',
    async () => {
      await behind.redis.kill();
      const process = await behind.start();
      const ana = await behind.join(process, 'ana');
      const noah = await behind.join(behind.there, 'noah');
      await type(ana, 'ana', 3);
      await complete([ana, noah], wordsOf('ana', 3));
      expect(seenBy(noah)).toEqual([]);
      await behind.redis.start();
      await eventually(() => expect(seenBy(noah)).toEqual(['ana']));
    },
  );
});

describe('a Redis that others use too', () => {
  /** Says it on every channel that anybody listens to. */
  async function shout(messages: readonly Buffer[]): Promise<void> {
    const stranger = await createClient({ url: behind.redis.url }).connect();
    const channels = await stranger.pubSubChannels();
    expect(channels).toHaveLength(1);
    for (const channel of channels) for (const message of messages) await stranger.publish(channel, message);
    stranger.destroy();
  }

  const forged = {
    kind: 'committed',
    stretch: { previousSeq: 0n, lastSeq: 99n, count: 1, change: new Uint8Array(9) },
  } as const;

  withRedis('CO-R9 what is not of this installation, cut short or of another version is passed over', async () => {
    const { ana, noah } = await behind.together();
    const refused = behind.there.fanOut.stats.refused;
    const whole = encodePeerFrame({ origin: 'x', documentId: 'd1', message: { kind: 'whoIsHere' } }, INSTALLATION);
    const messages = [
      Buffer.alloc(0),
      ...Array.from({ length: 50 }, (_, length) => randomBytes(length * 7)),
      whole.subarray(0, -1),
      encodePeerFrame({ origin: 'x', documentId: 'd1', message: forged }, Buffer.from('another key')),
      Buffer.alloc(5 * 1_024 * 1_024),
    ];
    await shout(messages);
    await eventually(() => expect(behind.there.fanOut.stats.refused).toBe(refused + messages.length));
    await type(ana, 'ana', 3);
    await complete([ana, noah], wordsOf('ana', 3));
  });

  withRedis('CO-R10 what is of this installation and cannot be applied is read from the log instead', async () => {
    const { ana, noah } = await behind.together();
    await type(ana, 'ana', 2);
    await complete([ana, noah], wordsOf('ana', 2));
    const broken = { ...forged, stretch: { ...forged.stretch, change: new Uint8Array([1, 9, 9]) } };
    await shout([encodePeerFrame({ origin: 'x', documentId: 'd1', message: broken }, INSTALLATION)]);
    await type(noah, 'noah', 2);
    await type(ana, 'more', 2);
    await complete([ana, noah], [...wordsOf('noah', 2), ...wordsOf('more', 2)]);
  });

  withRedis('CO-R11 two installations that share a Redis hear nothing of each other', async () => {
    const other = await behind.start({ key: Buffer.from('another installation') });
    const { ana, noah } = await behind.together();
    const stranger = await behind.join(other, 'zoe');
    await eventually(() => expect(seenBy(ana)).toEqual(['noah']));
    await type(ana, 'ana', 3);
    await complete([ana, noah, stranger], wordsOf('ana', 3));
    expect(other.fanOut.stats).toMatchObject({ heard: 0, refused: 0 });
    expect([seenBy(stranger), seenBy(noah)]).toEqual([[], ['ana']]);
  });
});
