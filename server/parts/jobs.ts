import { z } from 'zod';
import { notificationMail } from '@/components/notifications/mail-labels';
import {
  KNOWLEDGE_JOBS,
  KNOWLEDGE_REACTIONS,
  knowledgeWorkers,
  readThings,
  scheduleRounds,
} from '@/server/domains/knowledge';
import { tidyPeople } from '@/server/domains/people';
import { GATHER_JOBS, gatherWorkers, scheduleGathering } from '@/server/platform/collab';
import { openDispatcher, openSignals, type Reaction, reactionJob, reactionWorker } from '@/server/platform/events';
import { defineJob, type Jobs, type JobWorker, onJob, openJobs } from '@/server/platform/jobs';
import {
  deliverMail,
  forgetOldMail,
  type Mailer,
  mailWorkers,
  openPostman,
  smtpMailer,
  writeNotificationMail,
} from '@/server/platform/mail';
import type { Runtime } from '@/server/platform/runtime';
import { publicAddress } from './address';

export type BackgroundWork = { close: () => Promise<void> };

const NIGHTLY = '17 3 * * *';
const tidyPeopleJob = defineJob({ name: 'people.tidy', schema: z.object({}) });

/** What every domain sends, and what happens when something happened. A new domain adds its lines here. */
const JOBS = [...KNOWLEDGE_JOBS, ...GATHER_JOBS, tidyPeopleJob, deliverMail, writeNotificationMail, forgetOldMail];
const REACTIONS: readonly Reaction[] = [...KNOWLEDGE_REACTIONS];
/** Every queue there is. */
export const QUEUES = [...JOBS, ...REACTIONS.map(reactionJob)];

/**
 * Opens the queue, hangs it on the runtime (`runtime.jobs`), and, with `working`, runs jobs and follows events.
 * Every process sends jobs; only those with the role `jobs` do them.
 */
export async function openJobsPart(runtime: Runtime, working: boolean): Promise<BackgroundWork> {
  const { database, log } = runtime;
  const jobs = await openJobs({ url: database.url, log, definitions: QUEUES, supervise: working });
  runtime.jobs = jobs;
  if (!working) return { close: () => jobs.stop() };
  const mailer = mailerOf(runtime);
  await jobs.work(workersOf(runtime, mailer));
  await scheduleAll(jobs);
  const signals = await openSignals({ url: database.url, log });
  const { prisma } = database;
  const dispatcher = await openDispatcher({ prisma, jobs, signals, reactions: REACTIONS, log });
  const postman = openPostman({ prisma, jobs, signals, log });
  return {
    async close() {
      await dispatcher.stop();
      await postman.stop();
      await signals.close();
      await jobs.stop();
      mailer?.close();
    },
  };
}

function mailerOf({ env }: Runtime): Mailer | null {
  return env.SMTP_URL ? smtpMailer({ url: env.SMTP_URL, from: env.MAIL_FROM }) : null;
}

function workersOf(runtime: Runtime, mailer: Mailer | null): JobWorker[] {
  const {
    env,
    database: { prisma },
  } = runtime;
  return [
    ...knowledgeWorkers(prisma),
    ...gatherWorkers(prisma, () => runtime.jobs),
    onJob(tidyPeopleJob, async (_, { now }) => void (await tidyPeople(prisma, now))),
    ...mailWorkers({ prisma, mailer, readThings, render: notificationMail, publicUrl: publicAddress(env) }),
    ...REACTIONS.map((reaction) => reactionWorker(reaction, prisma)),
  ];
}

async function scheduleAll(jobs: Jobs): Promise<void> {
  await scheduleRounds(jobs);
  await scheduleGathering(jobs);
  await jobs.schedule(tidyPeopleJob, NIGHTLY, {});
  await jobs.schedule(forgetOldMail, NIGHTLY, {});
}
