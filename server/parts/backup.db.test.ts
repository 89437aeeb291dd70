import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueSetUpCode } from '@/server/domains/people';
import { resetPassword } from '@/server/domains/people/commands/reset-password';
import { buildPerson, buildSession } from '@/server/domains/people/factory';
import { passwordResetLink } from '@/server/domains/people/links';
import { newLinkSecret } from '@/server/platform/auth';
import { readTables, type Table, tablesTaken } from '@/server/platform/backup/catalogue';
import { after, HOUR_MS } from '@/server/platform/clock';
import type { Database } from '@/server/platform/db/client';
import { withConnection } from '@/server/platform/db/connection';
import { openJobs } from '@/server/platform/jobs';
import { openLog } from '@/server/platform/log';
import { type BackupBench, backupBench, digestsOf, tableDigests } from '@/server/platform/testing/backup';
import { testDatabase } from '@/server/platform/testing/database';
import { scratchFileStore } from '@/server/platform/testing/file-store';
import { BACKUP_SCOPE } from './backup';
import { QUEUES } from './jobs';

/** What such a column holds means something else, or nothing, in another cluster. */
const OF_ONE_CLUSTER = ['xid8', 'xid', 'tid', 'oid', 'cid', 'pg_lsn', 'pg_snapshot', 'txid_snapshot', 'regclass'];
const NOW = new Date('2026-03-01T12:00:00Z');

let database: Database;
let bench: BackupBench;
let tables: Table[];

beforeAll(async () => {
  database = await testDatabase();
  bench = backupBench(BACKUP_SCOPE);
  const jobs = await openJobs({ url: database.url, log: openLog('silent'), definitions: QUEUES, supervise: false });
  await jobs.stop();
  tables = await withConnection(database.url, readTables);
});
afterAll(async () => {
  await bench.remove();
  await database.close();
});

const ask = <Row extends object>(sql: string) =>
  withConnection(database.url, async (client) => (await client.query<Row>(sql)).rows);

describe('what a backup takes', () => {
  it('BE-B5 every table of the product is in it, or named with the reason why it stays', async () => {
    const names = tables.map(({ name }) => name);
    expect(names).toContain('document_update');
    const { leftOut, replaced, filledAtStart } = BACKUP_SCOPE;
    expect(names).toEqual(expect.arrayContaining([...Object.keys(leftOut), ...filledAtStart]));
    const taken = tablesTaken(tables, BACKUP_SCOPE).map(({ name }) => name);
    expect([...taken, ...Object.keys(leftOut)].sort()).toEqual([...names].sort());
    expect(Object.keys(leftOut).sort()).toEqual(['password_reset', 'process_lease', 'rate_limit', 'session']);
    const columns = tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`));
    expect(columns).toEqual(expect.arrayContaining(Object.keys(replaced)));
  });

  it('BE-B5 nothing that keeps rows stands where it does not look', async () => {
    const found = await ask<{ kind: string; name: string }>(`
      select c.relkind as kind, n.nspname || '.' || c.relname as name
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname !~ '^(pg_|information_schema$|pgboss$)'
         and (c.relkind in ('m', 'f') or c.relkind in ('r', 'p', 'S') and n.nspname <> 'public')`);
    expect(found).toEqual([]);
    expect(await ask('select from pg_largeobject_metadata')).toEqual([]);
  });

  it('BE-B5 no number of one cluster goes into another, and nothing in it refers to what stays', async () => {
    const bound = tables.flatMap(({ name, columns }) =>
      columns.filter((column) => OF_ONE_CLUSTER.includes(column.type)).map((column) => `${name}.${column.name}`),
    );
    expect(bound).toEqual(['event.xid', 'event_cursor.xid']);
    expect(Object.keys(BACKUP_SCOPE.replaced)).toEqual(expect.arrayContaining(bound));
    const references = await ask<{ from: string; to: string }>(`
      select a.relname as from, b.relname as to from pg_constraint k
        join pg_class a on a.oid = k.conrelid join pg_class b on b.oid = k.confrelid where k.contype = 'f'`);
    const left = (name: string) => name in BACKUP_SCOPE.leftOut;
    expect(references.filter(({ from, to }) => left(to) && !left(from))).toEqual([]);
  });
});

describe('what lets somebody in', () => {
  it('BE-B6 is not in a backup but for passwords and tokens, whose hashes are', async () => {
    const { prisma } = database;
    await issueSetUpCode(prisma);
    const { id } = await buildPerson(prisma, { email: 'ana@example.com', password: 'ten thousand lakes' });
    const sessionId = await buildSession(prisma, id);
    const [reset, invited] = [newLinkSecret(), newLinkSecret()];
    const dates = { createdAt: NOW, expiresAt: after(NOW, HOUR_MS) };
    await prisma.passwordReset.create({ data: { personId: id, tokenHash: reset.hash, ...dates } });
    await prisma.invitation.create({
      data: { email: 'zoe@example.com', name: 'Zoe', tokenHash: invited.hash, ...dates },
    });
    const text = `Hello.\n${passwordResetLink('https://kenning.example', reset.secret)}\nUntil then.`;
    await prisma.mailMessage.create({
      data: { toAddress: 'ana@example.com', subject: 'A link', text, createdAt: NOW },
    });

    const { files, remove } = await scratchFileStore(prisma);
    const { path, manifest } = await bench.save({ url: database.url, files });
    await remove();
    const target = await bench.target();
    await bench.restore(path, target);

    expect(await tableDigests(target.url, BACKUP_SCOPE)).toEqual(digestsOf(manifest));
    const restored = target.database.prisma;
    expect(await restored.session.count()).toBe(0);
    expect(await restored.passwordReset.count()).toBe(0);
    const held = await withConnection(target.url, async (client) => {
      const { rows } = await client.query<{ all: string }>(
        `select query_to_xml('select * from ' || c.oid::regclass, true, true, '')::text as all
           from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`,
      );
      return rows.map((row) => row.all).join('\n');
    });
    expect(held).toContain('ana@example.com');
    const codes = [sessionId, reset.hash, reset.secret, invited.hash];
    expect(codes.filter((code) => held.includes(code))).toEqual([]);
    expect(await restored.credential.count({ where: { passwordHash: { startsWith: '$argon2id$' } } })).toBe(1);
    expect(await restored.installation.findFirstOrThrow()).toMatchObject({ setUpCodeHash: null });
    expect(await restored.mailMessage.findFirstOrThrow()).toMatchObject({
      text: text.replace(reset.secret, 'left-out'),
    });
    const around = { db: restored, now: NOW, address: '192.0.2.1', userAgent: '', secret: 'x'.repeat(40) };
    const again = resetPassword(around, { token: reset.secret, password: 'another ten lakes' }, {} as never);
    await expect(again).rejects.toMatchObject({ reason: 'link_does_not_work' });
  });
});
