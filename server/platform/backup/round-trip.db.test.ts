import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { openDatabase } from '../db/client';
import { withConnection } from '../db/connection';
import { makeDatabaseAnew } from '../db/embedded';
import { migrate, readMigrations } from '../db/migrate';
import { type BackupBench, backupBench, digestsOf, type Target, tableDigests, testMigration } from '../testing/backup';
import { quoted } from './catalogue';

const BIG_TEXT_CHARACTERS = 3_000_000;

/** Every kind of column that PostgreSQL makes difficult, no two rows in an order that a text would have. */
const ODD = testMigration(
  '9001_odd',
  `create type "mood" as enum ('so so', 'l''été');
   create table "odd \t table" (
     "id" bigserial primary key, "bytes" bytea, "text" text, "json" jsonb, "raw" json, "words" text[], "moods" "mood"[],
     "at" timestamptz, "moment" timestamp, "day" date, "float" double precision, "real" real, "number" numeric,
     "yes" boolean, "lasts" interval, "vector" tsvector, "uuid" uuid, "select" int,
     "made" text generated always as (coalesce("text", 'nothing') || '!') stored);
   create table "keyless" ("value" text, "other" int);
   create table "two keys" ("a" text, "b" "mood", primary key ("a", "b"));
   create table "parent" ("id" text primary key, "of" text references "parent" ("id"));
   create table "child" ("id" int generated always as identity primary key, "of" text not null references "parent" ("id"));
   create function "shout"() returns trigger language plpgsql as $$ begin new."value" := upper(new."value"); return new; end $$;
   create trigger "shouts" before insert on "keyless" for each row execute function "shout"();`,
);
const MIGRATIONS = [...readMigrations(), ODD];
const COLUMNS = ['bytes', 'text', 'json', 'raw', 'words', 'at', 'moment', 'day', 'float', 'real', 'number', 'lasts'];

const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.replaceAll('\0', ''));
const textOdd = fc.oneof(text, fc.constantFrom('\\.', '\\N', '', '\t', '\r\n', '\\', '\u{1F9E0}\u0301', 'null', '{}'));
const json = fc.jsonValue().map((value) => JSON.stringify(value).replaceAll('\\u0000', ''));
const row = fc.tuple(
  fc.option(fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes))),
  fc.option(textOdd),
  fc.option(json),
  fc.option(json.map((value) => ` { "twice": ${value},\n "twice": 1 } `)),
  fc.option(fc.array(fc.option(textOdd), { maxLength: 4 })),
  fc.constantFrom(null, 'infinity', '-infinity', '2026-02-28 23:59:59.999999+14', '4712-01-01 00:00:00+00 BC'),
  fc.constantFrom(null, 'infinity', '0044-03-15 12:00:00 BC'),
  fc.constantFrom(null, '-infinity', '9999-12-31'),
  fc.option(fc.double().map((value) => (Object.is(value, -0) ? '-0' : String(value)))),
  fc.constantFrom(null, '1e-45', '3.4028235e38', 'NaN', '-Infinity'),
  fc.constantFrom(null, 'NaN', 'Infinity', '0.000000000000000000000000000000001', `${'9'.repeat(200)}.10`),
  fc.constantFrom(null, '1 mon -3 days 04:05:06.789', '-178000000 years'),
);

let bench: BackupBench;
let source: Target;

beforeAll(async () => {
  bench = backupBench();
  source = await bench.target();
  await migrate(source.url, MIGRATIONS);
});
afterAll(() => bench.remove());

const ask = (sql: string, values: unknown[] = []) =>
  withConnection(source.url, async (client) => (await client.query(sql, values)).rows);

async function fill(rows: readonly (readonly unknown[])[]): Promise<void> {
  await withConnection(source.url, async (client) => {
    const places = COLUMNS.map((_, at) => `$${at + 1}`).join(', ');
    const sql = `insert into "odd \t table" (${COLUMNS.map(quoted).join(', ')}) values (${places})`;
    for (const values of rows) await client.query(sql, [...values]);
  });
}

async function restored(path: string): Promise<Target> {
  const target = await bench.target();
  await bench.restore(path, target, { migrations: MIGRATIONS });
  return target;
}

describe('a backup and what is restored from it', { timeout: 60_000 }, () => {
  it('BE-B1 are equal by the digest of every table, whatever stands in the rows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), fc.array(textOdd), async (rows, texts) => {
        await fill(rows);
        for (const value of texts) {
          await ask('insert into "keyless" values ($1, $2)', [value, value.length]);
          await ask(`insert into "two keys" values ($1, 'l''été') on conflict do nothing`, [value]);
        }
        const { path, manifest } = await bench.save(source, { migrations: MIGRATIONS });
        expect(digestsOf(manifest)).toEqual(await tableDigests(source.url));
        const target = await restored(path);
        expect(await tableDigests(target.url)).toEqual(digestsOf(manifest));
      }),
      { numRuns: 8 },
    );
  });

  it('BE-B1 hold texts and bytes of any size', async () => {
    const bytes = randomBytes(BIG_TEXT_CHARACTERS);
    await fill([[bytes, 'ä'.repeat(BIG_TEXT_CHARACTERS), ...Array(10).fill(null)]]);
    const { path, manifest } = await bench.save(source, { migrations: MIGRATIONS });
    const target = await restored(path);
    expect(await tableDigests(target.url)).toEqual(digestsOf(manifest));
    const sql = 'select "bytes", length("text") as letters from "odd \t table" order by "id" desc limit 1';
    const [found] = await withConnection(target.url, async (client) => (await client.query(sql)).rows);
    expect(found.letters).toBe(BIG_TEXT_CHARACTERS);
    expect(bytes.equals(found.bytes)).toBe(true);
  });

  it('BE-B2 keep what refers to what, in any order, and the triggers rest only while rows come', async () => {
    await ask(`insert into "parent" values ('z', null), ('a', 'z'), ('m', 'm')`);
    await ask(`insert into "child" ("of") values ('m'), ('a')`);
    const { path } = await bench.save(source, { migrations: MIGRATIONS });
    const { url } = await restored(path);
    await withConnection(url, async (client) => {
      await expect(client.query(`insert into "child" ("of") values ('nobody')`)).rejects.toThrow('foreign key');
      await client.query(`insert into "keyless" values ('quiet', 77)`);
      const { rows } = await client.query('select "value" from "keyless" where "other" = 77');
      expect(rows).toEqual([{ value: 'QUIET' }]);
    });
  });

  it('BE-B3 number on above what was restored, also where a sequence lags behind its rows', async () => {
    const [{ id }] = await ask('insert into "odd \t table" ("id") values (5000000) returning "id"');
    expect(id).toBe('5000000');
    const { path } = await bench.save(source, { migrations: MIGRATIONS });
    const { url } = await restored(path);
    const next = await withConnection(url, async (client) => {
      const { rows } = await client.query('insert into "odd \t table" default values returning "id"');
      const child = await client.query(`insert into "child" ("of") values ('m') returning "id"`);
      return [rows[0].id, child.rows[0].id];
    });
    const [{ last }] = await ask('select max("id") as last from "child"');
    expect(next).toEqual(['5000001', last + 1]);
  });

  it('BE-B25 need no rights but those of the owner of the database', async () => {
    const { path, manifest } = await bench.save(source, { migrations: MIGRATIONS });
    const target = await bench.target();
    const owner = `owner_${randomBytes(4).toString('hex')}`;
    const database = new URL(target.url).pathname.slice(1);
    await ask(`create role ${owner} login nosuperuser`);
    await ask(`alter database ${database} owner to ${owner}`);
    const url = new URL(target.url);
    url.username = owner;
    await bench.restore(path, { ...target, url: url.href }, { migrations: MIGRATIONS });
    expect(await tableDigests(url.href)).toEqual(digestsOf(manifest));
    const again = await bench.save({ url: url.href, files: target.files }, { migrations: MIGRATIONS });
    expect(digestsOf(again.manifest)).toEqual(digestsOf(manifest));
  });

  it('BE-B4 an older backup is restored as it was and then brought to this version', async () => {
    const old = await bench.target();
    await migrate(old.url, readMigrations());
    await old.database.prisma.person.create({ data: { email: 'ana@example.com', name: 'Ana' } });
    const { path, manifest } = await bench.save(old);
    expect(manifest.migrations).toHaveLength(MIGRATIONS.length - 1);
    const newer = [
      ...MIGRATIONS,
      testMigration('9002_more', `alter table "person" add column "nick" text default 'An'`),
    ];
    const target = await bench.target();
    await bench.restore(path, target, { migrations: newer });
    const rows = await withConnection(target.url, async (client) => {
      await client.query('select from "keyless"');
      return (await client.query('select "name", "nick" from "person"')).rows;
    });
    expect(rows).toEqual([{ name: 'Ana', nick: 'An' }]);
  });

  it('BE-B4 an older backup comes into an empty installation that a newer version has started', async () => {
    const old = await bench.target();
    await migrate(old.url, readMigrations());
    await old.database.prisma.person.create({ data: { email: 'ana@example.com', name: 'Ana' } });
    const { path, manifest } = await bench.save(old);
    const target = await bench.target();
    await migrate(target.url, MIGRATIONS);
    const refused = bench.restore(path, target, { migrations: MIGRATIONS });
    await expect(refused).rejects.toThrow('give it an empty database');
    await bench.restore(path, target, { migrations: MIGRATIONS, makeAnew: () => makeDatabaseAnew(target.url) });
    const digests = await tableDigests(target.url);
    expect(digests.person).toBe(digestsOf(manifest).person);
    expect(Object.keys(digests)).toContain('keyless');
  });

  it('BE-B4 a newer one, and one of another history, is refused before anything is written', async () => {
    const { path } = await bench.save(source, { migrations: MIGRATIONS });
    const target = await bench.target();
    const refused = bench.restore(path, target, { migrations: readMigrations() });
    await expect(refused).rejects.toThrow('The backup has the migration 9001_odd, which this version does not know');
    const other = MIGRATIONS.map((each) => (each === ODD ? { ...each, checksum: 'another' } : each));
    await expect(bench.restore(path, target, { migrations: other })).rejects.toThrow('another text of the migration');
    const database = openDatabase(target.url);
    await expect(database.prisma.person.count()).rejects.toThrow();
    await database.close();
  });
});
