import { z } from 'zod';
import type { PrismaClient } from '@/prisma/generated/client';
import { loadActor } from '../auth/actor';
import { after, DAY_MS } from '../clock';
import { defineJob, type JobRun, type JobWorker, onJob } from '../jobs';
import { redact } from '../log';
import type { RenderNotificationMail } from '../notifications/kinds.schema';
import { actorIdIn } from '../notifications/queries';
import type { ReadThings } from '../notifications/things';
import { queueMail } from './queue-mail';
import { type Mailer, MailRefused } from './smtp';

const MAIL_RETRY_LIMIT = 8;
const MAIL_RETRY_DELAY_SECONDS = 30;
/** What was sent, kept or given up is forgotten after this; links in it have long expired. */
export const MAIL_KEPT_MS = 30 * DAY_MS;
/** Also what nobody read: whoever was away for so long looks at the things themselves, and the table ends somewhere. */
export const NOTIFICATIONS_KEPT_MS = 365 * DAY_MS;

export const deliverMail = defineJob({
  name: 'mail.deliver',
  schema: z.object({ mailId: z.string() }),
  retryLimit: MAIL_RETRY_LIMIT,
  retryDelaySeconds: MAIL_RETRY_DELAY_SECONDS,
});

export const writeNotificationMail = defineJob({
  name: 'mail.write',
  schema: z.object({ notificationId: z.string() }),
});

export const forgetOldMail = defineJob({ name: 'mail.forget', schema: z.object({}) });

export type MailSurroundings = {
  prisma: PrismaClient;
  /** Null without an SMTP server: mail is kept for the operator. */
  mailer: Mailer | null;
  readThings: ReadThings;
  render: RenderNotificationMail;
  publicUrl: string;
};

/** The workers of the outbox. */
export function mailWorkers(surroundings: MailSurroundings): JobWorker[] {
  return [
    onJob(deliverMail, ({ mailId }, run) => deliver(surroundings, mailId, run)),
    onJob(writeNotificationMail, async ({ notificationId }, run) => {
      try {
        await write(surroundings, notificationId, run);
      } catch (error) {
        // Given up: otherwise it would be collected again for ever. The dead job keeps the reason.
        const { notification } = surroundings.prisma;
        if (run.last) await notification.updateMany({ where: { id: notificationId }, data: { mailDue: false } });
        throw error;
      }
    }),
    onJob(forgetOldMail, (_, run) => forget(surroundings, run)),
  ];
}

/**
 * Sends one waiting mail. A crash between the server's yes and ours sends it again, with the same Message-ID. Once it
 * is sent its text is forgotten: it may hold a link that opens an account.
 */
async function deliver({ prisma, mailer }: MailSurroundings, mailId: string, run: JobRun): Promise<void> {
  const mail = await prisma.mailMessage.findUnique({ where: { id: mailId } });
  if (mail?.state !== 'waiting') return;
  const waiting = { id: mailId, state: 'waiting' as const };
  if (!mailer) {
    await prisma.mailMessage.updateMany({ where: waiting, data: { state: 'kept' } });
    return;
  }
  try {
    await mailer.send({ id: mail.id, to: mail.toAddress, subject: mail.subject, text: mail.text });
  } catch (error) {
    const over = run.last || error instanceof MailRefused;
    const said = redact(error instanceof Error ? error.message : String(error));
    await prisma.mailMessage.updateMany({
      where: waiting,
      data: { attempts: { increment: 1 }, error: said, ...(over ? { state: 'failed' } : {}) },
    });
    if (over) return run.log.warn({ err: error, mailId }, 'mail given up');
    throw error;
  }
  await prisma.mailMessage.updateMany({
    where: waiting,
    data: { state: 'sent', sentAt: run.now, text: '', error: null, attempts: { increment: 1 } },
  });
}

/** Writes the mail of a notification, judged for its reader at this moment. Who has left gets none. */
async function write(surroundings: MailSurroundings, notificationId: string, run: JobRun): Promise<void> {
  const { prisma, readThings, render, publicUrl } = surroundings;
  await prisma.$transaction(async (tx) => {
    const { count } = await tx.notification.updateMany({
      where: { id: notificationId, mailDue: true },
      data: { mailDue: false },
    });
    if (count === 0) return;
    const row = await tx.notification.findUniqueOrThrow({ where: { id: notificationId }, include: { person: true } });
    const actor = await loadActor(tx, row.personId, { kind: 'job' });
    if (!actor) return;
    const thing =
      row.subjectId === null ? null : (await readThings({ actor, db: tx }, [row.subjectId])).get(row.subjectId);
    // What they may no longer read is no longer worth a mail.
    if (thing === undefined) return;
    const data = z.record(z.string(), z.unknown()).catch({}).parse(row.data);
    const causer = actorIdIn(data);
    const by = causer === null ? null : await tx.person.findUnique({ where: { id: causer }, select: { name: true } });
    const words = render({
      kind: row.kind,
      name: row.person.name,
      actorName: by?.name ?? null,
      thing: row.subjectId !== null && thing ? { id: row.subjectId, title: thing.title } : null,
      data,
      publicUrl,
    });
    await queueMail(tx, { ...words, to: row.person.email, thingId: row.subjectId, now: run.now });
  });
}

async function forget({ prisma }: MailSurroundings, { now }: JobRun): Promise<void> {
  await prisma.mailMessage.deleteMany({
    where: { state: { not: 'waiting' }, createdAt: { lt: after(now, -MAIL_KEPT_MS) } },
  });
  await prisma.notification.deleteMany({ where: { createdAt: { lt: after(now, -NOTIFICATIONS_KEPT_MS) } } });
}
