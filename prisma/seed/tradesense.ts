import { KNOWLEDGE_REACTIONS } from '@/server/domains/knowledge';
import { assertDemoWorldMayLoad } from '@/server/domains/people';
import { hashPassword } from '@/server/platform/auth';
import { after, HOUR_MS, MINUTE_MS } from '@/server/platform/clock';
import { documentsToGather, gatherDocument } from '@/server/platform/collab/gather';
import type { Database, Tx } from '@/server/platform/db/client';
import type { Log } from '@/server/platform/log';
import { markAllRead } from '@/server/platform/notifications/commands';
import type { FileStore } from '@/server/platform/storage';
import { numberOf } from './tradesense/acts';
import { type Article, readArticles } from './tradesense/articles';
import { historyOf } from './tradesense/history';
import { ItemsOfTheWorld } from './tradesense/load-items';
import { PeopleOfTheWorld } from './tradesense/load-people';
import { requestsOf } from './tradesense/load-requests';
import { DEMO_FIXED_MAILBOXES, DEMO_HISTORY_DAYS, DEMO_LEAVER, DEMO_PEOPLE, demoEmail } from './tradesense/people';
import { idFrom, type Step, World } from './tradesense/world';

export type DemoWorldDeps = {
  database: Database;
  files: FileStore;
  now: Date;
  /** Of every account. */
  password: string;
  log: Log;
  /** Called after each step of the history. */
  onProgress?: (done: number, total: number) => void;
  /** Where the articles lie; of the product when absent. */
  folder?: string;
};

export type DemoAccountFacts = { email: string; role: string };

/** The whole world is one transaction: it is there, or it is not. */
const LOAD_TIMEOUT_MS = 5 * MINUTE_MS;
const INSTALLATION_ID = 1;

const ROLES: Record<(typeof DEMO_FIXED_MAILBOXES)[number], string> = {
  admin: 'administrator',
  lena: 'leadership',
  marco: 'manager',
  ana: 'senior engineer',
  noah: 'engineer',
  zoe: 'new hire',
};

/** The accounts that are shown when the product starts. */
export const DEMO_ACCOUNTS: readonly DemoAccountFacts[] = DEMO_FIXED_MAILBOXES.map((mailbox) => ({
  email: demoEmail(mailbox),
  role: ROLES[mailbox],
}));

/**
 * Loads TradeSense: people, teams, job roles, and a year of articles with what happened to them, every write by its
 * command at its moment in the past. Once an installation: the second call does nothing, two at once load one world,
 * and a crash leaves nothing behind.
 * @returns the accounts to show
 * @throws KenningError conflict / real_people_present where somebody real is (PE-D2)
 */
export async function loadDemoWorld(deps: DemoWorldDeps): Promise<{ accounts: DemoAccountFacts[] }> {
  const { prisma } = deps.database;
  const articles = await readArticles(deps.folder);
  const passwordHash = await hashPassword(deps.password);
  await prisma.installation.createMany({ data: { id: INSTALLATION_ID }, skipDuplicates: true });
  const isNew = await prisma.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT id FROM installation WHERE id = ${INSTALLATION_ID} FOR UPDATE`;
      const installation = await tx.installation.findUniqueOrThrow({ where: { id: INSTALLATION_ID } });
      if (installation.demoLoadedAt) return false;
      await assertDemoWorldMayLoad(tx);
      await new Loader(deps, tx, articles, passwordHash).run();
      // Whoever opens the product meets the demo world's administrator: nobody is needed to set it up.
      const loaded = { demoLoadedAt: deps.now, setUpCodeHash: null };
      await tx.installation.update({ where: { id: INSTALLATION_ID }, data: loaded });
      return true;
    },
    { timeout: LOAD_TIMEOUT_MS },
  );
  if (isNew) await gatherThePast(prisma, deps.now);
  return { accounts: [...DEMO_ACCOUNTS] };
}

/** The job that gathers sessions would come to these within minutes; their history says at once who wrote how much. */
async function gatherThePast(db: Database['prisma'], now: Date): Promise<void> {
  for (const { documentId } of await documentsToGather(db, now)) await gatherDocument(db, { documentId, now });
}

/** Tells the world's past, one step after the other. */
class Loader {
  private readonly deps: DemoWorldDeps;
  private readonly articles: readonly Article[];
  private readonly world: World;
  private readonly people: PeopleOfTheWorld;
  private readonly items: ItemsOfTheWorld;
  private lastEventId = 0n;

  constructor(deps: DemoWorldDeps, tx: Tx, articles: readonly Article[], passwordHash: string) {
    this.deps = deps;
    this.articles = articles;
    this.world = new World(tx, deps.now);
    this.people = new PeopleOfTheWorld(this.world, passwordHash);
    this.items = new ItemsOfTheWorld(this.world, deps.files, deps.folder);
  }

  async run(): Promise<void> {
    const { world, people, deps } = this;
    await people.found(world.daysAgo(DEMO_HISTORY_DAYS));
    const steps = [...people.arrivals(), ...this.lives(), ...requestsOf(world), people.farewell()].sort(
      (a, b) => a.at.getTime() - b.at.getTime(),
    );
    for (const [index, step] of steps.entries()) {
      await step.run();
      await this.react();
      deps.onProgress?.(index + 1, steps.length);
    }
    await this.readSomeNotifications();
    deps.log.info({ people: world.people.size, items: world.items.size, steps: steps.length }, 'demo world loaded');
  }

  private lives(): Step[] {
    const days = new Map(DEMO_PEOPLE.map((person) => [person.mailbox, person.joinedDaysAgo]));
    const joined = (mailbox: string) => this.world.daysAgo(idFrom(days, mailbox));
    return historyOf(this.articles, this.deps.now, joined).map((act) => ({
      at: act.at,
      run: () => this.items.play(act),
    }));
  }

  /** Lets other domains react to what the step recorded, at its own time; the queue finds it done already. */
  private async react(): Promise<void> {
    const events = await this.world.tx.event.findMany({
      where: { id: { gt: this.lastEventId } },
      orderBy: { id: 'asc' },
    });
    for (const event of events) {
      for (const reaction of KNOWLEDGE_REACTIONS.filter((one) => one.types.includes(event.type))) {
        await reaction.handle({ event, db: this.world.tx, now: event.at, log: this.deps.log });
      }
      this.lastEventId = event.id;
    }
  }

  /** Each person has read up to some day of the last weeks, the new hire nothing. Nobody is mailed about the past. */
  private async readSomeNotifications(): Promise<void> {
    for (const mailbox of this.world.people.keys()) {
      if (mailbox === 'zoe' || mailbox === DEMO_LEAVER.mailbox) continue;
      const until = this.world.daysAgo(5 + (numberOf(mailbox) % 20));
      await markAllRead(await this.world.as(mailbox, after(until, HOUR_MS)), { until });
    }
    await this.world.tx.notification.updateMany({ data: { mailDue: false } });
  }
}
