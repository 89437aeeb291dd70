import type { Locator, Page } from '@playwright/test';
import { stateOf, textOf } from './support/items';
import { expect, test } from './support/test';

const TITLE = 'Moving the tick store without a mouse';

/** The slash menu, and Tab in a paragraph. */
async function slashAndTab(page: Page, text: Locator): Promise<void> {
  const { keyboard } = page;
  await test.step('ED-T4 / lists what can stand there, tells which is chosen, and Escape leaves what was typed', async () => {
    await keyboard.type('/');
    const list = page.getByRole('listbox', { name: 'What can stand here' });
    await expect(list.getByRole('option')).not.toHaveCount(0);
    await keyboard.type('head');
    await expect(list.getByRole('option')).toHaveCount(3);
    await keyboard.press('ArrowDown');
    const chosen = list.getByRole('option', { selected: true });
    await expect(chosen).toContainText('Heading 2');
    await expect(text).toHaveAttribute('aria-activedescendant', (await chosen.getAttribute('id')) ?? '');
    await keyboard.press('Escape');
    await expect(list).toHaveCount(0);
    await expect(text).toBeFocused();
    await expect(text).toHaveText('/head');
    for (const _ of '/head') await keyboard.press('Backspace');
    await keyboard.type('/h2');
    await expect(list.getByRole('option')).toHaveCount(1);
    await keyboard.press('Enter');
    await keyboard.type('Before you start');
    await keyboard.press('Enter');
  });

  await test.step('ED-T5 Tab in a paragraph stays in the text: what is typed next is no command of the page', async () => {
    await keyboard.type('The store moves on Saturday');
    await keyboard.press('Tab');
    await keyboard.type('. Care helps.');
    await expect(text).toBeFocused();
    await expect(text.getByText('The store moves on Saturday. Care helps.')).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
}

/** Lists and tables. */
async function listsAndTables(page: Page, text: Locator): Promise<void> {
  const { keyboard } = page;
  await test.step('ED-T6 in a list Tab goes deeper, and a new line keeps its paragraph', async () => {
    await keyboard.press('Enter');
    await keyboard.press('Control+Shift+8');
    await keyboard.type('Stop the feeds');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.type('the quiet ones');
    await keyboard.press('Shift+Enter');
    await keyboard.type('first of all');
    await expect(text.locator('li li')).toHaveText('the quiet onesfirst of all');
    await keyboard.press('Enter');
    await keyboard.press('Shift+Tab');
    await keyboard.type('Wait');
    await keyboard.press('Alt+Shift+ArrowUp');
    await expect(text.locator('li').first()).toHaveText('Wait');
    await keyboard.press('Alt+Shift+ArrowDown');
    await expect(text.locator('li').first()).toContainText('Stop the feeds');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
  });

  await test.step('ED-T7 in a table Tab walks the cells, and the last one adds a row', async () => {
    await keyboard.type('/table');
    await keyboard.press('Enter');
    for (const words of ['Step', 'Who', 'When', 'Stop', 'Ana', '9:00', 'Move', 'Noah', '9:30']) {
      await keyboard.type(words);
      await keyboard.press('Tab');
    }
    await keyboard.type('Start');
    await expect(text.getByRole('row')).toHaveCount(4);
    await keyboard.press('Shift+Tab');
    await keyboard.press('Alt+Shift+ArrowRight');
    await expect(text.locator('col').nth(2)).toHaveAttribute('style', /(?<!min-)width: \d+px/);
    // Tab has selected the words of the cell: their tools come first in the bar, those of the table last.
    const row = page.getByRole('toolbar', { name: 'Format the selection' }).getByRole('button', { name: 'Row' });
    await expect(row).toBeVisible();
    await keyboard.press('Alt+F10');
    for (const key of ['End', 'ArrowLeft', 'ArrowLeft']) await keyboard.press(key);
    await expect(row).toBeFocused();
    await keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Insert a row above' })).toBeFocused();
    await keyboard.press('Escape');
    await expect(text).toBeFocused();
    await keyboard.press('Control+End');
  });
}

/** The menu of a block, and the way out of the text. */
async function menuAndWayOut(page: Page, text: Locator): Promise<void> {
  const { keyboard } = page;
  await test.step('ED-T8 a key opens the menu of the block, which turns it into another', async () => {
    await keyboard.type('Nobody writes meanwhile.');
    // Nothing is chosen, and a paragraph has no tools of its own.
    await keyboard.press('Alt+F10');
    await expect(page.getByRole('toolbar', { name: 'Writing', exact: true }).locator(':focus')).toHaveCount(1);
    await keyboard.press('Escape');
    await expect(text).toBeFocused();
    await keyboard.press('Control+/');
    await expect(page.getByRole('menuitem', { name: 'Move up' })).toBeFocused();
    await keyboard.press('End');
    await expect(page.getByRole('menuitem', { name: 'Caution' })).toBeFocused();
    await keyboard.press('Enter');
    await expect(text.locator('[data-callout="caution"]')).toContainText('Nobody writes meanwhile.');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expect(text).toBeFocused();
  });

  const hint = page.getByText('Tab leaves the text now');
  await test.step('ED-T68 Escape ends what is selected and stays in the text: no letter after it is a command', async () => {
    await keyboard.press('Shift+Home');
    const bar = page.getByRole('toolbar', { name: 'Format the selection' });
    await expect(bar).toBeVisible();
    await keyboard.press('Escape');
    await expect(bar).toHaveCount(0);
    await keyboard.press('Control+End');
    await keyboard.press('Escape');
    await expect(hint).toBeVisible();
    await keyboard.type(' c? g');
    await keyboard.press('Escape');
    await keyboard.type('l');
    await expect(hint).toBeHidden();
    await expect(text).toBeFocused();
    await expect(text.locator('[data-callout="caution"]')).toContainText('Nobody writes meanwhile. c? gl');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    for (const _ of ' c? gl') await keyboard.press('Backspace');
  });

  await test.step('ED-T9 Escape, then Tab, leaves the text, also from a list', async () => {
    await keyboard.press('Control+Shift+8');
    await expect(text.locator('aside li')).toHaveCount(1);
    await keyboard.press('Escape');
    await expect(hint).toBeVisible();
    await keyboard.press('Tab');
    await expect(text).not.toBeFocused();
    await keyboard.press('Shift+Tab');
    await expect(text).toBeFocused();
    await keyboard.press('Control+Shift+8');
    await expect(text.locator('aside li')).toHaveCount(0);
    await keyboard.press('Escape');
    await keyboard.press('Shift+Tab');
    await expect(text).not.toBeFocused();
    await keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await expect(keys.getByText('Find and replace')).toBeVisible();
    await keyboard.press('Escape');
    await expect(keys).toBeHidden();
  });
}

test('a whole article is written without a mouse', async ({ as }) => {
  const page = await as('ana');
  const { keyboard } = page;
  await page.goto('/library');
  await expect(page.getByRole('heading', { level: 1, name: 'Library' })).toBeVisible();
  const text = textOf(page, TITLE);

  await test.step('C asks for a title, and leads to an empty text that has the caret', async () => {
    const title = page.getByRole('textbox', { name: 'Title' });
    await expect(async () => {
      // A second press would be typed into the title.
      if (!(await title.isVisible())) await keyboard.press('c');
      await expect(title).toBeFocused({ timeout: 5_000 });
    }).toPass();
    await keyboard.type(TITLE);
    await keyboard.press('Enter');
    await expect(text).toBeFocused();
    await expect(text.locator('[data-placeholder]')).toHaveAttribute('data-placeholder', /press \//);
  });

  await slashAndTab(page, text);
  await listsAndTables(page, text);
  await menuAndWayOut(page, text);
  await test.step('it is saved, and reads as it was written', async () => {
    await expect(stateOf(page)).toHaveText('Saved');
    await page.goto(new URL(page.url()).pathname.replace(/\/edit$/, ''));
    const article = page.getByRole('article', { name: TITLE });
    await expect(article.getByRole('heading', { name: 'Before you start' })).toBeVisible();
    await expect(article.getByRole('row')).toHaveCount(4);
    await expect(article.locator('col').nth(2)).toHaveAttribute('style', /width:\s*\d+px/);
    await expect(article.getByRole('note')).toContainText('Nobody writes meanwhile.');
  });
});
