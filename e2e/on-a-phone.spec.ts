import type { Locator, Page } from '@playwright/test';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { expectSound, NARROW_LIGHT, Watch } from './support/page-check';
import { expect, test } from './support/test';

const TARGET_PX = 44;
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
      ...document.querySelectorAll<HTMLElement>('[role="toolbar"] button, [role="menuitem"], [role="option"]'),
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
    const [above, below] = [await outline.boundingBox(), await entry.boundingBox()];
    expect((below?.y ?? 0) - (above?.y ?? 0)).toBeGreaterThan(above?.height ?? 0);
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
