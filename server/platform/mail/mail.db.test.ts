import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MailState } from '@/prisma/generated/enums';
import type { Database } from '../db/client';
import { openSignals } from '../events';
import { type Jobs, openJobs } from '../jobs';
import { openLog } from '../log';
import { notify } from '../notifications';
import type { NotificationKind } from '../notifications/kinds.schema';
import type { ReadThings } from '../notifications/things';
import { testDatabase } from '../testing/database';
import { deliverMail, forgetOldMail, mailWorkers, openPostman, queueMail, smtpMailer, writeNotificationMail } from '.';
import { MAIL_KEPT_MS, NOTIFICATIONS_KEPT_MS } from './jobs';
import { type MailServer, mailServer } from './rig';

const WAIT = { timeout: 15_000, interval: 20 };
const log = openLog('silent');
const now = new Date('2026-03-02T09:00:00Z');
const asked: NotificationKind = { name: 'test.asked', inApp: true, mail: true };
const readable: ReadThings = async (_, ids) =>
  new Map(ids.filter((id) => id === 'open').map((id) => [id, { title: 'Keys' }]));

let database: Database;
let server: MailServer;
let closers: (() => Promise<void> | void)[];

beforeEach(async () => {
  database = await testDatabase();
  server = await mailServer();
  closers = [server.close];
});

afterEach(async () => {
  for (const close of closers.reverse()) await close();
  await database.close();
});

/** The whole post: queue, workers, postman. @param smtp null for an installation without a mail server */
async function openPost(smtp: string | null = server.url): Promise<Jobs> {
  const quick = { retryDelaySeconds: 0, retryLimit: 2 };
  const definitions = [{ ...deliverMail, ...quick }, { ...writeNotificationMail, ...quick }, forgetOldMail];
  const jobs = await openJobs({
    url: database.url,
    log,
    definitions,
    supervise: true,
    pollSeconds: 0.5,
    clock: () => now,
  });
  closers.push(() => jobs.stop());
  const mailer = smtp === null ? null : smtpMailer({ url: smtp, from: 'Kenning <kb@tradesense.example>' });
  if (mailer) closers.push(() => mailer.close());
  const workers = mailWorkers({
    prisma: database.prisma,
    mailer,
    readThings: readable,
    publicUrl: 'https://kb.example',
    render: ({ name, thing, actorName }) => ({ subject: 'Someone asks', text: `${name} ${actorName} ${thing?.title}` }),
  });
  await jobs.work(workers);
  const signals = await openSignals({ url: database.url, log });
  closers.push(() => signals.close());
  const postman = openPostman({ prisma: database.prisma, jobs, signals, log });
  closers.push(() => postman.stop());
  return jobs;
}

const queue = (to = 'ana@tradesense.example', subject = 'Welcome') =>
  database.prisma.$transaction((tx) =>
    queueMail(tx, { to, subject, text: 'Follow https://kb.example/x?token=secret', now }),
  );

const waitFor = (state: MailState) =>
  vi.waitFor(async () => {
    const mails = await database.prisma.mailMessage.findMany();
    expect(mails.map((mail) => mail.state)).toEqual([state]);
    return mails[0];
  }, WAIT);

const person = (email: string, more: object = {}) =>
  database.prisma.person.create({ data: { email, name: email.split('@')[0] ?? '', ...more } });

describe('the post', () => {
  it('sends what a transaction queued, once, and forgets the text that may open an account', async () => {
    await openPost();
    await queue();
    const mail = await waitFor('sent');
    expect(mail).toMatchObject({ text: '', sentAt: now, attempts: 1, error: null });
    expect(server.received).toHaveLength(1);
    expect(server.received[0]?.recipients).toEqual(['ana@tradesense.example']);
    expect(server.received[0]?.source).toContain('Subject: Welcome');
    expect(server.received[0]?.source).toContain(`Message-ID: <${mail?.id}@tradesense.example>`);
    expect(server.received[0]?.source).toContain('token=secret');
  });

  it('sends what was queued while it was not running', async () => {
    await queue();
    await openPost();
    await waitFor('sent');
  });

  it('keeps mail for the operator when there is no server', async () => {
    await openPost(null);
    await queue();
    expect(await waitFor('kept')).toMatchObject({ attempts: 0, text: expect.stringContaining('token=secret') });
  });

  it('tries again after a passing refusal', async () => {
    server.refusals.push('451 later, please');
    await openPost();
    await queue();
    expect(await waitFor('sent')).toMatchObject({ attempts: 2, error: null });
  });

  it('gives up at once after a lasting one, and says why without the address', async () => {
    server.refusals.push('550 no such person ana@tradesense.example');
    await openPost();
    await queue();
    const mail = await waitFor('failed');
    expect(mail).toMatchObject({ attempts: 1, error: expect.stringContaining('550') });
    expect(mail?.error).not.toContain('ana@');
  });

  it('gives up after its last attempt', async () => {
    server.refusals.push(...Array.from({ length: 9 }, () => '451 later'));
    await openPost();
    await queue();
    expect(await waitFor('failed')).toMatchObject({ attempts: 3 });
  });

  it('cannot be led to other readers by an address or a subject', async () => {
    await expect(queue('ana@x.example, eve@x.example')).rejects.toThrow('one address');
    await expect(queue('ana@x.example\r\nBcc: eve@x.example')).rejects.toThrow('one address');
    await openPost();
    await queue('ana@x.example', 'Hello\r\nBcc: eve@x.example\r\n\r\nother text');
    await waitFor('sent');
    expect(server.received[0]?.recipients).toEqual(['ana@x.example']);
    expect(server.received[0]?.source).not.toMatch(/^Bcc:/m);
    // Rows written by other hands are judged again before they leave.
    await database.prisma.mailMessage.deleteMany();
    await database.prisma.mailMessage.create({
      data: { toAddress: 'ana@x.example, eve@x.example', subject: 's', text: 't', createdAt: now },
    });
    await waitFor('failed');
    expect(server.received).toHaveLength(1);
  });

  it('writes the mail of a notification, with the title only for who may read it at that moment', async () => {
    const ana = await person('ana@tradesense.example');
    const noah = await person('noah@tradesense.example');
    const gone = await person('gone@tradesense.example', { deactivation: { create: { at: now } } });
    await openPost();
    const tell = (thingId: string, eventId: bigint) =>
      database.prisma.$transaction((tx) =>
        notify(tx, { kind: asked, personIds: [ana.id, gone.id], thingId, data: { actorId: noah.id }, eventId, now }),
      );
    expect(await tell('open', 1n)).toBe(1);
    expect(await tell('closed', 2n)).toBe(1);
    await waitFor('sent');
    expect(server.received).toHaveLength(1);
    expect(server.received[0]?.source).toContain('ana noah Keys');
    await vi.waitFor(async () => {
      expect(await database.prisma.notification.count({ where: { mailDue: true } })).toBe(0);
    }, WAIT);
    expect(await database.prisma.mailMessage.count()).toBe(1);
  });

  it('forgets old mail, but none that still waits', async () => {
    const old = new Date(now.getTime() - MAIL_KEPT_MS - 1);
    const base = { toAddress: 'a@x.example', subject: 's', text: 't' };
    const jobs = await openPost('smtp://127.0.0.1:9');
    await database.prisma.mailMessage.createMany({
      data: [
        { ...base, state: 'kept', createdAt: old },
        { ...base, state: 'kept', createdAt: now },
        { ...base, state: 'sent', createdAt: old },
      ],
    });
    await jobs.send(forgetOldMail, {});
    await vi.waitFor(async () => {
      const left = await database.prisma.mailMessage.findMany();
      expect(left.map(({ createdAt }) => createdAt)).toEqual([now]);
    }, WAIT);
  });

  it('forgets notifications after a year, also those that nobody read', async () => {
    const { id: personId } = await person('ana@tradesense.example');
    const old = new Date(now.getTime() - NOTIFICATIONS_KEPT_MS - 1);
    const base = { personId, kind: asked.name };
    const jobs = await openPost();
    await database.prisma.notification.createMany({
      data: [
        { ...base, createdAt: old },
        { ...base, createdAt: old, readAt: old },
        { ...base, createdAt: now },
        { ...base, createdAt: now, readAt: now },
      ],
    });
    await jobs.send(forgetOldMail, {});
    await vi.waitFor(async () => {
      const left = await database.prisma.notification.findMany();
      expect(left.map(({ createdAt }) => createdAt)).toEqual([now, now]);
    }, WAIT);
  });
});
