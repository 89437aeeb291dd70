import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessLevel, ContentType } from '@/prisma/generated/enums';
import { deleteItemsOf, getItem, listItems } from '@/server/domains/knowledge';
import { type DemoCleanup, removeDemoAccounts, signIn, signInWith } from '@/server/domains/people';
import { hashPassword, loadActorByEmail } from '@/server/platform/auth';
import { DAY_MS } from '@/server/platform/clock';
import { listSessions, sqlOfPrisma } from '@/server/platform/collab';
import type { Database } from '@/server/platform/db/client';
import { openLog } from '@/server/platform/log';
import { type FileStore, openLocalFileStore } from '@/server/platform/storage';
import { testDatabase } from '@/server/platform/testing/database';
import { DEMO_ACCOUNTS, loadDemoWorld } from './tradesense';
import { readArticles } from './tradesense/articles';
import { DEMO_JOB_ROLES, DEMO_PEOPLE, demoEmail } from './tradesense/people';

const now = new Date('2026-03-02T15:30:00Z');
const password = 'a password of the demo';
const log = openLog('silent');
const LOAD_MS_MAX = 120_000;

let folder: string;
let database: Database;
let files: FileStore;
const progress: [done: number, total: number][] = [];

const load = (into: Database) => loadDemoWorld({ database: into, files, now, password, log });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kenning-demo-'));
  database = await testDatabase();
  files = await openLocalFileStore(folder, database.prisma);
  const onProgress = (done: number, total: number) => progress.push([done, total]);
  await loadDemoWorld({ database, files, now, password, log, onProgress });
}, LOAD_MS_MAX);

afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function as(mailbox: string) {
  const actor = await loadActorByEmail(database.prisma, demoEmail(mailbox), { kind: 'job' });
  if (!actor) throw new Error(`${mailbox} is not here`);
  return { actor, db: database.prisma, now };
}

/** Everything that a person finds in the library. */
async function titlesFor(mailbox: string): Promise<string[]> {
  const ctx = await as(mailbox);
  const titles: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listItems>> = await listItems(ctx, { cursor, limit: 50 });
    titles.push(...page.items.map((item) => item.title));
    cursor = page.nextCursor;
  } while (cursor);
  return titles;
}

describe('the demo world', () => {
  it('knows whom a password opens the door for, also after one of them has chosen another', async () => {
    const emails = DEMO_ACCOUNTS.map(({ email }) => email);
    expect(await signInWith(database.prisma, emails, password)).toEqual(emails);
    expect(await signInWith(database.prisma, emails, 'another password')).toEqual([]);
    const before = await database.prisma.credential.findFirstOrThrow({ where: { person: { email: emails[0] } } });
    const write = (passwordHash: string) =>
      database.prisma.credential.update({ where: { personId: before.personId }, data: { passwordHash } });
    await write(await hashPassword('chosen by herself'));
    expect(await signInWith(database.prisma, emails, password)).toEqual(emails.slice(1));
    await write(before.passwordHash);
  });

  it('has about forty people in six teams, under one head, each with a level of a career', async () => {
    const people = await database.prisma.person.findMany({ include: { demoAccount: true, teams: true } });
    expect(people).toHaveLength(DEMO_PEOPLE.length);
    expect(people.length).toBeGreaterThanOrEqual(38);
    expect(people.length).toBeLessThanOrEqual(44);
    expect(people.every((person) => person.demoAccount && person.jobLevelId && person.teams.length > 0)).toBe(true);
    expect(people.filter((person) => person.managerId === null).map((person) => person.email)).toEqual([
      'lena@tradesense.example',
    ]);
    expect(await database.prisma.team.count()).toBe(6);
    const roles = await database.prisma.jobRole.findMany({ include: { levels: { orderBy: { rank: 'asc' } } } });
    expect(roles).toHaveLength(DEMO_JOB_ROLES.length);
    expect(roles.every(({ levels }) => levels.length === 5 && levels[0]?.senior === false && levels[4]?.senior)).toBe(
      true,
    );
    expect(roles.find((role) => role.name === 'Software engineer')?.levels.map((level) => level.key)).toEqual([
      'junior_engineer',
      'engineer',
      'senior_engineer',
      'staff_engineer',
      'principal_engineer',
    ]);
    const marco = await as('marco');
    for (const mailbox of ['ana', 'noah', 'zoe']) {
      expect(marco.actor.reportIds).toContain((await as(mailbox)).actor.personId);
    }
  });

  it('lets every fixed account in with the one password, and the one who left not', async () => {
    const surroundings = { db: database.prisma, now, address: '192.0.2.1', userAgent: 'test', secret: 'a secret' };
    for (const { email } of DEMO_ACCOUNTS) {
      expect(await signIn(surroundings, { email, password })).toEqual(expect.any(String));
    }
    expect(await signIn(surroundings, { email: demoEmail('henrik'), password })).toBeNull();
    expect(await signIn(surroundings, { email: demoEmail('ana'), password: 'another one' })).toBeNull();
  });

  it('has every content type and every access level', async () => {
    const items = await database.prisma.knowledgeItem.findMany();
    expect(items.length).toBeGreaterThanOrEqual(60);
    expect(new Set(items.map((item) => item.contentType))).toEqual(new Set(Object.values(ContentType)));
    expect(new Set(items.map((item) => item.accessLevel))).toEqual(new Set(Object.values(AccessLevel)));
    expect(items.every((item) => item.content.length > 50 && item.summary.length > 0)).toBe(true);
  });

  it('shows each person what the levels say', async () => {
    const lists = { ana: await titlesFor('ana'), noah: await titlesFor('noah'), admin: await titlesFor('admin') };
    const bands = 'Compensation bands and how we use them';
    const rivals = 'Competitive analysis: analytics for private traders';
    expect(lists.ana).toContain(rivals);
    expect(lists.noah).not.toContain(rivals);
    expect(lists.admin).not.toContain(rivals);
    for (const titles of Object.values(lists)) expect(titles).not.toContain(bands);
    expect(await titlesFor('lena')).toContain(bands);
    expect(lists.noah).toContain('Market Data weekly, notes');
    expect(lists.admin).not.toContain('Market Data weekly, notes');
    expect(lists.admin).toContain('Review of access held by vendors');
  });

  it('tells a year in the order of time, none of it in the future', async () => {
    const events = await database.prisma.event.findMany({ orderBy: { id: 'asc' }, select: { at: true, type: true } });
    const dates = events.map((event) => event.at.getTime());
    expect(dates).toEqual([...dates].sort((a, b) => a - b));
    expect(dates.at(-1)).toBeLessThanOrEqual(now.getTime());
    expect(now.getTime() - (dates[0] ?? 0)).toBeGreaterThan(360 * DAY_MS);
    const types = new Set(events.map((event) => event.type));
    for (const name of ['created', 'content_changed', 'renamed', 'access_changed', 'trashed', 'handed_over']) {
      expect(types).toContain(`knowledge.item.${name}`);
    }
    const newest = await database.prisma.knowledgeItem.findFirstOrThrow({ orderBy: { updatedAt: 'desc' } });
    expect(newest.updatedAt.getTime()).toBeLessThanOrEqual(now.getTime());
    const edited = await database.prisma.documentSessionPart.findMany({ distinct: ['documentId', 'personId'] });
    expect(new Set(edited.map((row) => row.documentId)).size).toBeLessThan(edited.length - 40);
  });

  it('CO-V23: has post-mortems and runbooks that several wrote at one time and went through again days later', async () => {
    const together = await database.prisma.knowledgeItem.findMany({
      where: { contentType: { in: ['post_mortems', 'procedures', 'workflows', 'troubleshooting'] }, trashing: null },
      include: { maintainers: true },
    });
    const shared = together.filter(({ maintainers }) => maintainers.length > 1);
    expect(shared.length).toBeGreaterThanOrEqual(10);
    for (const { id, title } of shared) {
      const sessions = await listSessions(sqlOfPrisma(database.prisma), id, { before: null, limit: 50 });
      const told = { title, many: sessions.length > 2, together: sessions.some((one) => one.contributions.length > 1) };
      expect(told).toEqual({ title, many: true, together: true });
      const parts = sessions.flatMap(({ contributions }) => contributions);
      expect(parts.every(({ charsAdded }) => charsAdded !== null)).toBe(true);
      expect(parts.some(({ charsRemoved }) => (charsRemoved ?? 0) > 0)).toBe(true);
    }
    const items = await database.prisma.knowledgeItem.findMany({ where: { trashing: null } });
    expect(items.filter(({ content }) => content.includes('To be confirmed.'))).toEqual([]);
  });

  it('resolves every relative link and image of the articles', async () => {
    const names = new Set((await readArticles()).map((article) => article.file));
    for (const article of await readArticles()) {
      const missing = [...article.links, ...(article.parent ? [article.parent] : [])].filter(
        (link) => !names.has(link),
      );
      expect({ file: article.file, missing }).toEqual({ file: article.file, missing: [] });
    }
    const items = await database.prisma.knowledgeItem.findMany({ where: { trashing: null } });
    const ids = new Set(items.map((item) => item.id));
    const tick = items.find((item) => item.title === 'How a tick becomes a number');
    expect(tick?.content).toContain('## What people get wrong');
    expect(tick?.content).toMatch(
      /\[how the feed handler is built\]\(\/library\/how-the-market-data-[a-z-]+-[a-z0-9]+\)/,
    );
    for (const item of items) {
      expect({ title: item.title, left: /\.md\)|\]\(images\//.test(item.content) }).toEqual({
        title: item.title,
        left: false,
      });
      for (const [, id] of item.content.matchAll(/\]\(\/library\/[^)]*?([a-z0-9]+)\)/g)) expect(ids).toContain(id);
    }
    const linkCount = items.reduce((sum, item) => sum + [...item.content.matchAll(/\]\(\/library\//g)].length, 0);
    expect(linkCount).toBeGreaterThan(90);
    expect(await database.prisma.attachment.count()).toBe(2);
  });

  it('has something waiting for ana and for marco, and notifications of which some are read', async () => {
    const open = async (mailbox: string) => {
      const { personId } = (await as(mailbox)).actor;
      return database.prisma.accessRequest.count({
        where: { decision: null, item: { OR: [{ authorId: personId }, { maintainers: { some: { personId } } }] } },
      });
    };
    expect(await open('ana')).toBeGreaterThanOrEqual(2);
    expect(await open('marco')).toBeGreaterThanOrEqual(2);
    const told = await database.prisma.notification.groupBy({ by: ['kind'], _count: true });
    expect(told.map((row) => row.kind).sort()).toEqual([
      'knowledge.access_granted',
      'knowledge.access_requested',
      'knowledge.handed_over',
      'knowledge.made_maintainer',
    ]);
    expect(await database.prisma.notification.count({ where: { readAt: null } })).toBeGreaterThan(0);
    expect(await database.prisma.notification.count({ where: { readAt: { not: null } } })).toBeGreaterThan(0);
    expect(await database.prisma.notification.count({ where: { mailDue: true } })).toBe(0);
  });

  it('keeps in the trash what was thrown away, and hands over what the one who left kept', async () => {
    expect(await database.prisma.itemTrashing.count()).toBe(3);
    const item = await database.prisma.knowledgeItem.findFirstOrThrow({ where: { title: 'Time and time zones' } });
    const ana = await as('ana');
    expect(await getItem(ana, { id: item.id })).toMatchObject({ can: { edit: true } });
  });

  it('says how far it is', () => {
    const total = progress.at(-1)?.[1] ?? 0;
    expect(total).toBeGreaterThan(200);
    expect(progress.map(([done]) => done)).toEqual(Array.from({ length: total }, (_, index) => index + 1));
  });

  it('is loaded once: again, and two at a time, change nothing', async () => {
    const before = await database.prisma.event.count();
    const [first] = await Promise.all([load(database), load(database)]);
    expect(first.accounts.map((account) => account.email)).toContain('ana@tradesense.example');
    expect(await database.prisma.event.count()).toBe(before);
  });

  it('goes away whole by one act', async () => {
    const cleanup: DemoCleanup = (tx, { personIds, ctx }) => deleteItemsOf(tx, ctx, personIds);
    const { actor, ...ctx } = await as('admin');
    const inPerson = { ...actor, door: { kind: 'command_line' } as const };
    const { removed, setUpCode } = await removeDemoAccounts({ ...ctx, actor: inPerson }, [cleanup]);
    expect(removed).toBe(DEMO_PEOPLE.length);
    expect(setUpCode).toEqual(expect.any(String));
    const { prisma } = database;
    expect(await prisma.person.count()).toBe(0);
    expect(await prisma.knowledgeItem.count()).toBe(0);
    expect(await prisma.document.count()).toBe(0);
    expect(await prisma.team.count()).toBe(0);
    expect(await prisma.jobRole.count()).toBe(0);
    expect(await prisma.notification.count()).toBe(0);
  });
});

describe('where it may not be', () => {
  it('PE-D2: refuses where somebody real is, and leaves nothing behind', async () => {
    const other = await testDatabase();
    try {
      await other.prisma.person.create({ data: { email: 'real@company.example', name: 'Real Person' } });
      await expect(load(other)).rejects.toMatchObject({ code: 'conflict', reason: 'real_people_present' });
      expect(await other.prisma.person.count()).toBe(1);
      expect(await other.prisma.event.count()).toBe(0);
    } finally {
      await other.close();
    }
  });

  it('leaves nothing behind when it breaks halfway', async () => {
    const other = await testDatabase();
    try {
      const stop = (done: number) => {
        if (done > 30) throw new Error('pulled the plug');
      };
      const broken = loadDemoWorld({ database: other, files, now, password, log, onProgress: stop });
      await expect(broken).rejects.toThrow('pulled the plug');
      expect(await other.prisma.person.count()).toBe(0);
      expect(await other.prisma.knowledgeItem.count()).toBe(0);
      const installation = await other.prisma.installation.findUniqueOrThrow({ where: { id: 1 } });
      expect(installation.demoLoadedAt).toBeNull();
    } finally {
      await other.close();
    }
  });
});
