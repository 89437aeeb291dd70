import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createClient } from '@redis/client';
import { describe, expect, vi } from 'vitest';
import * as Y from 'yjs';
import { BehindRedis, changed, eventually, INSTALLATION, seenBy, type, withRedis } from './behind-redis.testing';
import type { FanOut } from './fan-out';
import { encodePeerFrame } from './fan-out.frame';
import { CLOSE_CODES } from './protocol.schema';
import { type RigClient, storedText, updateFrame } from './rig';

const behind = new BehindRedis();
const PATIENCE_MS = 1_000;

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
  /** Two processes that wait long enough for Redis, however busy the machine is; Ana in one and Noah in the other. */
  async function patientTogether() {
    const limits = { fanOutPatienceMs: PATIENCE_MS };
    const [one, other] = [await behind.start({ limits }), await behind.start({ limits })];
    const silent = await behind.start({ change: (fanOut) => changed(fanOut, { send: () => {} }) });
    await eventually(() => expect(one.fanOut.isOpen && other.fanOut.isOpen).toBe(true));
    const [ana, noah] = await Promise.all([behind.join(one, 'ana'), behind.join(other, 'noah')]);
    await behind.add('d2');
    const watching = await Promise.all([one, other].map((process) => behind.join(process, 'noah', 'd2')));
    const writer = await behind.join(silent, 'ana', 'd2');
    /**
     * What is written in another document by a process that tells nobody is read from the log after all patience: what else
     * is read because of what was written before it has been read by then.
     */
    const afterPatience = async () => {
      await type(writer, 'marker', 1);
      await eventually(() => expect(watching.map(({ text }) => text.length > 0)).toEqual([true, true]));
    };
    return { ana, noah, other, afterPatience };
  }

  /** Where the rooms of the document asked for what follows in the log; a text that is read whole begins at 0. */
  async function readsOf(work: () => Promise<void>): Promise<number> {
    const asked = behind.started.map(({ database }) => vi.spyOn(database.pool, 'query'));
    await work();
    const calls = asked.flatMap(({ mock }) => mock.calls as unknown as [text: string, values: unknown[]][]);
    const reads = calls.filter(([text]) => text.includes('as tail order by'));
    expect(reads.some(([, values]) => values[0] === 'd2')).toBe(true);
    return reads.filter(([, values]) => values[0] === 'd1' && values[1] !== '0').length;
  }

  withRedis('CO-R1 what is committed here is there by Redis, and there the log is not read', async () => {
    const { ana, noah, other, afterPatience } = await patientTogether();
    const reads = await readsOf(async () => {
      await type(ana, 'ana', 10);
      await complete([ana, noah], wordsOf('ana', 10));
      await afterPatience();
    });
    expect(reads).toBe(0);
    expect(other.fanOut.stats.heard).toBeGreaterThanOrEqual(10);
  });

  withRedis('CO-R2 two who type at once in two processes have one text, and nothing of the log is read', async () => {
    const { ana, noah, afterPatience } = await patientTogether();
    const reads = await readsOf(async () => {
      await Promise.all([type(ana, 'ana', 20), type(noah, 'noah', 20)]);
      await complete([ana, noah], [...wordsOf('ana', 20), ...wordsOf('noah', 20)]);
      await afterPatience();
    });
    expect(reads).toBe(0);
  });

  withRedis('CO-R3 what Redis loses, or brings too late, is read from the log', async () => {
    let said = 0;
    const held: (() => void)[] = [];
    const careless = await behind.start({
      change: (fanOut) =>
        changed(fanOut, {
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

  withRedis('CO-R4 whoever moves to a process that is behind, and wrote on the way, is taken in with it', async () => {
    const deaf = (fanOut: FanOut) => changed(fanOut, { listen: () => {}, send: () => {} });
    const late = await behind.start({ change: deaf, limits: { fanOutPatienceMs: 60_000 } });
    const [ana, noah] = [await behind.join(behind.here, 'ana'), await behind.join(behind.here, 'noah')];
    await eventually(() => expect(late.fanOut.isOpen).toBe(true));
    const zoe = await behind.join(late, 'zoe');
    await type(ana, 'ana', 3);
    await complete([ana, noah], wordsOf('ana', 3));
    expect(zoe.text.toString()).toBe('');
    noah.provider.disconnect();
    noah.text.insert(noah.text.length, 'on-the-way ');
    noah.provider.serverUrl = `${late.url}/collab`;
    noah.provider.connect();
    await complete([noah, zoe], [...wordsOf('ana', 3), 'on-the-way']);
  });

  withRedis('CO-R5 nobody sees in another process what is not committed', async () => {
    const { ana, noah } = await behind.together();
    await behind.add('d2');
    const elsewhere = await behind.join(behind.here, 'ana', 'd2');
    const marker = await behind.join(behind.there, 'noah', 'd2');
    const holder = await behind.database.pool.connect();
    await holder.query(`begin; select 1 from document where id = 'd1' for no key update`);
    ana.text.insert(0, 'not yet');
    await eventually(() => expect(behind.here.collaboration.stats().waitingUpdates).toBe(1));
    // What is said later and on the same way has come.
    await type(elsewhere, 'marker', 1);
    await eventually(() => expect(marker.text.toString()).toBe('marker-0 '));
    expect(noah.text.toString()).toBe('');
    await holder.query('commit');
    holder.release();
    await complete([ana, noah], []);
    expect(noah.text.toString()).toBe('not yet');
  });

  withRedis.each(['by Redis', 'by the log'])(
    'CO-R24 whose a Yjs client is, is known in the other process, %s: whoever carries it on there is alone in leaving',
    async (way) => {
      const { ana, noah } = await behind.together();
      await type(noah, 'noah', 1);
      if (way === 'by the log') await behind.redis.kill();
      await type(ana, 'ana', 1);
      await complete([ana, noah], ['noah-0', 'ana-0']);
      behind.there.allow('mallory', 'd1', 'write');
      const mallory = behind.there.socket('mallory', 'd1');
      await once(mallory, 'message');
      const left = vi.fn();
      noah.provider.on('connection-close', left);
      const forged = new Y.Doc();
      Y.applyUpdate(forged, Y.encodeStateAsUpdate(ana.doc));
      forged.clientID = ana.doc.clientID;
      forged.on('update', (update: Uint8Array) => mallory.send(updateFrame(update)));
      forged.getText('text').insert(0, 'as ana ');
      expect((await once(mallory, 'close'))[0]).toBe(CLOSE_CODES.notTheirs);
      await type(noah, 'more', 1);
      await complete([ana, noah], ['more-0']);
      expect([left.mock.calls, noah.text.toString().includes('as ana')]).toEqual([[], false]);
    },
  );
});

describe('a Redis that fails', () => {
  withRedis(
    'CO-R6 killed and started again while people type, nothing is lost and they see each other again',
    async () => {
      const { ana, noah } = await behind.together();
      await eventually(() => expect([seenBy(ana), seenBy(noah)]).toEqual([['noah'], ['ana']]));
      const typing = Promise.all([type(ana, 'ana', 60), type(noah, 'noah', 60)]);
      await complete([noah], ['ana-5']);
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
    stretch: { previousSeq: 0n, lastSeq: 99n, count: 1, change: new Uint8Array(9), authors: [] },
  } as const;

  withRedis('CO-R9 what is not of this installation, cut short or of another version is passed over', async () => {
    const { ana, noah } = await behind.together();
    const refused = behind.there.fanOut.stats.refused;
    const whole = encodePeerFrame({ origin: 'x', about: 'd1', message: { kind: 'whoIsHere' } }, INSTALLATION);
    const messages = [
      Buffer.alloc(0),
      ...Array.from({ length: 50 }, (_, length) => randomBytes(length * 7)),
      whole.subarray(0, -1),
      encodePeerFrame({ origin: 'x', about: 'd1', message: forged }, Buffer.from('another key')),
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
    const { rows } = await behind.database.pool.query<{ seq: string }>(
      'select max(seq)::text as seq from document_update',
    );
    const next = BigInt(rows[0]?.seq ?? 0) + 1n;
    // It is to follow on what is written next, and comes to be taken together with that.
    const stretch = { ...forged.stretch, previousSeq: next, lastSeq: next + 1n, change: new Uint8Array([1, 9, 9]) };
    const broken = { kind: 'committed', stretch } as const;
    await shout([encodePeerFrame({ origin: 'x', about: 'd1', message: broken }, INSTALLATION)]);
    await type(ana, 'next', 1);
    await complete([ana, noah], ['next-0']);
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
