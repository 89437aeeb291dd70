import { writeItem } from './support/items';
import { expect, test } from './support/test';

test('Esc asks before it throws away what was typed, and Back does not open a dialog again', async ({ as }) => {
  const page = await as('ana');
  await page.goto('/library');
  await page.getByRole('button', { name: 'New item' }).click();
  const dialog = page.getByRole('dialog', { name: 'New item' });
  const title = dialog.getByRole('textbox', { name: 'Title' });

  await test.step('an empty form closes at once, and the focus is where it was', async () => {
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'New item' })).toBeFocused();
  });

  await test.step('one with words in it stays until it is told to go', async () => {
    await page.keyboard.press('Enter');
    await title.fill('How we name our branches');
    await page.keyboard.press('Escape');
    await expect(dialog.getByRole('alert')).toContainText('What you typed here is not sent yet');
    await expect(dialog.getByRole('button', { name: 'Go on' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog.getByRole('alert')).toHaveCount(0);
    await expect(title).toHaveValue('How we name our branches');
    await expect(title).toBeFocused();
  });

  await test.step('made, it is written; Back leads to the library alone', async () => {
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'How we name our branches' })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole('table', { name: 'Knowledge items' })).toBeVisible();
    await expect(dialog).toHaveCount(0);
  });
});

test('a token that is shown once does not go by a slip of a key', async ({ as }) => {
  const page = await as('noah');
  await page.goto('/settings/tokens');
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog', { name: 'New token' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly export');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Your token' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog.getByRole('alert')).toContainText('This is shown only now');
  await dialog.getByRole('button', { name: 'Show it again' }).click();
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('table', { name: 'Tokens' })).toContainText('Nightly export');
});

test('by keys alone: the focus comes back, J walks results, and the bell closes behind one', async ({ as, world }) => {
  const { prisma } = world.database;
  const markdown = 'The flummoxed gasket is replaced on Mondays.';
  const item = await writeItem(prisma, { title: 'Gaskets', author: 'marco', markdown });
  await writeItem(prisma, { title: 'More of gaskets', author: 'marco', markdown });
  const page = await as('marco');

  await test.step('after an item’s dialog', async () => {
    await page.goto(item.path);
    const more = page.getByRole('button', { name: 'More to do with this item' });
    await more.click();
    await page.getByRole('menuitem', { name: 'Who can see this' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(more).toBeFocused();
  });

  await test.step('after a rename', async () => {
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Gaskets, and how to seat them');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Rename' })).toBeFocused();
    await expect(page.getByRole('heading', { name: 'Gaskets, and how to seat them' })).toBeVisible();
  });

  await test.step('over results', async () => {
    await page.goto('/search?q=flummoxed');
    const results = page
      .getByRole('main')
      .getByRole('listitem')
      .getByRole('link', { name: /gaskets/i });
    await expect(results).toHaveCount(2);
    await page.keyboard.press('j');
    await expect(results.first()).toBeFocused();
    await page.keyboard.press('j');
    await expect(results.last()).toBeFocused();
  });

  await test.step('from the bell', async () => {
    await page.getByRole('button', { name: /^Notifications/ }).click();
    await page.getByRole('link', { name: 'Open the inbox' }).last().click();
    await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
    await expect(page.getByRole('dialog', { name: 'Notifications' })).toHaveCount(0);
  });
});
