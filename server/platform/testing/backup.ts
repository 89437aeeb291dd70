import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { type BackupScope, type Manifest, PLATFORM_SCOPE, restoreBackup, saveBackup } from '../backup';
import { readTables, selectRows, tablesTaken } from '../backup/catalogue';
import { Digester } from '../backup/digest';
import { copyOut, prepareConnection } from '../backup/rows';
import { type Database, openDatabase } from '../db/client';
import { withConnection } from '../db/connection';
import type { Migration } from '../db/migrate';
import type { Jobs } from '../jobs';
import { type FileStore, openLocalFileStore } from '../storage';
import { emptyDatabase } from './database';

const NO_QUEUE: Pick<Jobs, 'carryIn' | 'stop'> = { carryIn: async () => {}, stop: async () => {} };
const NOW = new Date('2026-03-01T12:00:00Z');
const CONNECTIONS_MAX = 4;

export type SaveGiven = Partial<Parameters<typeof saveBackup>[0]>;
export type RestoreGiven = Partial<Parameters<typeof restoreBackup>[0]>;

/** An empty database and file store to restore into. */
export type Target = { url: string; files: FileStore; filesFolder: string; database: Database };

/** A folder for backups, and empty installations; `remove` takes all of it away. */
export type BackupBench = {
  folder: string;
  /** Saves what `source` holds. @returns where, and what the backup says of itself */
  save: (source: { url: string; files: FileStore }, given?: SaveGiven) => Promise<{ path: string; manifest: Manifest }>;
  target: () => Promise<Target>;
  restore: (path: string, into: Target, given?: RestoreGiven) => Promise<Manifest>;
  remove: () => Promise<void>;
};

/** @param scope what stays behind; that of the platform when absent */
export function backupBench(scope: BackupScope = PLATFORM_SCOPE): BackupBench {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-backup-'));
  const closing: (() => Promise<unknown>)[] = [];
  let saved = 0;
  return {
    folder,
    async save(source, given = {}) {
      saved += 1;
      const path = join(folder, `${saved}.zip`);
      const { url, files } = source;
      const target = { path, overwrite: false };
      const { manifest } = await saveBackup({ url, files, target, scope, version: '1.2.3', now: NOW, ...given });
      return { path, manifest };
    },
    async target() {
      const { url, drop } = await emptyDatabase();
      const database = openDatabase(url, { connectionsMax: CONNECTIONS_MAX });
      closing.push(async () => {
        await database.close();
        await drop();
      });
      const filesFolder = mkdtempSync(join(folder, 'files-'));
      return { url, database, filesFolder, files: await openLocalFileStore(filesFolder, database.prisma) };
    },
    restore: (path, { url, files }, given = {}) =>
      restoreBackup({ path, url, files, scope, now: NOW, openJobs: async () => NO_QUEUE, makeAnew: null, ...given }),
    async remove() {
      for (const close of closing.splice(0)) await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The digest of every table's rows now, as a backup would hold them. */
export function tableDigests(url: string, scope: BackupScope = PLATFORM_SCOPE): Promise<Record<string, string>> {
  return withConnection(url, async (client: pg.Client) => {
    await prepareConnection(client);
    const digests: Record<string, string> = {};
    for (const table of tablesTaken(await readTables(client), scope)) {
      digests[table.name] = (await new Digester().drain(copyOut(client, selectRows(table, scope)))).sha256;
    }
    return digests;
  });
}

/** What a manifest says of the same. */
export function digestsOf(manifest: Manifest): Record<string, string> {
  return Object.fromEntries(manifest.tables.map(({ name, sha256 }) => [name, sha256]));
}

/** A migration that only a test has. */
export const testMigration = (name: string, sql: string): Migration => ({ name, sql, checksum: `of ${name}` });
