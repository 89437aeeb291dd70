import { trashItem } from '@/server/domains/knowledge';
import { contextOf, writeItem } from './support/items';
import { expect, test } from './support/test';

test('the list of people leaves as CSV as it is filtered, with the addresses that one may see', async ({ as }) => {
  for (const [account, address] of [
    ['admin', 'zoe@tradesense.example'],
    ['noah', ''],
  ] as const) {
    const page = await as(account);
    await page.goto('/people?q=zoe');
    const link = page.getByRole('link', { name: 'Export CSV' });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toMatch(/^people-\d{4}-\d\d-\d\d\.csv$/);
    const answer = await page.request.get((await link.getAttribute('href')) ?? '');
    const lines = (await answer.text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`,Zoé Laurent,${address},`);
  }
});

test('what is selected in the trash is restored together, and Esc comes back to the library as it is filtered', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const titles = ['Lids of the old jars', 'Labels of the old jars', 'Shelves of the old jars'];
  for (const title of titles) {
    const { id } = await writeItem(prisma, { title, author: 'oscar' });
    await trashItem(await contextOf(prisma, 'oscar'), { id });
  }
  const page = await as('oscar');
  await page.goto('/trash');
  const row = (title: string) => page.getByRole('link', { name: title });
  for (const title of titles.slice(0, 2)) await page.getByRole('checkbox', { name: `Select ${title}` }).check();
  await page.getByRole('button', { name: 'Restore all selected' }).press('Enter');
  await expect(page.getByText('2 items are back in the library')).toBeVisible();
  await expect(row('Lids of the old jars')).toHaveCount(0);
  await expect(row('Shelves of the old jars')).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  await page.goto('/library?text=old+jars');
  const inLibrary = page.getByRole('table', { name: 'Knowledge items' }).getByRole('link', { name: /old jars$/ });
  await expect(inLibrary).toHaveCount(2);

  await inLibrary.last().click();
  await expect(page.getByRole('heading', { level: 1, name: /old jars$/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/library\?text=old\+jars$/);
  await expect(inLibrary).toHaveCount(2);
  await expect(inLibrary.last()).toBeFocused();
  // Whoever has been elsewhere meanwhile comes back to all of it.
  await inLibrary.first().click();
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await expect(page).toHaveURL(/\/$/);
  await page.getByRole('main').getByRole('link', { name: 'Lids of the old jars' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lids of the old jars' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/library$/);
});

test('what a search found stays where the rest does not come', async ({ as, world }) => {
  for (let n = 1; n <= 21; n += 1) {
    await writeItem(world.database.prisma, { title: `Gannet colony ${n}`, author: 'ana', markdown: 'Gannets nest.' });
  }
  const page = await as('ana');
  await page.goto('/search?q=gannet');
  const results = page.getByRole('main').locator('ol > li');
  await expect(results).toHaveCount(20);
  await page.route('**/api/trpc/**', (route) => route.abort());
  await page.getByRole('button', { name: 'Load more' }).press('Enter');
  await expect(page.getByText('This is not up to date')).toBeVisible();
  await expect(results).toHaveCount(20);
  await page.unroute('**/api/trpc/**');
  await page.getByRole('button', { name: 'Load more' }).press('Enter');
  await expect(results).toHaveCount(21);
});
