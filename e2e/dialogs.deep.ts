import type { Page } from '@playwright/test';
import { personHref } from '@/components/ui/href';
import { changeContent } from '@/server/domains/knowledge';
import { DAY_MS } from '@/server/platform/clock';
import { contextOf, emailOf, writeItem } from './support/items';
import { expectEachSound, type Opened } from './support/opened';
import { expect, type World } from './support/test';

const at = (path: string) => () => path;

const dialogNamed = (name: string | RegExp) => (page: Page) => page.getByRole('dialog', { name });
const anyMenu = (page: Page) => page.getByRole('menu');

const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();

const ITEM_MENU = 'More to do with this item';
const inMenu = (button: string | RegExp, entry: string | RegExp) => async (page: Page) => {
  await press(button)(page);
  await page.getByRole('menuitem', { name: entry }).click();
};

let own: Promise<string> | null = null;
/** An item that ana keeps, made once. */
const ownItem = (world: World): Promise<string> => {
  own ??= writeItem(world.database.prisma, {
    title: 'Dialogs are looked at here',
    author: 'ana',
    markdown: '## One\n\nWords.\n\n| a | b |\n| - | - |\n| c | d |\n\n```ts\nlet x = 1;\n```\n',
    tags: ['one', 'two'],
  }).then((item) => item.path);
  return own;
};

/** The history of an item that was written on two days. */
const ownHistory = async ({ database: { prisma } }: World): Promise<string> => {
  const at = new Date(Date.now() - 2 * DAY_MS);
  const { id, path } = await writeItem(prisma, {
    title: 'Versions are looked at here',
    author: 'ana',
    markdown: 'Old.',
    at,
  });
  await changeContent(await contextOf(prisma, 'ana'), { id, markdown: 'New.\n' });
  return `${path}/history`;
};

const zoe = async ({ database }: World): Promise<string> =>
  personHref(await database.prisma.person.findUniqueOrThrow({ where: { email: emailOf('zoe') } }));

const ofItem = (name: string, entry: string, title: string | RegExp): Opened => ({
  name,
  as: 'ana',
  path: ownItem,
  open: inMenu(ITEM_MENU, entry),
  shown: dialogNamed(title),
});

const ofPage = (name: string, as: string, path: string, button: string | RegExp, title: string | RegExp): Opened => ({
  name,
  as,
  path: at(path),
  open: press(button),
  shown: dialogNamed(title),
});

const OPENED: readonly Opened[] = [
  { name: 'an item’s menu', as: 'ana', path: ownItem, open: press(ITEM_MENU), shown: anyMenu },
  ofItem('who can see this', 'Who can see this', 'Who can see this, and why'),
  ofItem('change who may read it', 'Change who may read it', 'Change who may read it'),
  ofItem('details', 'Details', 'Details'),
  ofItem('maintainers and reviewers', 'Maintainers and reviewers', 'Maintainers and reviewers'),
  ofItem('new item below', 'New item below this', 'New item'),
  {
    name: 'restoring a version',
    as: 'ana',
    path: ownHistory,
    open: async (page) => {
      await page.getByRole('navigation', { name: 'Sessions' }).getByRole('link').last().click();
      await press('Restore this version')(page);
    },
    shown: dialogNamed('Restore this version'),
  },
  ofPage('new item', 'ana', '/library', 'New item', 'New item'),
  {
    name: 'a filter',
    as: 'ana',
    path: at('/library'),
    open: press(/^Status/),
    shown: anyMenu,
  },
  {
    name: 'chosen rows',
    as: 'ana',
    path: at('/library?mine=true'),
    open: (page) => page.getByRole('checkbox').nth(1).check(),
    shown: (page) => page.getByRole('button', { name: /trash$/ }).first(),
  },
  {
    name: '⌘K with words in it',
    as: 'ana',
    path: at('/'),
    open: async (page) => {
      await press('Find or do anything')(page);
      await expect(page.getByRole('combobox', { name: 'Find or do anything' })).toBeFocused();
      await page.keyboard.type('feed gap');
      await expect(page.getByRole('option', { name: /gap/i }).first()).toBeVisible();
    },
    shown: dialogNamed('Find or do anything'),
  },
  {
    name: 'the keys',
    as: 'ana',
    path: at('/'),
    open: (page) => page.keyboard.press('?'),
    shown: dialogNamed('Keys'),
  },
  ofPage('the bell', 'ana', '/', /^Notifications/, 'Notifications'),
  { name: 'the person’s menu', as: 'ana', path: at('/'), open: press(/^You: /), shown: anyMenu, only: 'wide' },
  {
    name: 'invite',
    as: 'admin',
    path: at('/people?invite=1'),
    open: async () => undefined,
    shown: dialogNamed('Invite a person'),
  },
  ofPage('a new team', 'admin', '/people/teams', 'New team', 'New team'),
  ofPage('a new job role', 'admin', '/people/job-roles', 'New job role', 'New job role'),
  {
    name: 'a person’s role and manager',
    as: 'admin',
    path: zoe,
    open: press('Change role and manager'),
    shown: (page) => page.getByRole('dialog'),
  },
  {
    name: 'deactivating a person',
    as: 'admin',
    path: zoe,
    open: press('Deactivate'),
    shown: (page) => page.getByRole('dialog'),
  },
  ofPage('a new token', 'ana', '/settings/tokens', 'New token', 'New token'),
];

expectEachSound(OPENED);
