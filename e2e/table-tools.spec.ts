import type { Locator, Page } from '@playwright/test';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

const MARKDOWN =
  'A line right above the table.\n\n| c1 | c2 |\n|---|---|\n| d1 | d2 |\n\nRight below the table is a line.\n';

async function boxOf(one: Locator) {
  const box = await one.boundingBox();
  if (!box) throw new Error('it is not seen');
  return { ...box, right: box.x + box.width, bottom: box.y + box.height };
}

/** Whether one covers a part of the other. */
async function meet(one: Locator, other: Locator): Promise<boolean> {
  const [a, b] = [await boxOf(one), await boxOf(other)];
  return a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;
}

const toolsOf = (page: Page): Locator => page.getByRole('toolbar', { name: 'Change the table' });

test('ED-T270 the tools of a table cover no line, and keep no letter from the text', async ({ as, world }) => {
  const title = 'A table between lines';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: MARKDOWN });
  const page = await as('ana');
  await page.goto(`${item.path}/edit`);
  await expect(stateOf(page)).toHaveText('Saved');
  const text = textOf(page, title);
  const [above, below, tools] = [text.getByText('right above'), text.getByText('Right below'), toolsOf(page)];
  // The frame around them takes presses as they do.
  const bar = tools.locator('..');

  await test.step('they come without moving anything, and cover neither line', async () => {
    const before = await boxOf(below);
    await text.getByText('d1').click();
    await expect(tools).toBeVisible();
    for (const line of [above, below]) await expect.poll(() => meet(bar, line)).toBe(false);
    expect(await boxOf(below)).toEqual(before);
  });

  await test.step('a press beside the tools leaves the caret where it is, and Escape leads nowhere else', async () => {
    const { x, y, height } = await boxOf(bar);
    await page.mouse.click(x + 2, y + height / 2);
    await expect(text).toBeFocused();
    await page.keyboard.type('!');
    await expect(text.locator('td').first()).toContainText('!');
    await bar.evaluate((frame: HTMLElement) => frame.focus());
    await page.keyboard.press('Escape');
    await expect(text).toBeFocused();
    expect(page.url()).toMatch(/\/edit$/);
  });

  await test.step('a click at the beginning of the line below, and words', async () => {
    await text.getByText('d2').click();
    await expect(tools).toBeVisible();
    const { x, y, height } = await boxOf(below);
    await page.mouse.click(x + 1, y + height / 2);
    await caretTold(page);
    await page.keyboard.type('So ');
    await expect(text).toContainText('So Right below');
  });

  await test.step('where the window ends below the table they stand above it, beside no words either', async () => {
    const { bottom } = await boxOf(text.locator('table'));
    await page.setViewportSize({ width: 1280, height: Math.ceil(bottom) + 12 });
    await text.getByText('d2').click();
    await expect(tools).toBeVisible();
    await expect.poll(async () => (await boxOf(bar)).bottom).toBeLessThan((await boxOf(text.locator('table'))).y);
    expect(await meet(bar, above)).toBe(false);
  });
});

test('ED-T271 who drags along a row chooses its cells alone: nothing moves under the pointer', async ({
  as,
  world,
}) => {
  const title = 'A row of cells';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: MARKDOWN });
  const page = await as('ana');
  await page.goto(`${item.path}/edit`);
  await expect(stateOf(page)).toHaveText('Saved');
  const text = textOf(page, title);
  const [from, to] = [await boxOf(text.locator('td').nth(0)), await boxOf(text.locator('td').nth(1))];
  // Near its top: what makes the rows above higher brings them under the pointer.
  const y = from.y + 5;
  await page.mouse.move(from.x + 20, y);
  await page.mouse.down();
  const border = to.x - 2;
  await page.mouse.move(border, y, { steps: 10 });
  await expect(text.locator('.column-resize-handle').first()).toBeAttached();
  expect(await boxOf(text.locator('td').nth(1))).toEqual(to);
  await page.mouse.move(to.x + 60, y, { steps: 20 });
  await page.mouse.up();
  await expect(text.locator('.selectedCell')).toHaveText(['d1', 'd2']);
  await expect(page.getByTestId('text-count')).toContainText('2 of 17 words, 4 characters selected');
});

test('ED-T275 the tools of a table longer than the window stand within it, also where the window is low', async ({
  as,
  world,
}) => {
  const title = 'A table of many rows';
  const rows = Array.from({ length: 60 }, (_, row) => `| a${row} | b${row} |`);
  const markdown = ['| A | B |', '| - | - |', ...rows].join('\n');
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown });
  const page = await as('ana');
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 720, height: 450 },
  ]) {
    await page.setViewportSize(viewport);
    await page.goto(`${item.path}/edit`);
    await expect(stateOf(page)).toHaveText('Saved');
    const cell = textOf(page, title).getByText('a30', { exact: true });
    await cell.click();
    await expect(toolsOf(page)).toBeInViewport({ ratio: 1 });
    await expect.poll(() => meet(toolsOf(page), cell)).toBe(false);
    await toolsOf(page).getByRole('button', { name: 'Column' }).click();
    const first = page.getByRole('menuitem', { name: 'Insert a column to the left' });
    // The site's bar would cover it, and take the press.
    await first.click({ trial: true });
    await page.keyboard.press('Escape');
    await page.mouse.wheel(0, -10_000);
    await expect(toolsOf(page)).toBeInViewport({ ratio: 1 });
  }
});
