import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, createCluster, giveTo, startCluster, stopCluster } from '../db/cluster';
import { clusterPlace, socketUrl } from '../db/cluster-place';
import { databaseAccount } from '../db/postgres-account';
import { findBinaries } from '../db/postgres-binaries';

export type ScratchCluster = { cluster: Cluster; url: (database: string) => string; remove: () => Promise<void> };

/** A scratch cluster may lose its last second: it is thrown away with the run. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/** Starts a PostgreSQL of its own in a temporary folder; `remove` stops it and takes the folder away. */
export async function scratchCluster(settings: Record<string, string> = FAST): Promise<ScratchCluster> {
  const account = databaseAccount();
  const home = mkdtempSync(join(tmpdir(), 'kenning-db-'));
  giveTo(account, home);
  const cluster = { place: clusterPlace(home, account), binaries: findBinaries(account), account };
  const remove = async () => {
    await stopCluster(cluster, 'immediate');
    rmSync(home, { recursive: true, force: true });
    rmSync(cluster.place.socketFolder, { recursive: true, force: true });
  };
  try {
    createCluster(cluster);
    const running = await startCluster(cluster, settings);
    return { cluster, url: (database) => socketUrl(running.socketFolder, database), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
