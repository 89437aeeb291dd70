import type { PrismaClient } from '@/prisma/generated/client';
import { SECOND_MS } from '../clock';
import type { Signals } from '../events';
import type { Jobs } from '../jobs';
import type { Log } from '../log';
import { deliverMail, writeNotificationMail } from './jobs';

export const MAIL_CHANNEL = 'kenning_mail';
const POLL_MS = 30 * SECOND_MS;
const BATCH_ROWS_MAX = 500;

/**
 * Gives every waiting mail and every notification whose mail is due to the job queue. The rows are the truth and a job
 * is keyed by its row, so that a lost signal or a lost job costs half a minute and nothing else.
 */
export function openPostman(options: { prisma: PrismaClient; jobs: Jobs; signals: Signals; log: Log }): {
  stop: () => Promise<void>;
} {
  const { prisma, jobs, signals, log } = options;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  const collect = async () => {
    const due = await prisma.notification.findMany({
      where: { mailDue: true },
      select: { id: true },
      orderBy: { createdAt: 'asc' },
      take: BATCH_ROWS_MAX,
    });
    for (const { id } of due) await jobs.send(writeNotificationMail, { notificationId: id }, { key: id });
    const waiting = await prisma.mailMessage.findMany({
      where: { state: 'waiting' },
      select: { id: true },
      orderBy: { createdAt: 'asc' },
      take: BATCH_ROWS_MAX,
    });
    for (const { id } of waiting) await jobs.send(deliverMail, { mailId: id }, { key: id });
  };

  const round = async () => {
    while (again && !stopped) {
      again = false;
      await collect().catch((error: unknown) => {
        if (!stopped) log.error({ err: error }, 'collecting mail failed');
      });
    }
    running = null;
  };

  const wake = () => {
    again = true;
    running ??= round();
  };

  const silence = signals.on(MAIL_CHANNEL, wake);
  const timer = setInterval(wake, POLL_MS);
  return {
    async stop() {
      stopped = true;
      silence();
      clearInterval(timer);
      await running;
    },
  };
}
