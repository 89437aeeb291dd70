import { requestAccess } from '@/server/domains/knowledge';
import { contextOf, writeItem } from './support/items';
import { expect, test } from './support/test';

test('what takes itself away leaves the focus on what stands there next', async ({ as, world }) => {
  const { prisma } = world.database;
  for (const title of ['The first vault', 'The second vault']) {
    const { id } = await writeItem(prisma, { title, author: 'kwame', accessLevel: 'restricted' });
    await requestAccess(await contextOf(prisma, 'zoe'), { id, reason: `To see ${title}` });
  }
  const page = await as('kwame');

  await test.step('a request that is answered', async () => {
    await page.goto('/');
    const requests = page.getByRole('list', { name: 'Requests to read' }).getByRole('listitem');
    const second = requests.filter({ hasText: 'The second vault' });
    await requests.filter({ hasText: 'The first vault' }).getByRole('button', { name: /^Let/ }).press('Enter');
    await expect(requests).toHaveCount(1);
    await expect(second.getByRole('link', { name: 'The second vault' })).toBeFocused();
    await second.getByRole('button', { name: /^Decline/ }).press('Enter');
    await expect(requests).toHaveCount(0);
    await expect(page.getByRole('main')).toBeFocused();
  });

  await test.step('the bar that is hidden and shown', async () => {
    await page.getByRole('button', { name: 'Hide the bar' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Show the bar' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Hide the bar' })).toBeFocused();
  });

  await test.step('a row that goes to the trash', async () => {
    await page.goto('/library?text=vault&sort=title');
    const rows = page.getByRole('table', { name: 'Knowledge items' }).getByRole('link', { name: /vault$/ });
    await expect(rows).toHaveCount(2);
    await page.getByRole('button', { name: 'More to do with “The first vault”' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Move to trash' }).press('Enter');
    await expect(rows).toHaveCount(1);
    await expect(rows).toBeFocused();
  });
});

test('a level that moves keeps the focus', async ({ as }) => {
  const page = await as('admin');
  await page.goto('/people/job-roles');
  await page.getByRole('button', { name: 'New job role' }).click();
  const dialog = page.getByRole('dialog', { name: 'New job role' });
  const down = (level: string) => dialog.getByRole('button', { name: `Move ${level} down` });
  await down('Staff engineer').press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Name of level 5' })).toHaveValue('Staff engineer');
  await expect(dialog.getByRole('button', { name: 'Move Staff engineer up' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Remove Staff engineer' }).press('Enter');
  await expect(dialog.getByRole('button', { name: 'Remove Principal engineer' })).toBeFocused();
});
