import type { Locator, Page } from '@playwright/test';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { expectSound, NARROW_LIGHT, Watch } from './support/page-check';
import { expect, test } from './support/test';

const TARGET_PX = 44;
/** Less than two rows of them. */
const ROW_PX_MAX = 60;
const PHONE = { ...NARROW_LIGHT.options, hasTouch: true, isMobile: true };
/** One white point. */
const IMAGE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/** The tools of the editor that are smaller than a finger needs. */
const smallTools = (page: Page) =>
  page.evaluate((least) => {
    const tools = [
      ...document.querySelectorAll<HTMLElement>(
        '[role="toolbar"] button, [role="toolbar"] input, [role^="menuitem"], [role="option"]',
      ),
    ];
    return tools
      .filter((tool) => tool.checkVisibility())
      .filter((tool) => tool.offsetWidth < least || tool.offsetHeight < least)
      .map((tool) => tool.outerHTML.slice(0, 120));
  }, TARGET_PX);

/** Lists, words and blocks. */
async function listsAndFormats(page: Page, text: Locator): Promise<void> {
  const foot = page.getByRole('toolbar', { name: 'Write' });
  await test.step('ED-T42 / lists what can stand there, to be tapped', async () => {
    await expect(text).toBeFocused();
    await text.getByText('First line.').tap();
    await page.keyboard.press('End');
    await caretTold(page);
    await page.keyboard.press('Enter');
    await page.keyboard.type('/to');
    expect(await smallTools(page)).toEqual([]);
    await page.getByRole('option', { name: 'Task list' }).tap();
    await page.keyboard.type('Pack');
    await page.keyboard.press('Enter');
    await page.keyboard.type('the charger');
    await foot.getByRole('button', { name: 'Deeper in the list' }).tap();
    await expect(text.locator('li li p')).toHaveText('the charger');
    await expect(text).toBeFocused();
  });

  await test.step('ED-T43 the bar at the foot formats, and has the menu of the block', async () => {
    await foot.getByRole('button', { name: 'Bold' }).tap();
    await page.keyboard.type(' soon');
    await expect(text.locator('strong')).toHaveText('soon');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Then go');
    await foot.getByRole('button', { name: /^Block: / }).tap();
    expect(await smallTools(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'Heading 2' }).tap();
    await expect(text.getByRole('heading', { name: 'Then go' })).toBeVisible();
    await foot.getByRole('button', { name: 'Block: Heading 2' }).tap();
    await page.getByRole('menuitem', { name: 'Move up' }).tap();
    await expect(text.locator(':scope > *').nth(1)).toHaveText('Then go');
    await expect(text).toBeFocused();
  });
}

test('on a phone one writes, formats, makes a table, adds an image and finds', async ({ as, world }) => {
  const title = 'Written on the way';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'First line.' });
  const page = await as('ana', PHONE);
  const watch = new Watch(page);
  await watch.open(`${item.path}/edit`);
  const text = textOf(page, title);
  const foot = page.getByRole('toolbar', { name: 'Write' });
  await expect(text).toContainText('First line.');

  await listsAndFormats(page, text);
  await test.step('ED-T44 a table, with a row from its menu', async () => {
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('/table');
    await page.keyboard.press('Enter');
    await expect(text.getByRole('row')).toHaveCount(3);
    for (const words of ['Train', 'When', 'Who']) {
      await page.keyboard.type(words);
      await page.keyboard.press('Tab');
    }
    await foot.getByRole('button', { name: 'Row' }).tap();
    await page.getByRole('menuitem', { name: 'Insert a row below' }).tap();
    await expect(text.getByRole('row')).toHaveCount(4);
    expect(await smallTools(page)).toEqual([]);
  });

  await test.step('ED-T45 an image, chosen from what the phone has', async () => {
    await text.getByText('Then go').tap();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Insert', exact: true }).tap();
    await page.getByRole('menuitem', { name: 'Image…' }).tap();
    await (await chooser).setFiles({ name: 'platform.png', mimeType: 'image/png', buffer: IMAGE });
    await expect(text.locator('figure img')).toBeVisible();
  });

  await test.step('ED-T46 find, and the outline in its menu', async () => {
    await page.getByRole('button', { name: 'Find in the text' }).tap();
    await page.keyboard.type('charger');
    const bar = page.getByRole('group', { name: 'Find in the text' });
    await expect(bar.getByRole('status').first()).toHaveText('1 of 1');
    await bar.getByRole('button', { name: 'Back to the text' }).tap();
    const outline = page.getByRole('button', { name: 'Outline' });
    await outline.tap();
    const entry = page.getByRole('menuitem', { name: 'Then go' });
    await expect(entry).toBeVisible();
    const [tool, menu] = [await outline.boundingBox(), await entry.boundingBox()];
    expect((menu?.y ?? 0) + (menu?.height ?? 0)).toBeLessThanOrEqual(tool?.y ?? 0);
    await entry.tap();
    await expect(text).toBeFocused();
  });

  await test.step('nothing is wider than the phone, and nothing is said to be wrong', async () => {
    await expect(stateOf(page)).toHaveText('Saved');
    await expectSound(page, watch, true);
  });
});

const KEYBOARD_PX = 336;
type Phone = typeof window & { seen: { covered: number; scale: number } & EventTarget };

/** Playwright's phone has no keyboard: this says what a real one says of the part of the window that can be seen. */
function keyboardOfPhone(): void {
  class Seen extends EventTarget {
    covered = 0;
    scale = 1;
    offsetTop = 0;
    offsetLeft = 0;
    pageTop = 0;
    pageLeft = 0;
    get width() {
      return window.innerWidth / this.scale;
    }
    get height() {
      return (window.innerHeight - this.covered) / this.scale;
    }
  }
  const seen = new Seen();
  Object.assign(window, { seen });
  Object.defineProperty(window, 'visualViewport', { value: seen });
}

const see = (page: Page, change: { covered?: number; scale?: number }) =>
  page.evaluate((given) => {
    const { seen } = window as Phone;
    Object.assign(seen, given);
    seen.dispatchEvent(new Event('resize'));
  }, change);

test('over a keyboard the bar and the line one writes are in sight', async ({ as, world }) => {
  const title = 'Written with two thumbs';
  const markdown = Array.from({ length: 60 }, (_, at) => `Line ${at + 1} of many.`).join('\n\n');
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown });
  const page = await as('ana', PHONE);
  await page.addInitScript(keyboardOfPhone);
  await page.goto(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(text).toBeFocused();
  const foot = page.getByRole('toolbar', { name: 'Write' });
  const height = PHONE.viewport?.height ?? 0;
  const endOf = async (part: Locator) => {
    const box = await part.boundingBox();
    return box === null ? null : Math.round(box.y + box.height);
  };
  await expect.poll(() => endOf(foot)).toBe(height);

  await test.step('ED-L1 the bar stands on the keyboard, and goes down with it', async () => {
    await see(page, { covered: KEYBOARD_PX });
    await expect.poll(() => endOf(foot)).toBe(height - KEYBOARD_PX);
    await see(page, { covered: 0 });
    await expect.poll(() => endOf(foot)).toBe(height);
  });

  await test.step('ED-L2 the line that one writes in comes above both', async () => {
    const line = text.getByText('Line 12 of many.');
    await line.tap();
    await see(page, { covered: KEYBOARD_PX });
    const top = async () => (await foot.boundingBox())?.y ?? 0;
    await page.keyboard.press('Control+End');
    await caretTold(page);
    await page.keyboard.type(' And on.');
    await expect.poll(async () => ((await endOf(text.getByText('And on.'))) ?? height) <= (await top())).toBe(true);
  });

  await test.step('ED-L3 looking closer with two fingers is no keyboard', async () => {
    await see(page, { covered: 0, scale: 2 });
    await expect.poll(() => endOf(foot)).toBe(height);
  });
});

/** Find, with its options and without the tools of the text. */
async function findsInOneRow(page: Page): Promise<void> {
  const foot = page.getByRole('toolbar', { name: 'Write' });
  await test.step('ED-L22 what finds is one row, and then no other stands beside the keyboard', async () => {
    await foot.getByRole('button', { name: 'Find in the text' }).tap();
    const bar = page.getByRole('group', { name: 'Find in the text' });
    await page.keyboard.type('SEE');
    await expect(bar.getByRole('status').first()).toHaveText('1 of 1');
    expect((await bar.boundingBox())?.height).toBeLessThan(ROW_PX_MAX);
    await expect(foot).toBeHidden();
    await bar.getByRole('button', { name: 'How to find' }).tap();
    expect(await smallTools(page)).toEqual([]);
    await page.getByRole('menuitemcheckbox', { name: 'Upper and lower case as typed' }).tap();
    await expect(bar.getByRole('status').first()).toHaveText('Not found');
    await page.keyboard.press('Escape');
    await expect(bar.getByRole('textbox', { name: 'Find' })).toBeFocused();
    await bar.getByRole('button', { name: 'Back to the text' }).tap();
    await expect(foot).toBeVisible();
  });
}

test('on a phone all tools stand in one row, and so does what finds', async ({ as, world }) => {
  const title = 'Written in one row';
  const markdown = 'Read the chart today.\n\nAnother line.';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown });
  const page = await as('ana', PHONE);
  await page.addInitScript(keyboardOfPhone);
  const watch = new Watch(page);
  await watch.open(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(text).toBeFocused();
  await see(page, { covered: KEYBOARD_PX });
  const foot = page.getByRole('toolbar', { name: 'Write' });
  const link = foot.getByRole('button', { name: 'Link', exact: true });
  const address = foot.getByRole('combobox', { name: 'Address of the link' });

  await test.step('ED-L20 one row beside the keyboard, what is used most in sight, all within reach', async () => {
    await expect(page.getByRole('toolbar')).toHaveCount(1);
    expect((await foot.boundingBox())?.height).toBeLessThan(ROW_PX_MAX);
    for (const name of [/^Block: /, 'Bold', 'Italic', 'Link', 'Undo your last change', 'Hide the keyboard'])
      await expect(foot.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 0.9 });
    await text.getByText('Another line.').selectText();
    await foot.getByRole('button', { name: 'Strikethrough' }).tap();
    await expect(text.locator('s')).toHaveText('Another line.');
    await foot.getByRole('button', { name: 'Undo your last change' }).tap();
    await expect(text.locator('s')).toHaveCount(0);
    await expect(page.getByRole('toolbar')).toHaveCount(1);
    expect(await smallTools(page)).toEqual([]);
  });

  await test.step('ED-L21 the word at the caret becomes a link; where there is none, the address itself does', async () => {
    await text.getByText('Read the chart today.').click();
    await page.keyboard.press('Home');
    for (let letter = 0; letter < 'Read the ch'.length; letter += 1) await page.keyboard.press('ArrowRight');
    await caretTold(page);
    await link.tap();
    await address.fill('example.com/chart');
    expect((await foot.boundingBox())?.height).toBeLessThan(ROW_PX_MAX);
    expect(await smallTools(page)).toEqual([]);
    await address.press('Enter');
    await expect(text.locator('a[href="https://example.com/chart"]')).toHaveText('chart');
    await expect(text).toBeFocused();
    await page.keyboard.press('End');
    await page.keyboard.type(' See ');
    await link.tap();
    await address.fill('example.org');
    await foot.getByRole('button', { name: 'Set the link' }).tap();
    await expect(text.locator('a[href="https://example.org"]')).toHaveText('example.org');
    await page.keyboard.type(' too');
    await expect(text).toContainText('Read the chart today. See example.org too');
  });

  await findsInOneRow(page);
  await test.step('nothing is wider than the phone, and nothing is said to be wrong', async () => {
    await expect(stateOf(page)).toHaveText('Saved');
    await expectSound(page, watch, true);
  });
});
