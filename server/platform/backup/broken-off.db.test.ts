import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../db/client';
import { type BackupBench, backupBench } from '../testing/backup';
import { testDatabase } from '../testing/database';
import { scratchFileStore } from '../testing/file-store';

/** Far more than stands in the buffers between the database and the file. */
const ROWS = 200_000;

let database: Database;
let bench: BackupBench;
let source: Parameters<BackupBench['save']>[0];
let removeFiles: () => Promise<void>;

beforeAll(async () => {
  database = await testDatabase();
  bench = backupBench();
  const { files, remove } = await scratchFileStore(database.prisma);
  removeFiles = remove;
  source = { url: `${database.url}&application_name=saving`, files };
  await database.pool.query(`
    insert into event (source, type, subject, data, at)
    select 'test', 'test.thing.made', md5(n::text), jsonb_build_object('n', md5(n::text)), now() from generate_series(1, ${ROWS}) n`);
});
afterAll(async () => {
  await removeFiles();
  await bench.remove();
  await database.close();
});

const saving = async (): Promise<number> => {
  const sql = `select from pg_stat_activity where application_name = 'saving' and datname = current_database()`;
  return (await database.pool.query(sql)).rowCount ?? 0;
};

describe('a backup that breaks off', { timeout: 60_000 }, () => {
  it('BE-B23 in the middle of a table leaves no file and no connection', async () => {
    const onProgress = (_: string, done: number) => {
      if (done > 1000) throw new Error('the disk is full');
    };
    await expect(bench.save(source, { onProgress })).rejects.toThrow('the disk is full');
    expect(readdirSync(bench.folder)).toEqual([]);
    await expect.poll(saving).toBe(0);
  });

  it('BE-B23 because the database stops says so in one sentence', async () => {
    let ended = false;
    const onProgress = (_: string, done: number) => {
      if (ended || done < 1000) return;
      ended = true;
      void database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'saving'`,
      );
    };
    await expect(bench.save(source, { onProgress })).rejects.toThrow('The database stopped while it was being saved.');
    expect(readdirSync(bench.folder)).toEqual([]);
    await expect.poll(saving).toBe(0);
  });
});
