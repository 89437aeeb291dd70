import type { Locator, Page } from '@playwright/test';
import { textOf, writeItem } from './support/items';
import { expect, test, type World } from './support/test';

type Given = { as: (account: string) => Promise<Page>; world: World };

const HANDLE = 'Block: drag to move, press for more';
const MARKDOWN = `First line.

Second line.

- alpha
- beta

> Quoted first.
>
> Quoted second.

Last line.
`;

async function boxOf(one: Locator) {
  const box = await one.boundingBox();
  if (!box) throw new Error('it is not seen');
  return box;
}

/** A part of a height: above the middle of a line, below it. */
const UPPER = 0.25;
const LOWER = 0.75;

/** Takes the handle of the block at some words, and drags it in its own column to a part of the height of other words. */
async function dragStraight(page: Page, from: Locator, to: Locator, part: number): Promise<void> {
  const handle = page.getByRole('button', { name: HANDLE });
  const line = await boxOf(from);
  await page.mouse.move(line.x + 4, line.y + line.height / 2);
  await expect.poll(async () => Math.abs((await boxOf(handle)).y - line.y)).toBeLessThan(line.height);
  const grip = await boxOf(handle);
  const x = grip.x + grip.width / 2;
  await page.mouse.move(x, grip.y + grip.height / 2);
  await page.mouse.down();
  const goal = await boxOf(to);
  await page.mouse.move(x, goal.y + goal.height * part, { steps: 5 });
}

/** The page of some title, written by Ana. */
async function opened({ as, world }: Given, title: string) {
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: MARKDOWN });
  const page = await as('ana');
  await page.goto(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(text).toBeFocused();
  return {
    page,
    text,
    at: (words: string) => text.getByText(words, { exact: true }),
    line: page.getByTestId('drop-line'),
    blocks: text.locator(':scope > *'),
  };
}

test('a block is dragged straight down beside the text, by its handle', async ({ as, world }) => {
  const { page, text, at, line, blocks } = await opened({ as, world }, 'Moved straight down');

  await test.step('ED-T72 a line shows where it goes: above or below the block at the pointer’s height, by its middle', async () => {
    await dragStraight(page, at('First line.'), at('Second line.'), LOWER);
    const second = await boxOf(at('Second line.'));
    await expect.poll(async () => Math.abs((await boxOf(line)).y - second.y - second.height)).toBeLessThan(4);
    await page.mouse.up();
    await expect(line).toHaveCount(0);
    await expect(blocks.first()).toHaveText('Second line.');
    await expect(blocks.nth(1)).toHaveText('First line.');
    await expect(text).toBeFocused();
    await page.keyboard.type(' Typed on.');
    await expect(blocks.nth(1)).toHaveText('First line. Typed on.');

    await dragStraight(page, at('Last line.'), at('Second line.'), UPPER);
    await expect
      .poll(async () => Math.abs((await boxOf(line)).y - (await boxOf(at('Second line.'))).y))
      .toBeLessThan(4);
    await page.mouse.up();
    await expect(blocks.first()).toHaveText('Last line.');
  });

  await test.step('ED-T73 where it stands already no line is shown, and nothing moves', async () => {
    await dragStraight(page, at('Second line.'), at('Last line.'), LOWER);
    await expect(line).toHaveCount(0);
    await page.mouse.up();
    await expect(blocks.nth(1)).toHaveText('Second line.');
  });
});

test('a block is dragged into lists and quotes, and out of them', async ({ as, world }) => {
  const { page, text, at, line, blocks } = await opened({ as, world }, 'Moved in and out');

  await test.step('ED-T74 into a list and out of it, into a quote and out of it', async () => {
    await dragStraight(page, at('Last line.'), at('beta'), UPPER);
    await expect(line).toBeVisible();
    await page.mouse.up();
    await expect(text.locator('li')).toHaveText(['alpha', 'Last line.', 'beta']);
    await dragStraight(page, at('beta'), at('First line.'), UPPER);
    await page.mouse.up();
    await expect(blocks.first()).toHaveText('beta');
    await expect(text.locator('ul')).toHaveCount(2);
    await dragStraight(page, at('Second line.'), at('Quoted second.'), UPPER);
    await page.mouse.up();
    await expect(text.locator('blockquote p')).toHaveText(['Quoted first.', 'Second line.', 'Quoted second.']);
    await dragStraight(page, at('Quoted second.'), at('First line.'), UPPER);
    await page.mouse.up();
    await expect(text.locator('blockquote p')).toHaveText(['Quoted first.', 'Second line.']);
    await expect(blocks.nth(1)).toHaveText('Quoted second.');
  });

  await test.step('ED-T75 all that is selected goes along, and one key takes it back', async () => {
    const before = await text.innerText();
    await at('Quoted second.').click();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+End');
    await dragStraight(page, at('Quoted second.'), at('Quoted first.'), LOWER);
    await page.mouse.up();
    await expect(text.locator('blockquote p')).toHaveText([
      'Quoted first.',
      'Quoted second.',
      'First line.',
      'Second line.',
    ]);
    await page.keyboard.press('Control+z');
    await expect.poll(() => text.innerText()).toBe(before);
  });
});
