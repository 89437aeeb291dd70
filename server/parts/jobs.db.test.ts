import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '@/server/platform/db/client';
import { readEnv } from '@/server/platform/env';
import { recordEvent } from '@/server/platform/events';
import { openLog } from '@/server/platform/log';
import { deliverMail, queueMail } from '@/server/platform/mail';
import type { Runtime } from '@/server/platform/runtime';
import { openLocalFileStore } from '@/server/platform/storage';
import { testDatabase } from '@/server/platform/testing/database';
import { type BackgroundWork, openJobsPart } from './jobs';

const WAIT = { timeout: 20_000, interval: 50 };
/** Longer than a process that works takes to hear of a job. */
const HEARD_MS = 1_500;
const now = new Date('2026-03-02T09:00:00Z');

let database: Database;
let folder: string;
let opened: BackgroundWork[];

beforeEach(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kenning-jobs-'));
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((work) => work.close()));
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(working: boolean): Promise<Runtime> {
  const files = await openLocalFileStore(folder, database.prisma);
  const env = readEnv({ NODE_ENV: 'test' });
  const runtime: Runtime = { env, secret: 's', database, log: openLog('silent'), files };
  opened.push(await openJobsPart(runtime, working));
  return runtime;
}

describe('the background work of a process', () => {
  it('carries an event to its reaction and a mail to the operator, and begins again after a stop', async () => {
    const runtime = await open(true);
    const marco = await database.prisma.person.create({ data: { email: 'marco@tradesense.example', name: 'Marco' } });
    const item = await database.prisma.knowledgeItem.create({
      data: { title: 'Keys', contentType: 'procedures', authorId: marco.id, createdAt: now, updatedAt: now },
    });
    const tell = () =>
      database.prisma.$transaction(async (tx) => {
        const data = { added: [marco.id], removed: [] };
        await recordEvent(
          tx,
          { actor: null, now },
          { type: 'knowledge.item.maintainers_changed', subject: item.id, data },
        );
        await queueMail(tx, { to: marco.email, subject: 'Hello', text: 'A link', now });
      });
    await tell();
    await vi.waitFor(async () => {
      expect(await database.prisma.notification.count({ where: { personId: marco.id } })).toBe(1);
      expect(await database.prisma.mailMessage.count({ where: { state: 'kept' } })).toBe(1);
    }, WAIT);
    expect((await runtime.jobs?.dead(10)) ?? null).toEqual([]);
    await Promise.all(opened.splice(0).map((work) => work.close()));
    await tell();
    await open(true);
    await vi.waitFor(async () => {
      expect(await database.prisma.notification.count({ where: { personId: marco.id } })).toBe(2);
      expect(await database.prisma.mailMessage.count({ where: { state: 'kept' } })).toBe(2);
    }, WAIT);
  });

  it('only sends where the process does not work; one that works does it', async () => {
    const sender = await open(false);
    await database.prisma.$transaction((tx) => queueMail(tx, { to: 'a@x.example', subject: 's', text: 't', now }));
    const mail = await database.prisma.mailMessage.findFirstOrThrow();
    await sender.jobs?.send(deliverMail, { mailId: mail.id });
    await new Promise((resolve) => setTimeout(resolve, HEARD_MS));
    const queues = await sender.jobs?.states();
    expect(queues?.find(({ name }) => name === deliverMail.name)).toMatchObject({ waiting: 1, running: 0 });
    expect(await database.prisma.mailMessage.findMany()).toMatchObject([{ state: 'waiting' }]);
    await open(true);
    await vi.waitFor(async () => {
      expect(await database.prisma.mailMessage.findMany()).toMatchObject([{ state: 'kept' }]);
    }, WAIT);
  });
});
