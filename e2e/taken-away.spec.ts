import type { Locator, Page } from '@playwright/test';
import { stateOf, textOf, writeItem } from './support/items';
import { networkOf } from './support/network';
import { expect, test } from './support/test';

/** A red point. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const TYPED = 'words that are typed on while a colleague takes that away';
const MARKDOWN = `Read the [handbook](https://example.com/a) first.

$$
x^2
$$

Between.

$$
y^2
$$

Last.
`;

const addressOf = (page: Page) => page.getByRole('combobox', { name: 'Address of the link' });
const latexOf = (page: Page) => page.getByRole('textbox', { name: 'Formula in LaTeX' });
const keptOf = (page: Page) => page.getByRole('textbox', { name: 'What you typed' });

async function openLink(page: Page, title: string): Promise<void> {
  await textOf(page, title).getByText('handbook').click();
  await page.getByRole('button', { name: 'Edit the link' }).click();
  await expect(addressOf(page)).toBeFocused();
}

/** What is typed in a form while a colleague takes away what it is about is all there, and nowhere else. */
async function loses(page: Page, text: Locator, before: string, takeAway: () => Promise<void>): Promise<void> {
  const [first, rest] = [TYPED.slice(0, 12), TYPED.slice(12)];
  await page.keyboard.type(first);
  let isTaken = false;
  const taken = takeAway().then(() => {
    isTaken = true;
  });
  for (const letter of rest) await page.keyboard.type(letter, { delay: isTaken ? 10 : 60 });
  await taken;
  await expect(keptOf(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('ZZ');
  await expect(keptOf(page)).toHaveValue(`${before}${TYPED}\nZZ`);
  await expect(text).not.toContainText('ZZ');
  await expect(text.locator('.ProseMirror-selectednode')).toHaveCount(0);
  // Not even an empty one.
  await expect(page.getByRole('toolbar', { name: 'Format the selection' })).toBeHidden();
}

test('ED-T208 whoever writes in a form about what a colleague takes away keeps what they type, out of the text', async ({
  as,
  world,
}) => {
  const title = 'Taken away while one writes about it';
  const made = { title, author: 'ana', maintainers: ['noah'], markdown: MARKDOWN };
  const item = await writeItem(world.database.prisma, made);
  const pages = [await as('ana'), await as('noah')] as const;
  const [ana, noah] = pages;
  const [text, theirs] = [textOf(ana, title), textOf(noah, title)];
  for (const page of pages) {
    await page.goto(`${item.path}/edit`);
    await expect(stateOf(page)).toHaveText('Saved');
  }
  await test.step('ED-T209 a field of an address in which nothing was typed takes over what a colleague sets, and says so', async () => {
    for (const page of pages) await openLink(page, title);
    await addressOf(noah).fill('https://example.com/b');
    await noah.keyboard.press('Enter');
    await expect(ana.getByText('Meanwhile somebody has changed it to https://example.com/b')).toBeVisible();
    await expect(addressOf(ana)).toHaveValue('https://example.com/b');
  });

  await test.step('a link', async () => {
    await ana.keyboard.press('End');
    await loses(ana, text, 'https://example.com/b', async () => {
      await theirs.getByText('handbook').click();
      await noah.getByRole('button', { name: 'Remove the link' }).click();
    });
    await expect(ana.getByText('A colleague has removed the link')).toBeVisible();
    await expect(addressOf(ana)).toHaveCount(0);
    await ana.keyboard.press('Escape');
    await expect(text).toBeFocused();
    await ana.keyboard.type('-');
    // The name at the caret stands in between.
    await expect(theirs).toContainText(/Read the hand-.*book first\./);
  });

  await test.step('a formula', async () => {
    await text.locator('math').first().click();
    await expect(latexOf(ana)).toBeFocused();
    await ana.keyboard.press('Control+End');
    await loses(ana, text, 'x^2', async () => {
      await theirs.locator('math').first().click();
      await noah.getByRole('button', { name: 'Remove the formula' }).click();
    });
    await expect(ana.getByText('A colleague has removed or moved the formula')).toBeVisible();
    await expect(latexOf(ana)).toHaveCount(0);
    await ana.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(text).toBeFocused();
    await ana.keyboard.type('In ');
    await expect(theirs).toContainText(/In .*Between\./);
    await expect(theirs.locator('math')).toHaveCount(1);
  });

  await test.step('an image', async () => {
    await ana.locator('input[type="file"]').setInputFiles({ name: 'rack.png', mimeType: 'image/png', buffer: PNG });
    await text.getByText('No description').click();
    await expect(ana.getByRole('textbox', { name: 'What the image shows' })).toBeFocused();
    await loses(ana, text, '', async () => {
      await theirs.locator('figure img').click();
      await noah.getByRole('button', { name: 'Remove the image' }).click();
    });
    await expect(ana.getByText('A colleague has removed or moved the image')).toBeVisible();
    await ana.keyboard.press('Escape');
    await expect(text).toBeFocused();
    await expect(theirs.locator('figure')).toHaveCount(0);
  });
});

test('ED-T214 what is typed about an image is kept as well where one’s words in its caption are put back', async ({
  as,
  world,
}) => {
  const title = 'Taken away while one writes without a connection';
  const made = { title, author: 'ana', maintainers: ['noah'], markdown: 'Before it.' };
  const item = await writeItem(world.database.prisma, made);
  const [ana, noah] = [await as('ana'), await as('noah')];
  const network = await networkOf(ana);
  for (const page of [ana, noah]) {
    await page.goto(`${item.path}/edit`);
    await expect(stateOf(page)).toHaveText('Saved');
  }
  const [text, theirs] = [textOf(ana, title), textOf(noah, title)];
  await ana.locator('input[type="file"]').setInputFiles({ name: 'rack.png', mimeType: 'image/png', buffer: PNG });
  await expect(theirs.locator('figure img')).toBeVisible();
  await network.cut();
  await expect(stateOf(ana)).toContainText('Offline');
  await text.locator('figcaption').click();
  await ana.keyboard.type('In May');
  await text.getByText('No description').click();
  await expect(ana.getByRole('textbox', { name: 'What the image shows' })).toBeFocused();
  await ana.keyboard.type('A rack');
  await theirs.locator('figure img').click();
  await noah.getByRole('button', { name: 'Remove the image' }).click();
  await expect(theirs.locator('figure')).toHaveCount(0);
  await expect(stateOf(noah)).toHaveText('Saved');
  await network.mend();
  await expect(keptOf(ana)).toHaveValue('A rack');
  await expect(theirs).toContainText('In May');
});

test('ED-T220 what ends by one’s own Undo is not said to be a colleague’s', async ({ as, world }) => {
  const title = 'A link that one does not set';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'Begin.' });
  const page = await as('ana');
  const text = textOf(page, title);
  await page.goto(`${item.path}/edit`);
  await expect(text).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.type(' More words');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await page.keyboard.press('Control+k');
  await expect(addressOf(page)).toBeFocused();
  await page.keyboard.type('example.com');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(addressOf(page)).toHaveCount(0);
  await expect(text).not.toContainText('More');
  await expect(keptOf(page)).toHaveCount(0);
});
