import type { Locator, Page } from '@playwright/test';
import { changeAccess } from '@/server/domains/knowledge';
import { contextOf, stateOf, textOf, writeItem } from './support/items';
import { expectSound, Watch } from './support/page-check';
import { expect, test } from './support/test';

/** Nobody waits longer than about ten seconds for what concerns them. */
const IN_TIME = { timeout: 15_000 };

/** A key is pressed again after so long, as long as it has not led there. */
const AGAIN_MS = 400;

const offered = (page: Page): Locator => page.getByRole('listbox', { name: 'People and items' });

/** Types an at-sign with what follows, and takes what is offered under that name. */
async function mention(page: Page, typed: string, name: string): Promise<void> {
  await page.keyboard.type(`@${typed}`);
  await expect(offered(page).getByRole('option', { name, selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(offered(page)).toHaveCount(0);
}

async function typeSentence(page: Page, text: Locator): Promise<void> {
  await page.keyboard.type('before @');
  await expect(offered(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(offered(page)).toHaveCount(0);
  await page.keyboard.type('noon ');
  await expect(text).toContainText('before @noon');
}

/** Goes back to the mention that was just made, and by its bar makes it a card: all by keys. */
async function showAsCard(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('toolbar', { name: 'Mention' })).toBeVisible({ timeout: AGAIN_MS });
  }).toPass();
  for (const key of ['Alt+F10', 'ArrowRight']) await page.keyboard.press(key);
  await expect(page.getByRole('button', { name: 'Show as a card' })).toBeFocused();
  await page.keyboard.press('Enter');
}

async function paste(text: Locator, words: string): Promise<void> {
  await text.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, words);
}

test('a colleague is named, is told once they can read it, and everybody reads what they may', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const title = 'Handing over the pager';
  const secret = 'Severance of the old feed';
  await writeItem(prisma, { title: secret, author: 'ana', accessLevel: 'restricted', markdown: 'Soon.' });
  const item = await writeItem(prisma, { title, author: 'ana', accessLevel: 'restricted', markdown: 'Who knows how?' });
  const ana = await as('ana');
  const watch = new Watch(ana);
  await ana.goto(`${item.path}/edit`);
  const text = textOf(ana, title);
  await text.getByText('Who knows how?').click();
  await ana.keyboard.press('End');

  await test.step('the at-sign offers people and items, and says who cannot open the page', async () => {
    await ana.keyboard.type(' Ask @');
    for (const name of ['People', 'Items']) await expect(offered(ana).getByRole('group', { name })).toBeVisible();
    await ana.keyboard.type('noah');
    const noah = offered(ana).getByRole('option', { name: 'Noah Brooks' });
    await expect(noah).toContainText('Cannot open this page');
    await expect(text).toHaveAttribute('aria-activedescendant', (await noah.getAttribute('id')) ?? '');
    await expectSound(ana, watch, true);
    await ana.keyboard.press('Enter');
    await expect(text).toContainText('Ask @Noah Brooks');
    await expect(text.getByRole('img', { name: 'Noah Brooks cannot open this page' })).toBeVisible();
    await expect(ana.getByText('is told of it once they can')).toBeVisible();
  });

  await test.step('an at-sign in a sentence is left alone, and Esc closes what was offered', async () => {
    await typeSentence(ana, text);
  });

  await test.step('an item is mentioned, alone in its line as a card', async () => {
    await mention(ana, 'severance', secret);
    await ana.keyboard.press('Enter');
    await mention(ana, 'severance', secret);
    await showAsCard(ana);
    await expect(text.getByText('Procedure')).toBeVisible();
    await expect(stateOf(ana)).toHaveText('Saved');
  });

  await test.step('whoever is let in is told, once', async () => {
    await changeAccess(await contextOf(prisma, 'ana'), { id: item.id, accessLevel: 'public', confirmed: true });
    await expect(text.getByRole('img', { name: 'cannot open this page' })).toHaveCount(0, IN_TIME);
    const noah = await as('noah');
    await noah.goto('/inbox');
    const told = noah.getByText(`Ana Souza named you in “${title}”`);
    await expect(async () => {
      await noah.reload();
      await expect(told).toHaveCount(1, { timeout: 1_000 });
    }).toPass(IN_TIME);
  });

  await test.step('each reads the names and titles that they may', async () => {
    await ana.goto(item.path);
    const own = ana.getByRole('article', { name: title });
    await expect(own.getByRole('link', { name: secret })).toHaveCount(2);
    const zoe = await as('zoe');
    await zoe.goto(item.path);
    const theirs = zoe.getByRole('article', { name: title });
    await expect(theirs.getByRole('link', { name: '@Noah Brooks' })).toHaveAttribute('href', /^\/people\/noah-brooks-/);
    await expect(theirs.getByText('item not available')).toHaveCount(2);
    expect(await zoe.content()).not.toContain('Severance');
  });
});

test('a link finds its item by title, and a pasted address becomes a mention', async ({ as, world }) => {
  const { prisma } = world.database;
  const title = 'Casting off';
  const about = await writeItem(prisma, {
    title: 'Bowline and clove hitch',
    author: 'noah',
    markdown: 'Two knots that hold and come undone.',
  });
  const item = await writeItem(prisma, {
    title,
    author: 'ana',
    markdown: 'Untie the knots. See https://example.com/x',
  });
  const page = await as('ana');
  await page.goto(`${item.path}/edit`);
  const text = textOf(page, title);

  await test.step('⌘K makes the selected words a link to the item that one types', async () => {
    await text.getByText('Untie the knots').dblclick({ position: { x: 20, y: 8 } });
    await page.keyboard.press('Control+k');
    const address = page.getByRole('combobox', { name: 'Address of the link' });
    await expect(address).toBeFocused();
    await address.fill('bowline');
    await expect(page.getByRole('option', { name: about.title, selected: true })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(text.getByRole('link', { name: 'Untie' })).toHaveAttribute('href', about.path);
    await page.keyboard.press('End');
    await expect(page.getByRole('toolbar', { name: 'Format the selection' })).toHaveCount(0);
  });

  await test.step('an address of ours that is pasted becomes a mention; to undo that leaves the link', async () => {
    await text.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await paste(text, `${world.url}${about.path}`);
    await expect(text).toContainText(about.title);
    await page.keyboard.press('Control+z');
    await expect(text).not.toContainText(about.title);
    await expect(text.getByRole('link', { name: about.path })).toHaveAttribute('href', about.path);
    await page.keyboard.press('Control+Shift+z');
    await expect(text).toContainText(about.title);
    await expect(stateOf(page)).toHaveText('Saved');
  });
});

test('on a page a link says what it leads to, to the pointer and to the keyboard', async ({ as, world }) => {
  const { prisma } = world.database;
  const title = 'Knots';
  const about = await writeItem(prisma, {
    title: 'Bowline, sheet bend and clove hitch',
    author: 'noah',
    markdown: 'Three knots that hold and come undone.',
  });
  const markdown = `[Untie](${about.path}) the knots. See https://example.com/x`;
  const item = await writeItem(prisma, { title, author: 'ana', markdown });
  const page = await as('ana');
  const watch = new Watch(page);
  const card = page.getByRole('tooltip');
  await page.goto(item.path);
  const link = page.getByRole('article', { name: title }).getByRole('link', { name: 'Untie' });
  // A pointer that comes before the page listens rests there unseen, and so does one that has not moved before.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await link.hover();
    await expect(card).toContainText(about.title, { timeout: 1_000 });
  }).toPass();
  for (const fact of ['Procedure', 'Draft', 'Noah Brooks', 'Three knots']) await expect(card).toContainText(fact);
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await page.getByRole('link', { name: 'https://example.com/x' }).focus();
  await page.keyboard.press('Shift+Tab');
  await expect(link).toBeFocused();
  await expect(card).toContainText(about.title);
  await expect(link).toHaveAttribute('aria-describedby', (await card.getAttribute('id')) ?? '');
  await expectSound(page, watch);
  await page.keyboard.press('Tab');
  await expect(card).toContainText('example.com');
});
