import { changeMetadata, renameItem } from '@/server/domains/knowledge';
import { contextOf, writeItem } from './support/items';
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

test('what is chosen or taken away counts as typed; Back and Ctrl K do not go past it', async ({ as, world }) => {
  const item = await writeItem(world.database.prisma, { title: 'Sprockets', author: 'marco', markdown: 'Oil them.' });
  await changeMetadata(await contextOf(world.database.prisma, 'marco'), { id: item.id, tags: ['oil', 'chains'] });
  const page = await as('marco');
  await page.goto('/library?text=sprockets');
  await page.getByRole('link', { name: 'Sprockets' }).click();
  await page.getByRole('button', { name: 'More to do with this item' }).click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  const dialog = page.getByRole('dialog', { name: 'Details' });
  const tags = dialog.getByRole('combobox', { name: 'Tags' });
  const question = dialog.getByRole('alert');

  await test.step('a label that was taken away', async () => {
    await tags.focus();
    await page.keyboard.press('Backspace');
    await expect(dialog.getByText('chains', { exact: true })).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(question).toContainText('What you typed here is not sent yet');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await expect(question).toHaveCount(0);
  });

  await test.step('Ctrl K rests, and Back asks and leads nowhere', async () => {
    await page.keyboard.press('Control+k');
    await page.goBack({ waitUntil: 'commit' });
    await expect(question).toContainText('What you typed here is not sent yet');
    await expect(page).toHaveURL(new RegExp(`${item.id}$`));
    await expect(page.getByRole('dialog', { name: 'Find or do anything' })).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Go on' }).click();
  });

  await test.step('put back as it was, there is nothing to ask about', async () => {
    await tags.fill('chains');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('chains', { exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await page.goBack();
    await expect(page).toHaveURL('/library?text=sprockets');
  });
});

test('C makes an item where one is: closing it leaves filters and page as they were', async ({ as, world }) => {
  const { path } = await writeItem(world.database.prisma, { title: 'Flanges', author: 'marco', markdown: 'Tighten.' });
  const page = await as('marco');
  const dialog = page.getByRole('dialog', { name: 'New item' });
  for (const address of ['/library?text=flanges', path]) {
    await page.goto(address);
    await expect(page.getByRole('main').getByText('Flanges').first()).toBeVisible();
    // As soon as the page listens to keys.
    await expect(async () => {
      await page.keyboard.press('c');
      await expect(dialog.getByRole('textbox', { name: 'Title' })).toBeFocused({ timeout: 1_000 });
    }).toPass();
    await dialog.getByRole('textbox', { name: 'Title' }).fill('');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(page).toHaveURL(address);
  }

  await test.step('Back from the library’s own dialog asks too', async () => {
    await page.goto('/library?text=flanges');
    await page.getByRole('button', { name: 'New item' }).click();
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Flanges, part two');
    await page.goBack({ waitUntil: 'commit' });
    await expect(dialog.getByRole('alert')).toContainText('What you typed here is not sent yet');
    await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Flanges, part two');
    await dialog.getByRole('button', { name: 'Throw it away' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page).toHaveURL('/library?text=flanges');
  });
});

test('an item that others changed meanwhile takes a second press, and nothing is typed twice', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const item = await writeItem(prisma, { title: 'Bearings', author: 'marco', markdown: 'Grease them.' });
  const marco = await contextOf(prisma, 'marco');
  const page = await as('marco');
  await page.goto(item.path);
  const title = page.getByRole('textbox', { name: 'Title' });
  const rename = page.getByRole('button', { name: 'Rename' });

  await test.step('a title, by Enter', async () => {
    await renameItem(marco, { id: item.id, title: 'Ball bearings' });
    await rename.click();
    await title.fill('Roller bearings');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main').getByRole('alert').filter({ hasText: '“Ball bearings”' })).toBeVisible();
    await expect(title).toHaveValue('Roller bearings');
    await expect(title).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Roller bearings' })).toBeVisible();
    await expect(rename).toBeFocused();
    // The page has come back from the server: what moves from here on, it has not seen.
    await expect(page).toHaveTitle(/Roller bearings/);
  });

  await test.step('a title, by leaving: it waits, and does not take the focus back', async () => {
    await renameItem(marco, { id: item.id, title: 'Plain bearings' });
    await rename.click();
    await title.fill('Needle bearings');
    await page.getByRole('button', { name: 'More to do with this item' }).focus();
    await expect(page.getByRole('main').getByRole('alert').filter({ hasText: '“Plain bearings”' })).toBeVisible();
    await expect(title).toHaveValue('Needle bearings');
    await expect(page.getByRole('button', { name: 'More to do with this item' })).toBeFocused();
    await title.press('Escape');
    await expect(page.getByRole('heading', { level: 1, name: 'Plain bearings' })).toBeVisible();
  });

  await test.step('details: theirs is shown, a field left alone is taken over', async () => {
    await page.getByRole('button', { name: 'More to do with this item' }).click();
    await page.getByRole('menuitem', { name: 'Details' }).click();
    const dialog = page.getByRole('dialog', { name: 'Details' });
    await dialog.getByRole('textbox', { name: 'Summary' }).fill('How to grease a bearing');
    await changeMetadata(marco, { id: item.id, summary: 'Grease and its days', tags: ['grease'] });
    await dialog.getByRole('button', { name: 'Change details' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Theirs is: Grease and its days');
    await expect(dialog.getByRole('textbox', { name: 'Summary' })).toHaveValue('How to grease a bearing');
    await dialog.getByRole('button', { name: 'Change details' }).click();
    await expect(dialog).toHaveCount(0);
    const { summary } = await prisma.knowledgeItem.findUniqueOrThrow({ where: { id: item.id } });
    expect(summary).toBe('How to grease a bearing');
    await expect(page.getByRole('complementary', { name: 'About this item' })).toContainText('grease');
  });
});

test('Esc does not lead away from a page on which something is typed or chosen', async ({ as, world }) => {
  const { prisma } = world.database;
  const item = await writeItem(prisma, {
    title: 'The well under the stairs',
    author: 'kwame',
    accessLevel: 'restricted',
  });
  const page = await as('zoe');

  await test.step('a reason', async () => {
    await page.goto(item.path);
    const reason = page.getByRole('textbox', { name: 'Why you need it' });
    await reason.fill('I am on call');
    await page.keyboard.press('Escape');
    await expect(reason).not.toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByText('Esc stays on this page')).toBeVisible();
    await expect(reason).toHaveValue('I am on call');
  });

  await test.step('the kinds of an import, which outlive the page', async () => {
    await page.goto('/library/import');
    const buffer = Buffer.from('# Mending nets\n\nKnot by knot.\n');
    await page
      .getByLabel('Zip archive or Markdown files')
      .setInputFiles({ name: 'nets.md', mimeType: 'text/markdown', buffer });
    await page.getByRole('button', { name: /^Look at/ }).click();
    const kind = page.getByLabel('Kind of content of Mending nets');
    await kind.selectOption({ label: 'Retrospective' });
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByText('Esc stays on this page')).toBeVisible();
    await page.reload();
    await expect(kind).toHaveValue('retrospectives');
  });
});

test('ending a session asks first', async ({ as }) => {
  await as('greta');
  const page = await as('greta');
  await page.goto('/settings/sessions');
  const sessions = page.getByRole('list', { name: 'Your sessions' }).getByRole('listitem');
  await expect(sessions).toHaveCount(2);
  await expect(sessions.filter({ hasText: 'This one' })).toContainText('in use now');
  await expect(sessions.filter({ hasNotText: 'This one' })).toContainText('seen');
  await page.getByRole('button', { name: /^End the session/ }).click();
  const dialog = page.getByRole('dialog', { name: 'End this session' });
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(sessions).toHaveCount(2);
  await page.getByRole('button', { name: /^End the session/ }).click();
  await dialog.getByRole('button', { name: 'End it' }).click();
  await expect(sessions).toHaveCount(1);
});
