import type { Page } from '@playwright/test';
import { writeItem } from './support/items';
import { expect, test } from './support/test';

const field = (page: Page) => page.getByRole('combobox', { name: 'Find or do anything' });
const answers = (page: Page) => page.getByRole('listbox', { name: 'Answers' });

/** Opens ⌘K, as soon as the page listens to keys. */
async function openMenu(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(field(page)).toBeFocused({ timeout: 1_000 });
  }).toPass();
}

test('by keyboard alone one finds an item and a person, and does something', async ({ as, world }) => {
  const title = 'Calibrating the quartz of rack nine';
  await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'It drifts in the heat.' });
  const page = await as('noah');
  await page.goto('/');

  await test.step('an item, by the beginning of a word', async () => {
    await openMenu(page);
    await page.keyboard.type('quart');
    const option = answers(page).getByRole('option', { name: title });
    await expect(option).toBeVisible();
    await expect(option.locator('mark')).toHaveText(/quart/i);
    await expect(page.getByRole('status').filter({ hasText: /answers?$/ })).toBeVisible();
    while ((await option.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('article', { name: title })).toBeVisible();
  });

  await test.step('a person, whose name needs no accent', async () => {
    await openMenu(page);
    await page.keyboard.type('zoe');
    const option = answers(page).getByRole('option', { name: 'Zoé Laurent' });
    await expect(option).toBeVisible();
    while ((await option.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Zoé Laurent', level: 1 })).toBeVisible();
  });

  await test.step('what was found lately comes first', async () => {
    await openMenu(page);
    await expect(answers(page).getByRole('option').first()).toHaveText(/Zoé Laurent/);
    await page.keyboard.press('Escape');
    await expect(field(page)).toHaveCount(0);
  });

  await test.step('an act', async () => {
    await openMenu(page);
    await page.keyboard.type('dark');
    await expect(answers(page).getByRole('option').first()).toHaveText(/Dark colours/);
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    await openMenu(page);
    await page.keyboard.type('new item');
    await expect(answers(page).getByRole('option').first()).toHaveText(/New item/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'New item' }).getByRole('textbox', { name: 'Title' })).toBeFocused();
  });
});

test('what one may not read is found nowhere', async ({ as, world }) => {
  const { prisma } = world.database;
  const title = 'Severance of the quibbling department';
  const markdown = 'The gewgaw clause applies.';
  await writeItem(prisma, { title, author: 'lena', accessLevel: 'restricted', markdown });
  await writeItem(prisma, { title: 'Quibbling is welcome', author: 'ana', markdown: 'Every gewgaw counts.' });
  const [keeper, member] = [await as('lena'), await as('noah')];
  for (const [page, sees] of [
    [keeper, true],
    [member, false],
  ] as const) {
    await page.goto('/');
    await openMenu(page);
    await page.keyboard.type('quibbling');
    await expect(answers(page).getByRole('option', { name: 'Quibbling is welcome' })).toBeVisible();
    await expect(answers(page).getByRole('option', { name: title })).toHaveCount(sees ? 1 : 0);

    await page.goto('/search?q=gewgaw');
    await expect(page.getByText(sees ? '2 items' : '1 item', { exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: title })).toHaveCount(sees ? 1 : 0);
  }
});

test('the results page marks the words, narrows by filters, and keeps both in its address', async ({ as, world }) => {
  const { prisma } = world.database;
  const markdown = 'Before the opening the sprocketed counter is turned back to nought.';
  await writeItem(prisma, { title: 'Opening the hall', author: 'ana', contentType: 'checklists', markdown });
  await writeItem(prisma, { title: 'Sprocketed counters', author: 'noah', contentType: 'standards', markdown });
  const page = await as('zoe');
  await page.goto('/search');
  await page.getByRole('searchbox', { name: 'Search the text of everything' }).fill('sprocketed');
  const results = page.getByRole('listitem').filter({ has: page.getByText(/^(Ana Souza|Noah Brooks)$/) });
  await expect(results).toHaveCount(2);
  await expect(results.first().getByRole('link')).toHaveText('Sprocketed counters');
  for (const result of await results.all()) {
    await expect(result.getByRole('paragraph').locator('mark').first()).toHaveText('sprocketed');
  }

  await page.getByRole('button', { name: 'Kind' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Checklist' }).click();
  await page.keyboard.press('Escape');
  await expect(results).toHaveCount(1);
  await expect(results.getByRole('link')).toHaveText('Opening the hall');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Kind: Checklist' })).toBeVisible();
  await expect(results).toHaveCount(1);
  await page.getByRole('button', { name: 'Remove the filter Kind' }).click();
  await expect(results).toHaveCount(2);

  await page.getByRole('searchbox', { name: 'Search the text of everything' }).fill('xyzzyplugh');
  await expect(page.getByRole('heading', { name: 'Nothing was found for “xyzzyplugh”' })).toBeVisible();
  // A filter is named only where one is set.
  await expect(page.getByText('Try fewer or other words.')).toBeVisible();
  await page.goto('/search?q=xyzzyplugh&contentType=checklists');
  await expect(page.getByText('Try fewer or other words, or take a filter away.')).toBeVisible();

  // From a filter that finds nothing, a link leads on to the text of everything.
  await page.goto('/library?text=nought+sprocketed+zymurgic&mine=true');
  await expect(page.getByRole('heading', { name: 'Nothing fits these filters' })).toBeVisible();
  await page.goto('/library?text=nought+sprocketed+zymurgic');
  await expect(page.getByRole('heading', { name: 'Nothing was found for “nought sprocketed' })).toBeVisible();
  await expect(page.getByText('Take one away')).toHaveCount(0);
  await page.getByRole('link', { name: 'search the text of everything' }).click();
  await expect(page).toHaveURL(/\/search\?q=nought\+sprocketed\+zymurgic$/);
  await expect(results).toHaveCount(2);

  // Words that are in every text find titles, and say so; a zero byte in an address is passed over.
  await page.goto('/search?q=the%00');
  await expect(page).toHaveURL(/\/search\?q=the$/);
  await expect(page.getByText(/^These words are in nearly every text\. Titles with them: \d+$/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Opening the hall' }).locator('mark')).toHaveText(['the']);
  await page.getByRole('searchbox', { name: 'Search the text of everything' }).fill('yourselves ');
  await expect(page.getByText('so only titles are searched for them')).toBeVisible();
});
