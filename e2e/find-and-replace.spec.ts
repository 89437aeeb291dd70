import type { Locator, Page } from '@playwright/test';
import { changeMaintainers } from '@/server/domains/knowledge';
import { contextOf, personIdOf, stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

const MARKDOWN = `## Where the store stands

The store is in Paris. Stores elsewhere follow.

- a storefront
- the **store** itself
`;

const barOf = (page: Page) => page.getByRole('group', { name: 'Find in the text' });

/** One or all of what is found. */
async function replaces(page: Page, text: Locator): Promise<void> {
  const { keyboard } = page;
  const bar = barOf(page);
  const what = bar.getByRole('textbox', { name: 'Find' });
  const count = bar.getByRole('status').first();
  await test.step('ED-T18 one or all are replaced; all of them are one step to take back', async () => {
    await keyboard.press('Control+h');
    await expect(what).toHaveValue('store');
    const words = bar.getByRole('textbox', { name: 'Replace with' });
    await words.fill('depot');
    await words.press('Enter');
    await expect(text).toContainText('The depot is in Paris.');
    await expect(count).toHaveText('2 of 4');
    await bar.getByRole('button', { name: 'Replace all' }).click();
    await expect(count).toHaveText('4 replaced');
    await expect(count).toBeVisible();
    await expect(text.locator('strong')).toHaveText('depot');
    await expect(text).toContainText('depots elsewhere follow');
    await keyboard.press('Escape');
    await expect(text).toBeFocused();
    await keyboard.press('Control+z');
    await expect(text.locator('strong')).toHaveText('store');
    await expect(text).toContainText('Where the store stands');
    await expect(text).toContainText('The depot is in Paris. Stores elsewhere follow.');
    await expect(text).toContainText('a storefront');
    await keyboard.press('Control+f');
    await expect(what).toBeFocused();
    await text.click();
    await keyboard.press('Escape');
    await expect(bar).toHaveCount(0);
    await expect(text).toBeFocused();
  });
}

test('what is looked for is found, counted, walked and replaced', async ({ as, world }) => {
  const title = 'Finding the store';
  const { prisma } = world.database;
  const item = await writeItem(prisma, { title, author: 'ana', maintainers: ['noah'], markdown: MARKDOWN });
  const page = await as('noah');
  const { keyboard } = page;
  await page.goto(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(stateOf(page)).toHaveText('Saved');
  await expect(text).toBeFocused();
  const bar = barOf(page);
  const what = bar.getByRole('textbox', { name: 'Find' });
  const count = bar.getByRole('status').first();
  const selection = () => page.evaluate(() => document.getSelection()?.toString());

  await test.step('ED-T16 the matches are counted and walked, round at the ends', async () => {
    await keyboard.press('Control+f');
    await expect(what).toBeFocused();
    await keyboard.type('store');
    await expect(count).toHaveText('1 of 5');
    await keyboard.press('Enter');
    await expect(count).toHaveText('2 of 5');
    await keyboard.press('Shift+Enter');
    await keyboard.press('Shift+Enter');
    await expect(count).toHaveText('5 of 5');
    await keyboard.press('F3');
    await expect(count).toHaveText('1 of 5');
    await bar.getByRole('button', { name: 'Upper and lower case as typed' }).press('Enter');
    await expect(count).toHaveText('1 of 4');
    await bar.getByRole('button', { name: 'Whole words only' }).press('Enter');
    await expect(count).toHaveText('1 of 3');
  });

  await test.step('ED-T17 Escape goes back to the text, to the match', async () => {
    await what.focus();
    await keyboard.press('Enter');
    await keyboard.press('Escape');
    await expect(bar).toHaveCount(0);
    await expect(text).toBeFocused();
    expect(await selection()).toBe('store');
  });

  await replaces(page, text);

  await test.step('ED-T19 whoever may not write any more still finds, and replaces nothing', async () => {
    await keyboard.press('Control+h');
    const replace = bar.getByRole('button', { name: 'Replace', exact: true });
    await expect(replace).toBeVisible();
    const ana = await contextOf(prisma, 'ana');
    await changeMaintainers(ana, { id: item.id, maintainerIds: [await personIdOf(prisma, 'ana')], confirmed: true });
    await expect(stateOf(page)).toContainText('Read-only');
    await expect(replace).toHaveCount(0);
    await expect(bar.getByRole('button', { name: 'Replace what is found' })).toHaveCount(0);
    await what.fill('store');
    await expect(count).toHaveText('1 of 4');
    await what.press('Control+h');
    await expect(replace).toHaveCount(0);
  });
});

test('ED-T25 in a long text a match is found and the typing goes on', async ({ as, world }) => {
  const title = 'A very long text';
  const lines = Array.from({ length: 6_000 }, (_, at) => `Line ${at} of a text that goes on and on, with words in it.`);
  const markdown = `${lines.join('\n\n')}\n\nThe needle is here.`;
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown });
  const page = await as('ana');
  await page.goto(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(text).toBeFocused();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('needle');
  const bar = barOf(page);
  await expect(bar.getByRole('status').first()).toHaveText('1 of 1');
  await expect(text.getByText('The needle is here.')).toBeInViewport();
  await page.keyboard.press('Escape');
  await page.keyboard.type('pin');
  await expect(text.getByText('The pin is here.')).toBeInViewport();
  await expect(page.getByTestId('text-count')).toContainText('words');
});
