import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  addAttachment,
  changeAccess,
  changeContent,
  changeMaintainers,
  createItem,
  decideAccessRequest,
  KNOWLEDGE_REACTIONS,
  renameItem,
  requestAccess,
  trashItem,
} from '@/server/domains/knowledge';
import { itemPath } from '@/server/domains/knowledge/rules';
import {
  addDemoPerson,
  addTeamMember,
  assertDemoWorldMayLoad,
  changeJob,
  changeManager,
  createJobRole,
  createTeam,
  deactivatePerson,
} from '@/server/domains/people';
import type { Actor } from '@/server/platform/access';
import { hashPassword, loadActor } from '@/server/platform/auth';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '@/server/platform/clock';
import { documentsToGather, gatherDocument } from '@/server/platform/collab/gather';
import type { Context } from '@/server/platform/command';
import type { Database, Tx } from '@/server/platform/db/client';
import type { Log } from '@/server/platform/log';
import { markAllRead } from '@/server/platform/notifications/commands';
import type { FileStore } from '@/server/platform/storage';
import { type DatedAct, numberOf } from './tradesense/acts';
import {
  ARTICLES_FOLDER,
  type Article,
  type Draft,
  linked,
  readArticles,
  textAfter,
  textDuring,
} from './tradesense/articles';
import { historyOf } from './tradesense/history';
import {
  DEMO_FIXED_MAILBOXES,
  DEMO_HISTORY_DAYS,
  DEMO_JOB_ROLES,
  DEMO_LEAVER,
  DEMO_PEOPLE,
  DEMO_TEAMS,
  type DemoPerson,
  demoEmail,
} from './tradesense/people';
import { DEMO_REQUESTS } from './tradesense/requests';

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
const RELATED_MAX = 4;

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

/** So many edits, and how far the last of them is. */
type Written = { edits: number; draft?: Draft };
type Step = { at: Date; run: () => Promise<unknown> };

class Loader {
  private readonly people = new Map<string, string>();
  private readonly teams = new Map<string, string>();
  private readonly jobs = new Map<string, { jobRoleId: string; jobLevelId: string }>();
  private readonly jobRoles = new Map<string, string>();
  private readonly items = new Map<string, { id: string; title: string; isPublic: boolean }>();
  private readonly images = new Map<string, string>();
  private readonly actors = new Map<string, Actor>();
  private lastEventId = 0n;

  constructor(
    private readonly deps: DemoWorldDeps,
    private readonly tx: Tx,
    private readonly articles: readonly Article[],
    private readonly passwordHash: string,
  ) {}

  async run(): Promise<void> {
    const start = this.daysAgo(DEMO_HISTORY_DAYS);
    await this.found(start);
    const steps = [...this.arrivals(), ...this.lives(), ...this.requests(), this.farewell()].sort(
      (a, b) => a.at.getTime() - b.at.getTime(),
    );
    for (const [index, step] of steps.entries()) {
      await step.run();
      await this.react();
      this.deps.onProgress?.(index + 1, steps.length);
    }
    await this.readSomeNotifications();
    this.deps.log.info({ people: this.people.size, items: this.items.size, steps: steps.length }, 'demo world loaded');
  }

  /** The administrator comes first and makes the teams, the job roles and their own place. */
  private async found(now: Date): Promise<void> {
    const admin = DEMO_PEOPLE.find((person) => person.accessRole === 'administrator');
    if (!admin) throw new Error('The demo world has no administrator.');
    const nowhere = { jobRoleId: null, jobLevelId: null, managerId: null, teamIds: [] };
    await this.addPerson(admin, now, nowhere);
    const ctx = await this.as('admin', now);
    for (const team of DEMO_TEAMS) this.teams.set(team.name, (await createTeam(ctx, { ...team })).teamId);
    for (const role of DEMO_JOB_ROLES) {
      const { jobRoleId } = await createJobRole(ctx, { name: role.name, levels: [...role.levels] });
      this.jobRoles.set(role.name, jobRoleId);
      for (const level of await this.tx.jobLevel.findMany({ where: { jobRoleId } })) {
        this.jobs.set(level.key, { jobRoleId, jobLevelId: level.id });
      }
    }
    const first = DEMO_PEOPLE.filter((person) => person !== admin && person.joinedDaysAgo === DEMO_HISTORY_DAYS);
    for (const person of first) await this.addPerson(person, now, this.placeOf(person));
    const place = this.placeOf(admin);
    const personId = idFrom(this.people, admin.mailbox);
    await changeJob(ctx, { personId, jobRoleId: place.jobRoleId, jobLevelId: place.jobLevelId });
    await changeManager(ctx, { personId, managerId: place.managerId });
    for (const teamId of place.teamIds) await addTeamMember(ctx, { teamId, personId });
    this.actors.clear();
  }

  private placeOf(person: DemoPerson) {
    return {
      ...idFrom(this.jobs, person.level),
      managerId: person.manager === null ? null : idFrom(this.people, person.manager),
      teamIds: person.teams.map((team) => idFrom(this.teams, team)),
    };
  }

  private async addPerson(
    person: DemoPerson,
    now: Date,
    place: { jobRoleId: string | null; jobLevelId: string | null; managerId: string | null; teamIds: string[] },
  ): Promise<void> {
    const { mailbox, name, timeZone, accessRole } = person;
    const account = { email: demoEmail(mailbox), name, timeZone, accessRole, passwordHash: this.passwordHash };
    const { personId } = await addDemoPerson({ db: this.tx, now }, { ...account, ...place });
    this.people.set(mailbox, personId);
    this.actors.clear();
  }

  private arrivals(): Step[] {
    const later = DEMO_PEOPLE.filter((person) => person.joinedDaysAgo < DEMO_HISTORY_DAYS);
    return later.map((person) => {
      const at = this.daysAgo(person.joinedDaysAgo);
      return { at, run: () => this.addPerson(person, at, this.placeOf(person)) };
    });
  }

  private farewell(): Step {
    const { mailbox, successor, daysAgo, reason } = DEMO_LEAVER;
    const at = this.daysAgo(daysAgo);
    const run = async () => {
      const input = { personId: idFrom(this.people, mailbox), handOverToId: idFrom(this.people, successor), reason };
      await deactivatePerson(await this.as('admin', at), input);
      this.actors.clear();
    };
    return { at, run };
  }

  private lives(): Step[] {
    const days = new Map(DEMO_PEOPLE.map((person) => [person.mailbox, person.joinedDaysAgo]));
    const joined = (mailbox: string) => this.daysAgo(idFrom(days, mailbox));
    return historyOf(this.articles, this.deps.now, joined).map((act) => ({ at: act.at, run: () => this.play(act) }));
  }

  private async play(act: DatedAct): Promise<void> {
    const { article, at } = act;
    if (act.act === 'create') return this.create(article, at, act.draft);
    const ctx = await this.as(act.by, at);
    const { id } = idFrom(this.items, article.file);
    const confirmed = true;
    if (act.act === 'edit') await this.write(ctx, article, act);
    if (act.act === 'rename') await this.rename(ctx, article.file, act.title);
    if (act.act === 'open') await changeAccess(ctx, { id, confirmed, ...this.audienceOf(article) });
    if (act.act === 'trash') await trashItem(ctx, { id, reason: act.reason });
    if (act.act === 'maintainers') {
      const maintainerIds = act.mailboxes.map((mailbox) => idFrom(this.people, mailbox));
      await changeMaintainers(ctx, { id, maintainerIds, confirmed });
    }
  }

  private audienceOf({ access, teams, roles, people }: Pick<Article, 'access' | 'teams' | 'roles' | 'people'>) {
    return {
      accessLevel: access,
      teamIds: teams.map((team) => idFrom(this.teams, team)),
      jobRoleIds: roles.map((role) => idFrom(this.jobRoles, role)),
      namedPersonIds: people.map((mailbox) => idFrom(this.people, mailbox)),
    };
  }

  private async create(article: Article, at: Date, draft?: Draft): Promise<void> {
    const { file, opened, tags, categories, languages, platforms, versions, businessContext } = article;
    const ctx = await this.as(article.author, at);
    const title = article.renamed?.from ?? article.title;
    const audience = opened ? { access: 'team' as const, teams: opened.fromTeams, roles: [], people: [] } : article;
    const { id } = await createItem(ctx, {
      title,
      contentType: article.type,
      markdown: this.textOf(article, { edits: 0, draft }),
      expertiseLevel: article.expertise,
      parentItemId: article.parent ? idFrom(this.items, article.parent).id : null,
      relatedItems: this.relatedTo(article),
      ...this.audienceOf(audience),
      ...{ tags, categories, languages, platforms, versions, businessContext },
    });
    this.items.set(file, { id, title, isPublic: article.access === 'public' });
    if (article.images.length === 0) return;
    for (const image of article.images) await this.attach(ctx, id, image);
    await this.write(ctx, article, { edits: 0, draft });
  }

  private async attach(ctx: Context, itemId: string, image: string): Promise<void> {
    const source = await readFile(join(this.deps.folder ?? ARTICLES_FOLDER, image));
    const name = image.slice(image.lastIndexOf('/') + 1);
    this.images.set(image, (await addAttachment(ctx, this.deps.files, { itemId, name, source })).url);
  }

  private async write(ctx: Context, article: Article, written: Written): Promise<void> {
    await changeContent(ctx, { id: idFrom(this.items, article.file).id, markdown: this.textOf(article, written) });
  }

  private async rename(ctx: Context, file: string, title: string): Promise<void> {
    const item = idFrom(this.items, file);
    await renameItem(ctx, { id: item.id, title });
    this.items.set(file, { ...item, title });
  }

  private textOf(article: Article, { edits, draft }: Written): string {
    const item = (file: string) => {
      const known = this.items.get(file);
      return known ? itemPath(known) : null;
    };
    return linked(draft ? textDuring(article, edits, draft) : textAfter(article, edits), {
      item,
      image: (name) => this.images.get(name) ?? name,
    });
  }

  /** What the text links to and everybody may read: an author can name only what they can see. */
  private relatedTo(article: Article): string[] {
    const known = [...new Set(article.links)].flatMap((file) => this.items.get(file) ?? []);
    return known
      .filter((item) => item.isPublic)
      .slice(0, RELATED_MAX)
      .map((item) => item.id);
  }

  private requests(): Step[] {
    return DEMO_REQUESTS.flatMap(({ file, by, reason, hoursAgo, decision }) => {
      const asked: Step = {
        at: this.hoursAgo(hoursAgo),
        run: async () => {
          const { id } = idFrom(this.items, file);
          await requestAccess(await this.as(by, this.hoursAgo(hoursAgo)), { id, reason });
        },
      };
      if (!decision) return [asked];
      const at = this.hoursAgo(decision.hoursAgo);
      const decided: Step = {
        at,
        run: async () => {
          const { id: requestId } = await this.tx.accessRequest.findFirstOrThrow({
            where: { itemId: idFrom(this.items, file).id, personId: idFrom(this.people, by), decision: null },
            select: { id: true },
          });
          await decideAccessRequest(await this.as(decision.by, at), { requestId, decision: decision.as });
        },
      };
      return [asked, decided];
    });
  }

  /** Lets other domains react to what the step recorded, at its own time; the queue finds it done already. */
  private async react(): Promise<void> {
    const events = await this.tx.event.findMany({
      where: { id: { gt: this.lastEventId } },
      orderBy: { id: 'asc' },
    });
    for (const event of events) {
      for (const reaction of KNOWLEDGE_REACTIONS.filter((one) => one.types.includes(event.type))) {
        await reaction.handle({ event, db: this.tx, now: event.at, log: this.deps.log });
      }
      this.lastEventId = event.id;
    }
  }

  /** Each person has read up to some day of the last weeks, the new hire nothing. Nobody is mailed about the past. */
  private async readSomeNotifications(): Promise<void> {
    for (const mailbox of this.people.keys()) {
      if (mailbox === 'zoe' || mailbox === DEMO_LEAVER.mailbox) continue;
      const until = this.daysAgo(5 + (numberOf(mailbox) % 20));
      await markAllRead(await this.as(mailbox, after(until, HOUR_MS)), { until });
    }
    await this.tx.notification.updateMany({ data: { mailDue: false } });
  }

  private async as(mailbox: string, now: Date): Promise<Context> {
    const known = this.actors.get(mailbox);
    const actor = known ?? (await loadActor(this.tx, idFrom(this.people, mailbox), { kind: 'command_line' }));
    if (!actor) throw new Error(`${mailbox} has left before ${now.toISOString()}.`);
    this.actors.set(mailbox, actor);
    return { actor, db: this.tx, now };
  }

  private hoursAgo(hours: number): Date {
    return after(this.deps.now, -hours * HOUR_MS);
  }

  /** The first hour of that day, before anybody works. */
  private daysAgo(days: number): Date {
    const day = after(this.deps.now, -days * DAY_MS);
    day.setUTCHours(5, 0, 0, 0);
    return day;
  }
}

/** @throws Error where the world's own data do not fit together */
function idFrom<Value>(known: ReadonlyMap<string, Value>, name: string): Value {
  const value = known.get(name);
  if (value === undefined) throw new Error(`The demo world has no "${name}" yet.`);
  return value;
}
