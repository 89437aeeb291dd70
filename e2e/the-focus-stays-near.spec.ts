import { requestAccess } from '@/server/domains/knowledge';
import { contextOf, stateOf, textOf, writeItem } from './support/items';
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

test('the first thing that is wrong has the focus', async ({ as }) => {
  const page = await as('admin');
  await page.goto('/people/job-roles');
  await page.getByRole('button', { name: 'New job role' }).click();
  const dialog = page.getByRole('dialog', { name: 'New job role' });
  const create = dialog.getByRole('button', { name: 'Create the job role' });
  await create.click();
  await expect(dialog.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Lighthouse keeper');
  await dialog.getByRole('textbox', { name: 'Name of level 2' }).fill('');
  await create.click();
  await expect(dialog.getByRole('textbox', { name: 'Name of level 2' })).toBeFocused();
  await expect(dialog.getByRole('alert')).toHaveText('Every level needs a name.');
});

test('a member who was taken out comes back by a key, within the dialog', async ({ as }) => {
  const page = await as('admin');
  await page.goto('/people/teams');
  await page
    .getByRole('button', { name: /^Edit / })
    .first()
    .click();
  const members = page.getByRole('dialog').getByRole('list', { name: /^Members of/ });
  const takeOut = members.getByRole('button');
  await expect(takeOut.nth(1)).toBeVisible();
  const before = await takeOut.count();
  const second = await takeOut.nth(1).getAttribute('aria-label');
  await takeOut.first().press('Enter');
  await expect(takeOut).toHaveCount(before - 1);
  await expect(page.getByRole('button', { name: second ?? '' })).toBeFocused();
  await expect(page.getByRole('button', { name: /^Undo/ })).toContainText('Ctrl Z');
  await page.keyboard.press('Control+z');
  await expect(takeOut).toHaveCount(before);
  await expect(page.getByRole('button', { name: /^Undo/ })).toHaveCount(0);
});

test('Esc reaches what lies on top, and single keys can be switched off', async ({ as, world }) => {
  const item = await writeItem(world.database.prisma, { title: 'Ratchets', author: 'kwame', markdown: 'Click.' });
  const page = await as('kwame');
  await page.goto(item.path);
  const menu = page.getByRole('dialog', { name: 'Find or do anything' });

  await test.step('the menu over a dialog', async () => {
    await page.getByRole('button', { name: 'More to do with this item' }).click();
    await page.getByRole('menuitem', { name: 'Who can see this' }).click();
    const readers = page.getByRole('dialog', { name: 'Who can see this' });
    await expect(readers).toBeVisible();
    await page.keyboard.press('Control+k');
    await expect(menu.getByRole('combobox')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(menu).toHaveCount(0);
    await expect(readers).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('off where one says so, in the dialog and in the settings alike', async () => {
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.getByRole('switch', { name: 'Keys of one letter or sign' }).press('Space');
    await page.keyboard.press('Escape');
    await expect(keys).toHaveCount(0);
    await page.goto('/settings');
    const own = page.getByRole('switch', { name: 'Keys of one letter or sign' });
    await expect(own).not.toBeChecked();
    // Keys with Ctrl go on; had one of the others done anything, it would stand there too.
    await expect(async () => {
      await page.keyboard.press('?');
      await page.keyboard.press('c');
      await page.keyboard.press('Control+k');
      await expect(menu.getByRole('combobox')).toBeFocused({ timeout: 1_000 });
    }).toPass();
    await expect(page.getByRole('dialog')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await own.press('Space');
    await expect(own).toBeChecked();
    await own.blur();
    await page.keyboard.press('?');
    await expect(keys).toBeVisible();
  });
});

test('whoever makes an item, or comes to write in one, writes at once', async ({ as }) => {
  const page = await as('ana');
  const title = 'Anemometers';
  await page.goto('/library');
  await page.getByRole('button', { name: 'New item' }).click();
  await page.getByRole('dialog', { name: 'New item' }).getByRole('textbox', { name: 'Title' }).fill(title);
  await page.keyboard.press('Enter');
  await expect(stateOf(page)).toHaveText('Saved');
  await page.keyboard.type('Check the cups. ');
  await expect(textOf(page, title)).toContainText('Check the cups.');
  await expect(stateOf(page)).toHaveText('Saved');
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(stateOf(page)).toHaveText('Saved');
  await page.keyboard.type('First of all: ');
  await expect(textOf(page, title)).toContainText('First of all: Check the cups.');
});

test('a time zone is chosen from where one is', async ({ as }) => {
  const page = await as('sofia');
  await page.goto('/settings');
  // The page listens by then.
  await page.waitForLoadState('networkidle');
  await page.getByRole('combobox', { name: 'Time zone' }).click();
  const chosen = page.getByRole('option', { selected: true });
  await expect(chosen).toHaveText('Europe/Stockholm');
  await expect(chosen).toBeInViewport({ ratio: 1 });
});
