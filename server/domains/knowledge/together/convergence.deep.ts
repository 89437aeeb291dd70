import { afterEach, beforeEach, expect, test } from 'vitest';
import { seedDocument } from '@/server/platform/collab/rig';
import { sqlOf } from '@/server/platform/collab/sql';
import { type Database, openDatabase } from '@/server/platform/db/client';
import { type KillableDatabase, killableDatabase } from '@/server/platform/testing/killable-database';
import { Crowd, type Misfortune } from './crowd.testing';
import { KillableServer } from './killable.testing';
import { type Network, openNetwork } from './network.testing';
import { Chance } from './random.testing';
import { seeded } from './seed.testing';

const OPERATIONS = Number(process.env.KENNING_OPERATIONS ?? 52_000);
const DOCUMENTS = 8;
const WRITERS_PER_DOCUMENT = 3;
const MISFORTUNES = {
  cut: 6,
  cutAll: 60,
  leave: 5,
  reload: 20,
  stop: 200,
  kill: 110,
  killDatabase: 250,
  killBoth: 250,
};

let store: KillableDatabase;
let server: KillableServer;
let database: Database;
let network: Network | null = null;

beforeEach(async () => {
  store = await killableDatabase();
  server = new KillableServer(store.url);
  database = openDatabase(store.url);
});

afterEach(async () => {
  await server.end('SIGKILL');
  await network?.close();
  await database.close();
  await store.remove();
});

test('CO-D23 nothing is lost and all agree after 50,000 edits, with every part cut, stopped and killed meanwhile', async () => {
  await seeded(async (seed, say) => {
    const documentIds = Array.from({ length: DOCUMENTS }, (_, index) => `d${index}`);
    for (const documentId of documentIds) await seedDocument(database, documentId);
    network = await openNetwork(new Chance(seed));
    network.leadTo(await server.start());
    const crowd = new Crowd(
      {
        start: () => server.start(),
        stop: () => server.end('SIGTERM'),
        kill: () => server.end('SIGKILL'),
        killDatabase: async () => store.kill(),
        startDatabase: store.start,
        network,
        sql: sqlOf(database.pool),
        documentIds,
      },
      { seed, writersPerDocument: WRITERS_PER_DOCUMENT, operations: OPERATIONS, misfortunes: MISFORTUNES, say },
    );
    try {
      await crowd.write();
      await crowd.settle();
    } finally {
      crowd.leave();
    }
    const kinds = Object.keys(MISFORTUNES) as Misfortune[];
    expect(kinds.filter((kind) => (crowd.happened[kind] ?? 0) === 0)).toEqual([]);
    expect(await database.prisma.documentSession.count()).toBeGreaterThan(DOCUMENTS);
    expect(server.output).not.toContain('refused');
  });
});
