import { expect, test } from 'vitest';
import type { CollaborationStats } from './collab';
import { openLog } from './log';
import { openMetrics } from './metrics';
import type { Runtime } from './runtime';

const NOTHING: CollaborationStats = {
  rooms: 0,
  connections: 0,
  openings: 0,
  waitingUpdates: 0,
  waitingBytes: 0,
  unreadBytes: 0,
  committedUpdates: 0,
  committedBatches: 0,
  failedBatches: 0,
  unlooked: 0,
  closed: {},
  fanOut: null,
};

const NO_CONNECTIONS = { totalCount: 0, idleCount: 0, waitingCount: 0 };

test('CO-E83 the figures say how many sockets were closed for what', async () => {
  const runtime = {
    database: { pool: NO_CONNECTIONS, pipelined: NO_CONNECTIONS },
    collaboration: { stats: () => ({ ...NOTHING, closed: { tooSlow: 2, outdated: 1 } }) },
    log: openLog('silent'),
  } as unknown as Runtime;
  const { body } = await openMetrics(runtime).text();
  expect(body.match(/^kenning_collaboration_closed\{.*/gm)).toEqual([
    'kenning_collaboration_closed{reason="tooSlow"} 2',
    'kenning_collaboration_closed{reason="outdated"} 1',
  ]);
});
