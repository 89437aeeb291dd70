import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { personHref } from '@/components/ui/href';
import { createApiToken } from '@/server/domains/people';
import { buildPerson, buildTeam } from '@/server/domains/people/factory';
import { NAME_CHARACTERS_MAX } from '@/server/domains/people/schema';
import type { Database } from '@/server/platform/db/client';
import { contextOf, emailOf, writeItem } from './support/items';
import { expectSoundPage, NARROW_DARK, NARROW_LIGHT, WIDE_DARK, WIDE_LIGHT } from './support/page-check';
import { IMPORTANT, OTHERS } from './support/pages';
import { expect, type Installation, signIn, test } from './support/test';

const LOOKS = [WIDE_LIGHT, WIDE_DARK, NARROW_LIGHT, NARROW_DARK];
const ADMINISTRATOR = 'greta@company.example';
const MANY = 120;
const SET_UP = '(public)/set-up';

test('every page is in the tables', () => {
  const pages = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(^|\/)page\.tsx$/.test(path),
  );
  const routes = pages.map((path) => dirname(path));
  const visited = new Set([...IMPORTANT, ...OTHERS].map((visit) => visit.route));
  expect(routes.filter((route) => !visited.has(route))).toEqual([SET_UP]);
  expect([...visited].filter((route) => !routes.includes(route))).toEqual([]);
});

for (const look of LOOKS) {
  test.describe(look.name, () => {
    test.use(look.options);

    for (const visit of [...IMPORTANT, ...OTHERS]) {
      test(`${visit.name} is sound`, async ({ page, world }) => {
        if (visit.as) await signIn(page.context(), world, emailOf(visit.as));
        await expectSoundPage(page, await visit.path(world.database), visit);
      });
    }
  });
}

/** Looks at pages of an installation in all ways. */
async function expectSoundPages(installation: Installation, pages: readonly [path: string, heading: string][]) {
  for (const look of LOOKS)
    for (const [path, heading] of pages)
      await test.step(`${path}, ${look.name}`, async () => {
        const page = await installation.as(ADMINISTRATOR, look.options);
        const loads = path.endsWith('/edit') ? (['editor'] as const) : [];
        await expectSoundPage(page, path, { heading, loads });
        await page.context().close();
      });
}

test('an installation in which nothing is yet', async ({ installation, browser }) => {
  test.setTimeout(600_000);
  const { url } = await installation.start();
  for (const look of LOOKS) {
    const context = await browser.newContext({ baseURL: url, reducedMotion: 'reduce', ...look.options });
    await expectSoundPage(await context.newPage(), '/set-up', { heading: 'Set up Kenning' });
    await context.close();
  }
  const { prisma } = (await installation.attach()).database;
  await buildPerson(prisma, { email: ADMINISTRATOR, name: 'Greta Founder', accessRole: 'administrator' });
  await expectSoundPages(installation, [
    ['/', 'Welcome, Greta Founder'],
    ['/inbox', 'Inbox'],
    ['/library', 'Library'],
    ['/trash', 'Trash'],
    ['/search?q=anything', 'Search'],
    ['/people', 'People'],
    ['/people/teams', 'Teams'],
    ['/people/job-roles', 'Job roles'],
    ['/people/invitations', 'Invitations'],
    ['/settings/tokens', 'Settings'],
    ['/settings/mail', 'Outgoing mail'],
  ]);
});

/** As long as it may be, with a word that no line has room for. */
const long = (words: string, length: number): string => `${words} ${'verylongword'.repeat(40)}`.slice(0, length);

const LONG_TITLE = long('A title of the greatest length, with words and words and one', 200);
const LONG_MARKDOWN = [
  `## ${LONG_TITLE}`,
  long('A paragraph with', 500),
  `- [ ] ${long('a task', 300)}\n- ${long('a point', 300)}`,
  `| ${'column | '.repeat(14)}\n| ${'--- | '.repeat(14)}\n| ${'averylongcellofatable | '.repeat(14)}`,
  `\`\`\`bash\n${long('echo', 400)}\n\`\`\``,
  `> [!NOTE]\n> ${long('A callout', 300)} and \`${long('code', 200)}\``,
  `[${long('A link', 200)}](https://example.com/${'path/'.repeat(60)})`,
].join('\n\n');

/** Everything as long as it may be, and more of everything than fits on a screen. */
async function fill({ prisma }: Database) {
  const name = long('Wolfgang', NAME_CHARACTERS_MAX);
  const person = await buildPerson(prisma, { email: ADMINISTRATOR, name, accessRole: 'administrator' });
  await buildTeam(prisma, { name: long('Team', 80), description: long('It does', 300), memberIds: [person.id] });
  const item = await writeItem(prisma, {
    title: LONG_TITLE,
    author: ADMINISTRATOR,
    markdown: LONG_MARKDOWN,
    summary: long('It says', 280),
    tags: [long('tag', 40)],
    categories: [long('Category', 40)],
  });
  for (let number = 1; number <= MANY; number += 1) {
    await buildPerson(prisma, { name: `Person ${number} of many` });
    await writeItem(prisma, { title: `Article ${number} of many`, author: ADMINISTRATOR, markdown: 'Short.' });
  }
  const context = await contextOf(prisma, ADMINISTRATOR);
  const self = { ...context, actor: { ...context.actor, door: { kind: 'command_line' as const } } };
  await createApiToken(self, { name: long('Token', 80), scopes: ['read'], expiresInDays: 30 });
  return { item, person };
}

test('long words, long texts and many rows', async ({ installation }) => {
  test.setTimeout(600_000);
  await installation.start();
  const { item, person } = await fill((await installation.attach()).database);
  await expectSoundPages(installation, [
    ['/', 'Home'],
    ['/library', 'Library'],
    ['/search?q=verylongword', 'Search'],
    [item.path, item.title],
    [`${item.path}/edit`, item.title],
    ['/people', 'People'],
    ['/people/teams', 'Teams'],
    [personHref(person), person.name],
    ['/settings', 'Settings'],
    ['/settings/tokens', 'Settings'],
  ]);
});
