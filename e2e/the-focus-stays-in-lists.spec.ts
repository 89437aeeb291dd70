import type { Page } from '@playwright/test';
import { requestAccess } from '@/server/domains/knowledge';
import { contextOf, writeItem } from './support/items';
import { expect, test } from './support/test';

test('what is marked in the bell stays until it is closed, and Esc closes it from anywhere', async ({ as, world }) => {
  const { prisma } = world.database;
  const titles = ['The first cellar', 'The second cellar', 'The third cellar'];
  for (const title of titles) {
    const { id } = await writeItem(prisma, { title, author: 'daniel', accessLevel: 'restricted' });
    await requestAccess(await contextOf(prisma, 'zoe'), { id, reason: `To see ${title}` });
  }
  const page = await as('daniel');
  await expect(async () => {
    await page.goto('/inbox');
    await expect(page.getByRole('main')).toContainText('The third cellar', { timeout: 1_000 });
  }).toPass();
  const bell = page.getByRole('button', { name: /^Notifications/ });
  const news = page.getByRole('dialog', { name: 'Notifications' });
  const row = news.getByRole('listitem').filter({ hasText: 'The second cellar' });

  await bell.press('Enter');
  await row.getByRole('button', { name: /^Mark as read/ }).press('Enter');
  await expect(row.getByRole('button', { name: /^Mark as unread/ })).toBeFocused();
  await page.waitForLoadState('networkidle');
  await expect(row.getByRole('button', { name: /^Mark as unread/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(news).toBeHidden();
  await expect(bell).toBeFocused();

  await bell.press('Enter');
  await expect(row).toHaveCount(0);
  const all = news.getByRole('button', { name: 'Mark all as read' });
  await all.press('Enter');
  await expect(news.getByRole('button', { name: /^Mark as unread/ })).not.toHaveCount(0);
  await expect(all).toBeFocused();
  await expect(bell).toHaveAccessibleName('Notifications');
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('Escape');
  await expect(news).toBeHidden();
});

test('filters that are taken away leave the focus on where they are set', async ({ as }) => {
  const page = await as('ana');
  await page.goto('/library?status=published&contentType=procedures&text=zzzz');
  await page.getByRole('button', { name: 'Remove the filter Status' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Status', exact: true })).toBeFocused();
  await page.getByRole('button', { name: 'Clear all' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Clear all' })).toHaveCount(0);
  await expect(page.getByRole('search').getByRole('button').first()).toBeFocused();

  await page.goto('/people?q=zzzz');
  // The page listens by then.
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Clear all filters' }).press('Enter');
  await expect(page.getByRole('link', { name: 'Ana Souza' })).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
});

test('whoever asks for access goes on from the answer', async ({ as, world }) => {
  const item = await writeItem(world.database.prisma, {
    title: 'Behind the third door',
    author: 'daniel',
    accessLevel: 'restricted',
  });
  const page = await as('noah');
  await page.goto(item.path);
  await page.getByRole('button', { name: 'Ask for access' }).press('Enter');
  await expect(page.getByText('If there is something here,')).toBeFocused();
});

test('a button at work has the focus again when it is done', async ({ as }) => {
  const page = await as('noah');
  await page.goto('/settings');
  // The page listens by then.
  await page.waitForLoadState('networkidle');
  const save = page.getByRole('button', { name: 'Save the profile' });
  await save.press('Enter');
  await expect(page.getByText('Your profile is saved')).toBeVisible();
  await expect(save).toBeFocused();
});

async function makeToken(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog', { name: 'New token' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('button', { name: 'Make the token' }).click();
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByRole('row', { name })).toBeVisible();
}

test('rows that lead nowhere are walked by key, and one that is revoked hands the focus on', async ({ as }) => {
  const page = await as('oscar');
  await page.goto('/settings/tokens');
  for (const name of ['Script one', 'Script two']) await makeToken(page, name);
  await page.reload();
  const rows = page.getByRole('button', { name: /^Revoke/ });
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'New token' }).focus();
  await page.keyboard.press('j');
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /^Revoke/ });
  await dialog.getByRole('textbox').fill((await dialog.getByRole('heading').innerText()).replace('Revoke ', ''));
  await dialog.getByRole('button', { name: 'Revoke it' }).press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(rows).toHaveCount(1);
  await expect(rows).toBeFocused();
});

test('teams and job roles are walked by key', async ({ as }) => {
  const page = await as('admin');
  for (const list of ['teams', 'job-roles']) {
    await page.goto(`/people/${list}`);
    const edit = page.getByRole('main').getByRole('button', { name: /^Edit/ });
    await expect(edit.first()).toBeVisible();
    await page.keyboard.press('j');
    await expect(edit.nth(0)).toBeFocused();
    await page.keyboard.press('j');
    await expect(edit.nth(1)).toBeFocused();
  }
});
