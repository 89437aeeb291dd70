import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Chance } from './random.testing';

/** A way to the server that can be cut: what goes through it may end in the middle of a frame. */
export type Network = {
  /** The address that stays, whichever server is behind it. */
  url: string;
  /** Whoever connects from now on is led there; null: nobody is let through. */
  leadTo: (port: number | null) => void;
  /** Cuts some of the ways, each with its next bytes half delivered. */
  cut: (share: number) => void;
  close: () => Promise<void>;
};

type Way = { near: Socket; far: Socket; dying: boolean };

function carry(from: Socket, to: Socket, way: Way, chance: Chance): void {
  from.on('data', (chunk: Buffer) => {
    if (!way.dying) {
      if (!to.write(chunk)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
      return;
    }
    to.write(chunk.subarray(0, chance.below(chunk.length)), () => {
      way.near.destroy();
      way.far.destroy();
    });
  });
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroy());
}

/** Opens it on a free port of the loopback address. */
export async function openNetwork(chance: Chance): Promise<Network> {
  const ways = new Set<Way>();
  let target: number | null = null;
  const server: Server = createServer((near) => {
    if (target === null) {
      near.on('error', () => undefined);
      near.destroy();
      return;
    }
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true });
    const way: Way = { near, far, dying: false };
    near.setNoDelay(true);
    ways.add(way);
    carry(near, far, way, chance);
    carry(far, near, way, chance);
    near.on('close', () => ways.delete(way));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (share: number) => {
    for (const way of ways) if (chance.next() < share) way.dying = true;
  };
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (port) => {
      target = port;
      if (port === null) for (const { near } of ways) near.destroy();
    },
    cut,
    close: async () => {
      for (const { near, far } of ways) {
        near.destroy();
        far.destroy();
      }
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
