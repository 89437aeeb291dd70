import type { Page } from '@playwright/test';
import { itemPath } from '@/server/domains/knowledge/rules';
import { emailOf, writeItem } from './support/items';
import { expect, test } from './support/test';

const UNKNOWN_ID = 'q8zvw3m1k7c5x2b9n4j6h0ga';
const NOTHING = 'There is nothing here, or nothing that you may see';
/** What the server tells of by and by is looked for again after so long. */
const SOON_MS = 2_000;
const ANSWER = 'If there is something here, whoever keeps it has been asked.';

/** Everything that a page says, without the address that only one of them has. */
async function meets(page: Page, path: string): Promise<{ status: number; title: string; words: string }> {
  const response = await page.goto(path);
  await expect(page.getByRole('heading', { name: NOTHING })).toBeVisible();
  return {
    status: response?.status() ?? 0,
    title: await page.title(),
    words: await page.getByRole('main').ariaSnapshot(),
  };
}

/** By a double press, and once more in another tab: neither is an error. */
async function letIn(keeper: Page, title: string): Promise<void> {
  const request = keeper
    .getByRole('list', { name: 'Requests to read' })
    .getByRole('listitem')
    .filter({ hasText: title });
  await expect(request).toContainText('I keep the books of the exchange.');
  const otherTab = await keeper.context().newPage();
  await otherTab.goto('/');
  const there = otherTab
    .getByRole('list', { name: 'Requests to read' })
    .getByRole('listitem')
    .filter({ hasText: title });
  await expect(there).toHaveCount(1);
  await request.getByRole('button', { name: 'Let Noah read' }).dblclick();
  await expect(keeper.getByText(`Noah Brooks can read “${title}”`)).toBeVisible();
  await expect(request).toHaveCount(0);
  // Once more in another tab: it says what is so.
  await there.getByRole('button', { name: 'Decline the request of Noah Brooks' }).click();
  await expect(otherTab.getByText('This request was answered already: it was granted.')).toBeVisible();
  await expect(there).toHaveCount(0);
  await expect(keeper.getByText(/answered already/)).toHaveCount(0);
}

async function asksAgain(outsider: Page, path: string): Promise<void> {
  await outsider.goto(path);
  await expect(outsider.getByText('You asked for access')).toContainText(ANSWER);
  await outsider.getByRole('button', { name: 'Ask again' }).click();
  await expect(outsider.getByRole('main').getByRole('status')).toContainText(ANSWER);
}

test('an outsider meets the page of nothing, asks, is let in, and reads', async ({ as, world }) => {
  const { prisma } = world.database;
  const title = 'Terms of the new exchange contract';
  const markdown = 'The fee falls to two basis points.';
  const given = { title, author: 'ana', maintainers: ['marco'], accessLevel: 'restricted', markdown } as const;
  const item = await writeItem(prisma, given);
  const unknown = itemPath({ id: UNKNOWN_ID, title });
  const since = new Date();
  const outsider = await as('noah');

  await test.step('it is the page of an id that nobody ever gave', async () => {
    for (const part of ['', '/edit']) {
      const nothing = await meets(outsider, `${unknown}${part}`);
      expect(nothing.status).toBe(404);
      expect(nothing.words).not.toContain(title);
      expect(await meets(outsider, `${item.path}${part}`)).toEqual(nothing);
    }
  });

  await test.step('both let one ask, and answer alike', async () => {
    for (const path of [unknown, item.path]) {
      await outsider.goto(path);
      await outsider.getByRole('textbox', { name: 'Why you need it' }).fill('I keep the books of the exchange.');
      await outsider.getByRole('button', { name: 'Ask for access' }).click();
      await expect(outsider.getByRole('main').getByRole('status')).toContainText(ANSWER);
    }
  });

  await test.step('both remember it, and let one ask again', async () => {
    for (const path of [unknown, item.path]) await asksAgain(outsider, path);
  });

  await test.step('its keepers are told at the bell, and let the outsider in at home', async () => {
    const keeper = await as('marco');
    await expect(async () => {
      await keeper.goto('/');
      await keeper.getByRole('button', { name: /^Notifications, \d+ unread$/ }).click({ timeout: SOON_MS });
      const news = keeper.getByRole('list', { name: 'Unread notifications' });
      await expect(news.getByText(`Noah Brooks asks to read “${title}”`)).toBeVisible({ timeout: SOON_MS });
    }).toPass();
    await keeper.keyboard.press('Escape');
    await letIn(keeper, title);
  });

  await test.step('the outsider is told, and reads', async () => {
    await outsider.goto('/inbox');
    await outsider.getByRole('link', { name: `Marco Ricci lets you read “${title}”` }).click();
    await expect(outsider.getByRole('article', { name: title })).toContainText(markdown);
  });

  await test.step('of the id that does not exist nobody heard', async () => {
    const told = await prisma.notification.findMany({
      where: { createdAt: { gte: since }, kind: { startsWith: 'knowledge.access_' } },
      include: { person: true },
    });
    expect(told.map(({ kind, person }) => `${kind} ${person.email}`).sort()).toEqual([
      `knowledge.access_granted ${emailOf('noah')}`,
      `knowledge.access_requested ${emailOf('ana')}`,
      `knowledge.access_requested ${emailOf('marco')}`,
    ]);
  });
});
