import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { AccessRole } from '@/prisma/generated/enums';
import { loadActor } from '../auth/actor';
import type { Context } from '../command';
import type { Database } from '../db/client';
import { readEnv } from '../env';
import { checkHealth } from '../health';
import { defineJob, type Jobs, onJob, openJobs } from '../jobs';
import { openLog } from '../log';
import { openMetrics } from '../metrics';
import type { ReadThings } from '../notifications';
import type { Runtime } from '../runtime';
import { openLocalFileStore } from '../storage';
import { testDatabase } from '../testing/database';
import { listMail, resendMail } from './mail';
import { retryDeadJobs, systemState } from './system';

const now = new Date('2026-03-02T09:00:00Z');
const log = openLog('silent');
const broken = defineJob({ name: 'test.broken', schema: z.object({}), retryLimit: 0 });
const readThings: ReadThings = async (_, ids) =>
  new Map(ids.filter((id) => id === 'open').map((id) => [id, { title: 'x' }]));
const withServer = { readThings, hasServer: true };

let database: Database;
let folder: string;
let jobs: Jobs;
let runtime: Runtime;

beforeEach(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kenning-operator-'));
  jobs = await openJobs({ url: database.url, log, definitions: [broken], supervise: true, pollSeconds: 0.5 });
  const files = await openLocalFileStore(folder, database.prisma);
  runtime = { env: readEnv({ NODE_ENV: 'test' }), secret: 's', database, log, files, jobs };
});

afterEach(async () => {
  await jobs.stop();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function contextOf(accessRole: AccessRole, door: 'session' | 'token' = 'session'): Promise<Context> {
  const email = `${accessRole}-${door}@tradesense.example`;
  const { id } = await database.prisma.person.create({ data: { email, name: accessRole, accessRole } });
  const by =
    door === 'session' ? { kind: door, sessionId: 's' } : { kind: door, tokenId: 't', scopes: ['write' as const] };
  const actor = await loadActor(database.prisma, id, by);
  if (!actor) throw new Error('no actor');
  return { actor, db: database.prisma, now };
}

const mail = (data: object) =>
  database.prisma.mailMessage.create({
    data: { toAddress: 'ana@tradesense.example', subject: 'S', text: 'T', createdAt: now, ...data },
  });

describe("the operator's pages", () => {
  it('OP-A1: exist for administrators in a session and for nobody else', async () => {
    const { id } = await mail({ state: 'kept' });
    for (const ctx of [
      await contextOf('member'),
      await contextOf('leadership'),
      await contextOf('administrator', 'token'),
    ]) {
      for (const attempt of [
        () => listMail(ctx, { limit: 10 }, withServer),
        () => resendMail(ctx, { id }, withServer),
        () => systemState(ctx, runtime),
        () => retryDeadJobs(ctx, jobs),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('show what would have been sent, but no text about what this operator may not read', async () => {
    const ctx = await contextOf('administrator');
    await mail({ state: 'kept' });
    await mail({ state: 'kept', thingId: 'open', subject: 'about open' });
    await mail({ state: 'kept', thingId: 'closed', subject: 'about closed' });
    await mail({ state: 'sent', text: '', sentAt: now, subject: 'gone' });
    const { items } = await listMail(ctx, { limit: 10 }, withServer);
    const shown = Object.fromEntries(items.map((one) => [one.subject, one]));
    expect(shown['about open']).toMatchObject({ text: 'T' });
    expect(shown['about closed']).toMatchObject({ text: null, textMissing: 'private' });
    expect(shown.gone).toMatchObject({ text: null, textMissing: 'sent', can: { resend: false } });
    expect((await listMail(ctx, { limit: 10, state: 'sent' }, withServer)).items).toHaveLength(1);
    expect((await listMail(ctx, { limit: 3 }, withServer)).nextCursor).not.toBeNull();
  });

  it('OP-M1: a link that opens an account is shown only where no server can send it', async () => {
    const ctx = await contextOf('administrator');
    for (const state of ['waiting', 'failed', 'kept']) await mail({ state, text: 'https://k.example/reset?token=t' });
    const sending = await listMail(ctx, { limit: 10 }, withServer);
    expect(JSON.stringify(sending)).not.toContain('token=');
    for (const one of sending.items) expect(one).toMatchObject({ text: null, textMissing: 'personal' });
    expect(sending.items.map((one) => one.can.resend).sort()).toEqual([false, true, true]);
    const { items } = await listMail(ctx, { limit: 10 }, { readThings, hasServer: false });
    for (const one of items) expect(one).toMatchObject({ text: expect.stringContaining('token='), textMissing: null });
  });

  it('let a kept mail out once there is a server, and say who did', async () => {
    const ctx = await contextOf('administrator');
    const { id } = await mail({ state: 'kept' });
    await expect(resendMail(ctx, { id }, { hasServer: false })).rejects.toMatchObject({
      reason: 'mail_not_resendable',
    });
    await resendMail(ctx, { id }, withServer);
    expect(await database.prisma.mailMessage.findUnique({ where: { id } })).toMatchObject({ state: 'waiting' });
    expect(await database.prisma.event.findFirst({ where: { type: 'platform.mail.resent' } })).toMatchObject({
      subject: id,
      actorId: ctx.actor.personId,
    });
    await expect(resendMail(ctx, { id }, withServer)).rejects.toMatchObject({ code: 'conflict' });
    await expect(resendMail(ctx, { id: 'nothing' }, withServer)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('show dead jobs and try them again', async () => {
    const ctx = await contextOf('administrator');
    await jobs.work([onJob(broken, () => Promise.reject(new Error('broken')))]);
    await jobs.send(broken, {});
    await vi.waitFor(async () => expect((await systemState(ctx, runtime)).dead).toHaveLength(1), { timeout: 10_000 });
    const state = await systemState(ctx, runtime);
    expect(state.dead[0]).toMatchObject({ source: 'test.broken', message: 'Error: broken' });
    expect(state.health).toMatchObject({
      state: 'ok',
      parts: { mail: { state: 'off' }, collaboration: { state: 'off' } },
    });
    const undone = database.prisma.$transaction(async (db) => {
      await retryDeadJobs({ ...ctx, db }, jobs);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect((await systemState(ctx, runtime)).dead).toHaveLength(1);
    expect(await retryDeadJobs(ctx, jobs)).toEqual({ count: 1 });
    expect(await database.prisma.event.count({ where: { type: 'platform.jobs.retried' } })).toBe(1);
  });
});

describe('health', () => {
  it('is ok when every part is', async () => {
    const { state, parts } = await checkHealth(runtime, () => now, 'figures');
    expect(state).toBe('ok');
    expect(parts.database.facts).toMatchObject({ version: expect.stringMatching(/^\d+/) });
    expect(parts.migrations).toMatchObject({ state: 'ok' });
    expect(parts.storage.facts).toEqual({ files: 0, bytes: 0, freeBytes: expect.any(Number) });
  });

  it('is degraded, not down, when files cannot be written or events wait too long', async () => {
    await rm(folder, { recursive: true });
    expect(await checkHealth(runtime)).toMatchObject({ state: 'degraded', parts: { storage: { state: 'down' } } });
    await database.prisma.event.create({ data: { source: 't', type: 't.t.t', subject: 's', at: now } });
    const late = await checkHealth(runtime, () => new Date(now.getTime() + 61_000));
    expect(late.parts.events).toMatchObject({ state: 'degraded', facts: { waiting: 1, oldestMs: 61_000 } });
  });

  it('is down without the database', async () => {
    const gone = await testDatabase();
    await gone.close();
    const { state, parts } = await checkHealth({ ...runtime, database: gone });
    expect(state).toBe('down');
    expect(parts.database.state).toBe('down');
    expect(JSON.stringify(parts)).not.toContain('postgres');
  });
});

describe('the figures', () => {
  it('hold requests, commits, the pool, queues and the lag of events', async () => {
    const metrics = openMetrics(runtime);
    const server = createServer((request, response) => {
      metrics.observeRequest(request, response);
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    await fetch(`http://127.0.0.1:${address.port}/library/secret-title-k1`);
    await new Promise((resolve) => server.close(resolve));
    metrics.observeCommit(12, 3);
    await jobs.send(broken, {});
    const { body, contentType } = await metrics.text();
    expect(contentType).toContain('text/plain');
    expect(body).toContain('kenning_http_request_duration_seconds_count{method="GET",route="page",status="4xx"} 1');
    expect(body).toContain('kenning_collaboration_commit_updates_sum 3');
    expect(body).toContain('kenning_jobs{queue="test.broken",state="waiting"} 1');
    expect(body).toMatch(/kenning_database_pool_connections\{state="open"\} \d/);
    expect(body).toMatch(/kenning_event_lag_seconds 0/);
    expect(body).not.toContain('secret-title');
  });

  it('are still read when the database is gone', async () => {
    const gone = await testDatabase();
    await gone.close();
    const { body } = await openMetrics({ ...runtime, database: gone }).text();
    expect(body).toContain('kenning_process_cpu_seconds_total');
  });
});
