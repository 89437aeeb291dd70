import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase, testDatabase } from '../testing/database';
import { type Migration, migrate, pendingMigrations, readMigrations } from './migrate';

const migration = (name: string, sql: string, checksum = name): Migration => ({ name, sql, checksum });

describe('migrate', () => {
  let url: string;
  let drop: () => Promise<void>;

  beforeEach(async () => {
    ({ url, drop } = await emptyDatabase());
  });
  afterEach(() => drop());

  async function ask(sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  it('applies every migration of the product once and in order', async () => {
    const names = readMigrations().map((each) => each.name);
    expect(names[0]).toBe('0001_foundation');
    expect(await pendingMigrations(url)).toEqual(names);
    expect(await migrate(url)).toEqual(names);
    expect(await migrate(url)).toEqual([]);
    expect(await pendingMigrations(url)).toEqual([]);
    const rows = await ask('select migration_name from "_prisma_migrations" order by started_at, migration_name');
    expect(rows.map((row) => row.migration_name)).toEqual(names);
  });

  it('lets several processes migrate at once', async () => {
    const results = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(results.filter((applied) => applied.length > 0)).toHaveLength(1);
  });

  it('takes a migration that fails back whole and names it', async () => {
    const broken = [
      migration('0001_a', 'create table a (id int)'),
      migration('0002_b', 'create table b (id int); oops'),
    ];
    await expect(migrate(url, broken)).rejects.toThrow(/^The migration 0002_b failed and was taken back: syntax error/);
    expect(await ask(`select to_regclass('a') is not null as a, to_regclass('b') is not null as b`)).toEqual([
      { a: true, b: false },
    ]);
    expect(await pendingMigrations(url, broken)).toEqual(['0002_b']);
  });

  it('refuses a migration that was changed after it was applied', async () => {
    await migrate(url, [migration('0001_a', 'create table a (id int)')]);
    const changed = [migration('0001_a', 'create table a (id bigint)', 'another')];
    await expect(migrate(url, changed)).rejects.toThrow('The migration 0001_a was changed after it was applied');
  });

  it('refuses a database that a newer version has migrated', async () => {
    await migrate(url, [migration('0001_a', 'select 1'), migration('0002_b', 'select 1')]);
    await expect(migrate(url, [migration('0001_a', 'select 1')])).rejects.toThrow(
      '0002_b, which this version does not',
    );
  });
});

describe('the migrated database', () => {
  it('tells listeners of an event when its transaction commits, and keeps events as they were', async () => {
    const database = await testDatabase();
    const listener = new pg.Client({ connectionString: database.url });
    try {
      await listener.connect();
      await listener.query('listen kenning_events');
      const told = new Promise<string>((resolve) => listener.once('notification', (note) => resolve(note.channel)));
      const at = new Date('2026-01-02T03:04:05Z');
      const data = { source: 'test', type: 'test.thing.made', subject: 'one', at };
      await database.prisma.event.createMany({ data: [data, data] });
      expect(await told).toBe('kenning_events');
      await expect(database.prisma.event.updateMany({ data: { subject: 'two' } })).rejects.toThrow('never changed');
    } finally {
      await listener.end();
      await database.close();
    }
  });

  it('has one installation and one spelling of an address', async () => {
    const { prisma, close } = await testDatabase();
    try {
      await prisma.installation.create({ data: { id: 1 } });
      await expect(prisma.installation.create({ data: { id: 2 } })).rejects.toThrow('installation_is_one');
      await expect(prisma.person.create({ data: { email: 'Ana@tradesense.example', name: 'Ana' } })).rejects.toThrow(
        'person_email_lower',
      );
      await prisma.person.create({ data: { email: 'ana@tradesense.example', name: 'Ana' } });
    } finally {
      await close();
    }
  });
});
