import type { Locator, Page } from '@playwright/test';
import { paste } from './support/clipboard';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { expectSound, Watch } from './support/page-check';
import { expect, test } from './support/test';

test('what is typed as Markdown, and the tools of a line', async ({ as, world }) => {
  const { prisma } = world.database;
  const about = await writeItem(prisma, { title: 'Splices of the eastern feed', author: 'noah', markdown: 'Long.' });
  const title = 'Typed by hand';
  const item = await writeItem(prisma, { title, author: 'ana', markdown: '```ts\nconst a = 1;\n```\n\nOne line.' });
  const page = await as('ana');
  const { keyboard } = page;
  const watch = new Watch(page);
  await watch.open(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(text).toBeFocused();

  await test.step('ED-T77 three asterisks are bold and italic, a number with a bracket begins a list', async () => {
    await keyboard.press('Control+End');
    await keyboard.type(' A ***whole feed*** on');
    await expect(text.locator('strong em, em strong')).toHaveText('whole feed');
    await expect(text).toContainText('One line. A whole feed on');
    await keyboard.press('Enter');
    await keyboard.type('1) first');
    await expect(text.locator('ol li')).toHaveText('first');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
  });

  await test.step('ED-T78 two brackets, or the slash menu, name an item', async () => {
    const offered = page.getByRole('listbox', { name: 'People and items' });
    await keyboard.type('See [[eastern');
    await expect(offered.getByRole('option', { name: about.title, selected: true })).toBeVisible();
    await keyboard.press('Enter');
    await expect(text.getByText(about.title)).toBeVisible();
    await expect(text).not.toContainText('[[');
    await keyboard.type('and /mention');
    await expect(page.getByRole('option', { name: 'Person or item…', selected: true })).toBeVisible();
    await keyboard.press('Enter');
    await keyboard.type('Noah');
    await expect(offered.getByRole('option', { name: /Noah Brooks/, selected: true })).toBeVisible();
    await keyboard.press('Enter');
    await expect(text).toContainText('@Noah Brooks');
  });

  await test.step('ED-T79 words are underlined, and stay marked while one types where they lead', async () => {
    await text.getByText('first', { exact: true }).selectText();
    const bar = page.getByRole('toolbar', { name: 'Format the selection' });
    await bar.getByRole('button', { name: 'Underline' }).click();
    await expect(text.locator('u')).toHaveText('first');
    await keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: 'Address of the link' })).toBeFocused();
    await expect(text.locator('[class*="keptSelection"]')).toHaveText('first');
    await expectSound(page, watch, true);
    await keyboard.press('Escape');
    await expect(text).toBeFocused();
    await expect(text.locator('[class*="keptSelection"]')).toHaveCount(0);
  });

  await test.step('ED-T80 a shorter name of a language is shown as the language', async () => {
    await expect(text.getByRole('button', { name: 'Language of the code: TypeScript' })).toBeVisible();
    await expect(stateOf(page)).toHaveText('Saved');
  });
});

const MIXED = `ask first

> a quote

- [ ] one
- [ ] two

\`\`\`py
if a:
    b
\`\`\`

| Name | Cost |
|---|---|
| rack | 7 |

Last line.
`;

async function standAfter(page: Page, text: Locator, words: string): Promise<void> {
  await text.getByText(words, { exact: true }).click();
  await page.keyboard.press('End');
  await caretTold(page);
}

async function inCode(page: Page, text: Locator): Promise<void> {
  const { keyboard } = page;
  await test.step('ED-T123 a line of code begins where the one before it does; Tab moves it', async () => {
    const code = text.locator('pre');
    await code.getByText('b').last().click();
    await keyboard.press('End');
    await caretTold(page);
    await keyboard.press('Enter');
    await keyboard.type('c');
    await expect.poll(() => code.textContent()).toBe('if a:\n    b\n    c');
    await keyboard.press('Shift+Tab');
    await expect.poll(() => code.textContent()).toBe('if a:\n    b\nc');
    await keyboard.press('Tab');
    await expect.poll(() => code.textContent()).toBe('if a:\n    b\n    c');
  });
}

async function inTable(page: Page, text: Locator): Promise<void> {
  await test.step('ED-T129 Escape from a menu of the table leaves its tools; what Escape takes away, a press brings back', async () => {
    const tools = page.getByRole('toolbar', { name: 'Change the table' });
    await standAfter(page, text, 'rack');
    await tools.getByRole('button', { name: 'Cells' }).click();
    await expect(page.getByRole('menu').getByRole('menuitem', { disabled: false }).first()).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expect(text).toBeFocused();
    await expect(tools).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(tools).toHaveCount(0);
    await text.getByText('rack', { exact: true }).click();
    await expect(tools).toBeVisible();
    await text.getByText('rack', { exact: true }).click();
  });
}

test('what a sign, a key and a press do in a page of many parts', async ({ as, world }) => {
  const title = 'Small things';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: MIXED });
  const page = await as('ana');
  const { keyboard } = page;
  const watch = new Watch(page);
  await watch.open(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(text).toBeFocused();
  const endOf = (words: string) => standAfter(page, text, words);

  await test.step('ED-T127 a name that was pasted with its sign opens no menu, nor does what is typed after it', async () => {
    await endOf('ask first');
    await paste(text, { text: ' @Ana Souza on Monday' });
    await keyboard.type(' about /code');
    await expect(text).toContainText('ask first @Ana Souza on Monday about /code');
    await expect(page.getByRole('listbox', { name: 'What can stand here' })).toBeVisible();
    await expect(page.getByRole('listbox', { name: 'People and items' })).toHaveCount(0);
    await expect(text.locator('[data-decoration-id]')).toHaveText('/code');
    for (const _ of '/code') await keyboard.press('Backspace');
    await keyboard.type('@no');
    await expect(page.getByRole('listbox', { name: 'People and items' })).toBeVisible();
    await keyboard.press('Escape');
  });

  await test.step('ED-T128 a quote right below a quote becomes a callout of its own', async () => {
    await endOf('a quote');
    for (const _ of 'ab') await keyboard.press('Enter');
    await keyboard.type('> [!WARNING] careful');
    await expect(text.locator('aside[data-callout="warning"]')).toContainText('careful');
    await expect(text.locator('blockquote')).toHaveText('a quote');
  });

  await test.step('ED-T125 a task is ticked from its line, and undo takes that back', async () => {
    await endOf('two');
    await keyboard.press('Control+Enter');
    const boxes = text.getByRole('checkbox');
    await expect(boxes.nth(1)).toBeChecked();
    await expect(boxes.nth(0)).not.toBeChecked();
    await keyboard.press('Control+z');
    await expect(boxes.nth(1)).not.toBeChecked();
  });

  await inCode(page, text);
  await inTable(page, text);
  await expectSound(page, watch, true);
});

/** At the foot of the window the list stands above the line, however short it grows. */
async function staysAboveLowLine(page: Page, list: Locator): Promise<void> {
  for (let line = 0; line < 40; line += 1) await page.keyboard.press('Enter');
  for (const [typed, shown] of [
    ['/', /Text/],
    ['h2', /Heading 2/],
  ] as const) {
    await page.keyboard.type(typed);
    await expect(list.getByRole('option').first()).toHaveText(shown);
    await caretTold(page);
    await expect
      .poll(async () => {
        const [box, sign] = [await list.boundingBox(), await page.locator('[data-decoration-id]').boundingBox()];
        return box !== null && sign !== null && box.y + box.height <= sign.y;
      })
      .toBe(true);
  }
}

for (const [name, size] of [
  ['in a wide window', { width: 1440, height: 900 }],
  ['in a narrow one', { width: 390, height: 700 }],
] as const) {
  test(`ED-T121 the slash menu uses the room there is, and shows that there is more: ${name}`, async ({
    as,
    world,
  }) => {
    const title = `A long list ${name}`;
    const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'One line.' });
    const page = await as('ana', { viewport: size });
    await page.goto(`${item.path}/edit`);
    await expect(textOf(page, title)).toBeFocused();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' /');
    const list = page.getByRole('listbox', { name: 'What can stand here' });
    await expect(list).toBeVisible();
    const options = list.getByRole('option');
    const seen = await list.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      const edges = [...element.children].map((option) => option.getBoundingClientRect());
      const isCut = edges.some((edge) => edge.top < bottom - 8 && edge.bottom > bottom + 8);
      return { top, bottom, isCut, isAll: element.scrollHeight <= element.clientHeight };
    });
    expect(seen.top).toBeGreaterThanOrEqual(0);
    expect(seen.bottom).toBeLessThanOrEqual(size.height);
    expect(seen.isAll || seen.isCut).toBe(true);
    // Of what is left free below, less than two rows.
    if (!seen.isAll) expect(size.height - seen.bottom).toBeLessThan(2 * 44);
    await page.keyboard.press('ArrowUp');
    await expect(options.last()).toBeInViewport({ ratio: 1 });
    await expect(options.last()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Escape');
    // A high window has room enough below the last line.
    if (size.height < 800) await staysAboveLowLine(page, list);
  });

  test(`ED-T131 the slash menu leaves a long page where it stands: ${name}`, async ({ as, world }) => {
    const title = `A long page ${name}`;
    const markdown = Array.from({ length: 80 }, (_, line) => `Line ${line}.`).join('\n\n');
    const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown });
    const page = await as('ana', { viewport: size, hasTouch: size.width < 400 });
    await page.goto(`${item.path}/edit`);
    const text = textOf(page, title);
    await expect(text).toBeFocused();
    const line = text.getByText('Line 40.', { exact: true });
    await line.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await standAfter(page, text, 'Line 40.');
    await page.keyboard.press('Enter');
    await caretTold(page);
    const before = await page.evaluate(() => window.scrollY);
    expect(before).toBeGreaterThan(0);
    const list = page.getByRole('listbox', { name: 'What can stand here' });
    const sign = page.locator('[data-decoration-id]');
    for (const [typed, shown] of [
      ['/', /Text/],
      ['h', /Heading 1/],
    ] as const) {
      await page.keyboard.type(typed);
      await expect(list.getByRole('option').first()).toHaveText(shown);
      await caretTold(page);
      expect(await page.evaluate(() => window.scrollY)).toBe(before);
      await expect(sign).toBeInViewport({ ratio: 1 });
    }
    await page.keyboard.press('Escape');
    await expect(list).toHaveCount(0);
    expect(await page.evaluate(() => window.scrollY)).toBe(before);
  });
}
