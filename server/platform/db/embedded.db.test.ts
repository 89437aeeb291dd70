import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type Running, runProgram, scratchFolder } from '../testing/processes';
import { runningPostmaster } from './cluster';
import { clusterPlace } from './cluster-place';
import { withConnection } from './connection';
import { openDataDirectory } from './data-directory';
import { checkDatabase } from './durability';
import { type EmbeddedDatabase, openEmbedded } from './embedded';
import { thisProcess } from './process-identity';
import { StartError } from './start-error';

const HOLD = 'server/platform/testing/hold-embedded.ts';

describe('the embedded database', () => {
  const shared = scratchFolder();
  const folder = shared.path;
  let holders: Running[] = [];
  let opened: EmbeddedDatabase[] = [];

  // One cluster for all that need one: making it is the slow part.
  beforeAll(async () => {
    const database = await open();
    await withConnection(database.url, (client) => client.query('create table kept (n int)'));
    await stopAll();
  });
  afterEach(stopAll);
  afterAll(shared.remove);

  async function stopAll(): Promise<void> {
    for (const holder of holders) {
      holder.child.kill('SIGKILL');
      await holder.ended;
    }
    for (const database of opened) await database.stop();
    holders = [];
    opened = [];
  }

  async function open(place = folder): Promise<EmbeddedDatabase> {
    const database = await openEmbedded(openDataDirectory(place), 'server');
    opened.push(database);
    return database;
  }

  function hold(role = 'server', place = folder): Running {
    const holder = runProgram(HOLD, [place, role]);
    holders.push(holder);
    return holder;
  }

  /** Changes a file for the length of `work`. */
  async function withFile(path: string, text: string, work: () => Promise<void>): Promise<void> {
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, text);
    try {
      await work();
    } finally {
      writeFileSync(path, before);
    }
  }

  const answer = async (holder: Running) => JSON.parse(await holder.line((line) => line.startsWith('{')));
  const data = (place = folder) => join(place, 'postgres', 'data');
  const write = (url: string, n: number) =>
    withConnection(url, (client) => client.query('insert into kept values ($1)', [n]));
  const has = (url: string, n: number) =>
    withConnection(url, async (client) => (await client.query('select 1 from kept where n = $1', [n])).rowCount === 1);

  async function refusal(place = folder): Promise<string> {
    const error = await open(place).then(
      () => new Error('it opened'),
      (reason: unknown) => reason as Error,
    );
    expect(error, error.stack).toBeInstanceOf(StartError);
    expect(error.message).toMatch(/^[^\n]+\.$/);
    return error.message;
  }

  it('keeps what is written when it is stopped and started, and leaves nothing running', async () => {
    const first = await open();
    expect(first.how).toBe('started');
    await write(first.url, 1);
    await checkDatabase(first.url);
    const facts = `select current_setting('data_checksums') as sums, pg_encoding_to_char(encoding) as encoding
                   from pg_database where datname = current_database()`;
    const { rows } = await withConnection(first.url, (client) => client.query(facts));
    expect(rows).toEqual([{ sums: 'on', encoding: 'UTF8' }]);
    await first.stop();
    expect(runningPostmaster(data())).toBeNull();
    expect(await has((await open()).url, 1)).toBe(true);
  });

  it('outlives the SIGKILL of its process and is found and used again', async () => {
    const holder = hold();
    const { url } = await answer(holder);
    await write(url, 2);
    const before = runningPostmaster(data())?.pid;
    holder.child.kill('SIGKILL');
    await holder.ended;
    const again = await open();
    expect(again.how).toBe('adopted');
    expect(runningPostmaster(data())?.pid).toBe(before);
    expect(await has(again.url, 2)).toBe(true);
  });

  it('starts again after both it and its process were killed', async () => {
    const holder = hold();
    const { url } = await answer(holder);
    await write(url, 3);
    holder.child.kill('SIGKILL');
    process.kill(runningPostmaster(data())?.pid ?? 0, 'SIGKILL');
    await holder.ended;
    await expect.poll(() => runningPostmaster(data()), { timeout: 5_000 }).toBeNull();
    const again = await open();
    expect(again.how).toBe('started');
    expect(await has(again.url, 3)).toBe(true);
  });

  it('refuses a second server with one sentence, and serves a command beside the first', async () => {
    const first = await open();
    const [second, command] = [hold(), hold('command')];
    expect((await answer(command)).how).toBe('attached');
    command.child.kill('SIGTERM');
    const { refused, error } = await answer(second);
    expect(refused).toBe(true);
    expect(error).toMatch(new RegExp(`Kenning already runs on ${folder} \\(process ${process.pid}\\): stop it`));
    await command.ended;
    await write(first.url, 4);
  });

  it('goes to exactly one of several that start at the same moment on an empty folder', async () => {
    const empty = scratchFolder();
    try {
      const answers = await Promise.all([1, 2, 3].map(() => answer(hold('server', empty.path))));
      expect(answers.map((each) => each.how ?? each.refused).sort()).toEqual(['started', true, true]);
    } finally {
      await stopAll();
      empty.remove();
    }
  });

  it('goes from a command to the server that waits for it', async () => {
    const command = hold('command');
    expect((await answer(command)).how).toBe('started');
    const waiting = open();
    command.child.kill('SIGTERM');
    expect((await waiting).how).toBe('started');
  });

  it('is kept neither by a lock nor by a postmaster.pid whose pid belongs to another program by now', async () => {
    const other = spawn('sleep', ['60']);
    const pid = other.pid ?? 0;
    try {
      const stale = { ...thisProcess(), pid, start: '1', id: 'gone', role: 'server', leaving: false };
      writeFileSync(join(folder, 'lock'), JSON.stringify(stale));
      writeFileSync(join(data(), 'postmaster.pid'), `${pid}\n${data()}\n1700000000\n5432\n/tmp\n\n\nready\n`);
      expect((await open()).how).toBe('started');
      expect(other.exitCode).toBeNull();
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
  });

  it('refuses a data directory of another major version', async () => {
    await withFile(join(data(), 'PG_VERSION'), '13\n', async () => {
      expect(await refusal()).toMatch(/is of PostgreSQL 13 and this version brings 18/);
    });
  });

  it('refuses another database put in the place of its own', async () => {
    const marker = join(folder, 'kenning.json');
    const changed = JSON.stringify({ ...JSON.parse(readFileSync(marker, 'utf8')), cluster: '1' });
    await withFile(marker, changed, async () => {
      expect(await refusal()).toMatch(/is not the one that Kenning made there/);
    });
  });

  it('quotes the log when PostgreSQL does not start', async () => {
    const config = join(data(), 'postgresql.conf');
    await withFile(config, `${readFileSync(config, 'utf8')}\nnonsense = 1\n`, async () => {
      expect(await refusal()).toMatch(/does not start: .*(nonsense|contains errors)/);
    });
  });

  it('refuses to be served with fsync or synchronous_commit off, also for its role alone', async () => {
    const { url } = await open();
    const set = (sql: string) => withConnection(url, (client) => client.query(sql));
    await set('alter role kenning set synchronous_commit = off');
    await expect(checkDatabase(url)).rejects.toThrow('The database has synchronous_commit off and would lose');
    await set('alter role kenning reset synchronous_commit');
    await set('alter database kenning set synchronous_commit = off');
    await expect(checkDatabase(url)).rejects.toThrow('synchronous_commit off');
    await set('alter database kenning set synchronous_commit = local');
    await checkDatabase(url);
    await expect(checkDatabase(inject('clusterUrl'))).rejects.toThrow('The database has fsync off');
  });

  it('lies elsewhere, with a short socket, when root keeps its data under a closed and long path', async () => {
    const outer = scratchFolder();
    const place = join(outer.path, 'x'.repeat(120));
    try {
      const database = await open(place);
      await checkDatabase(database.url);
      const socket = new URL(database.url).searchParams.get('host') ?? '';
      const root = process.getuid?.() === 0;
      expect(socket).toMatch(root ? /^\/var\/lib\/kenning\/[0-9a-f]{16}\/run$/ : /\/kenning-[0-9a-f]{16}$/);
      await stopAll();
      expect((await open(place)).url).toBe(database.url);
    } finally {
      await stopAll();
      rmSync(realpathSync(join(place, 'postgres')), { recursive: true, force: true });
      outer.remove();
    }
  });
});

describe('the data directory', () => {
  let scratch: ReturnType<typeof scratchFolder>;
  beforeEach(() => {
    scratch = scratchFolder();
  });
  afterEach(() => scratch.remove());

  it('is not a folder with the files of somebody else, nor a bare cluster', () => {
    writeFileSync(join(scratch.path, 'PG_VERSION'), '18\n');
    expect(() => openDataDirectory(scratch.path)).toThrow(/holds files that are not Kenning's \(PG_VERSION\)/);
    expect(statSync(scratch.path).mode & 0o777).toBe(0o700);
  });

  it('is left alone when what stands in the place of the database is none', async () => {
    const data = join(scratch.path, 'postgres', 'data');
    mkdirSync(data, { recursive: true });
    chmodSync(scratch.path, 0o755);
    writeFileSync(join(scratch.path, 'kenning.json'), JSON.stringify({ product: 'kenning', id: 'ours' }));
    writeFileSync(join(data, 'letter.txt'), 'Dear Ana');
    await expect(openEmbedded(scratch.path, 'server')).rejects.toThrow(/letter\.txt|not a folder that only/);
    expect(readFileSync(join(data, 'letter.txt'), 'utf8')).toBe('Dear Ana');
  });

  it('is not a place that cannot be written', () => {
    const file = join(scratch.path, 'file');
    writeFileSync(file, '');
    for (const place of [join(file, 'data'), '/proc/kenning']) {
      expect(() => openDataDirectory(place)).toThrow(
        /^The data directory \S+ cannot be used \(\w+\): set KENNING_DATA/,
      );
    }
  });

  it('gets a short socket of its own where the path is too long for one', () => {
    const home = join(scratch.path, 'x'.repeat(120));
    const place = clusterPlace(home, null);
    expect(Buffer.byteLength(`${place.socketFolder}/.s.PGSQL.5432`)).toBeLessThanOrEqual(107);
    expect(statSync(place.socketFolder).mode & 0o777).toBe(0o700);
    expect(clusterPlace(home, null).socketFolder).toBe(place.socketFolder);
    chmodSync(place.socketFolder, 0o777);
    expect(() => clusterPlace(home, null)).toThrow('is not a folder that only the database');
    rmSync(place.socketFolder, { recursive: true });
  });
});
