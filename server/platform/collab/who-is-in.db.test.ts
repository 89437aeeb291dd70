import { describe, expect, test } from 'vitest';
import { BehindRedis, changed, eventually, withRedis } from './behind-redis.testing';
import type { PeerFrame } from './fan-out.frame';
import { COLLAB_LIMITS } from './limits';
import { OneServer } from './one-server.testing';
import type { Rig } from './rig';

const { whoIsInDocumentsMax } = COLLAB_LIMITS;

/** Who has these documents open, by document. */
async function openIn({ collaboration }: Rig, ...documentIds: string[]): Promise<Record<string, string[]>> {
  const open = await collaboration.whoIsIn(documentIds);
  return Object.fromEntries([...open].map(([documentId, people]) => [documentId, [...people].sort()]));
}

describe('in one process', () => {
  const one = new OneServer({ ana: 'write', zoe: 'write' });

  test('CO-E66 it is known who has a document open, each once, and no longer than they have', async () => {
    const opened = [await one.enter('ana'), await one.enter('ana'), await one.enter('zoe')];
    expect(await openIn(one.rig, 'd1', 'd2')).toEqual({ d1: ['ana', 'zoe'] });
    opened.at(-1)?.leave();
    await eventually(async () => expect(await openIn(one.rig, 'd1')).toEqual({ d1: ['ana'] }));
  });

  test('CO-E71 more than are asked for at once is an error', async () => {
    const ids = Array.from({ length: whoIsInDocumentsMax + 1 }, (_, at) => `d${at}`);
    await expect(one.rig.collaboration.whoIsIn(ids)).rejects.toThrow(RangeError);
    expect(await one.rig.collaboration.whoIsIn([])).toEqual(new Map());
  });
});

describe('in several processes', () => {
  const behind = new BehindRedis();

  withRedis('CO-E67 also of who has it open in another process, whether anybody has here or not', async () => {
    const { noah } = await behind.together();
    const third = await behind.start();
    await eventually(() => expect(third.fanOut.isOpen).toBe(true));
    await eventually(async () => expect(await openIn(third, 'd1', 'd2')).toEqual({ d1: ['ana', 'noah'] }));
    expect(await openIn(behind.here, 'd1')).toEqual({ d1: ['ana', 'noah'] });
    noah.leave();
    await eventually(async () => expect(await openIn(third, 'd1')).toEqual({ d1: ['ana'] }));
  });

  withRedis(
    'CO-E70 for a page of documents the others are asked once, and answer once if they have any open',
    async () => {
      const said: [string, PeerFrame['message']['kind']][] = [];
      const start = (name: string) =>
        behind.start({
          change: (fanOut) =>
            changed(fanOut, {
              send: (about, message) => {
                if (['whoIsIn', 'areIn'].includes(message.kind)) said.push([name, message.kind]);
                fanOut.send(about, message);
              },
            }),
        });
      const [one, other, third] = [await start('one'), await start('other'), await start('third')];
      await start('nobody’s');
      await eventually(() =>
        expect([one, other, third].map(({ fanOut }) => fanOut.isOpen)).toEqual([true, true, true]),
      );
      await behind.add('d2');
      await behind.join(one, 'ana');
      await behind.join(other, 'noah');
      await behind.join(third, 'ana');
      await behind.join(third, 'noah', 'd2');
      const ids = Array.from({ length: whoIsInDocumentsMax }, (_, at) => `d${at + 1}`);
      await eventually(async () => {
        said.length = 0;
        expect(await openIn(one, ...ids)).toEqual({ d1: ['ana', 'noah'], d2: ['noah'] });
      });
      expect(said.sort()).toEqual([
        ['one', 'whoIsIn'],
        ['other', 'areIn'],
        ['third', 'areIn'],
      ]);
    },
  );
});
