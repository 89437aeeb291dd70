import type { Locator } from '@playwright/test';
import { stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

const WORDS =
  'A line that is long enough to be broken where the text ends, in a window of any width, and to tell by that how wide it is.';

const boxOf = async (words: Locator) => {
  const { x = 0, width = 0 } = (await words.boundingBox()) ?? {};
  return { x: Math.round(x), width: Math.round(width) };
};

test('ED-T91 the words of a page stand at the same place, and as wide, whether it is read or written', async ({
  as,
  world,
}) => {
  const title = 'Places of buoys';
  const markdown = `## North\n\n${WORDS}\n\n## South\n\nNone.`;
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown });
  const page = await as('ana');
  await page.goto(`${item.path}/edit`);
  await expect(stateOf(page)).toHaveText('Saved');
  const reader = await as('ana');
  await reader.goto(item.path);
  for (const width of [1920, 1440, 1280, 1100, 768, 390]) {
    for (const one of [page, reader]) await one.setViewportSize({ width, height: 900 });
    const read = reader.getByRole('article', { name: title }).getByText(WORDS);
    await expect
      .poll(() => boxOf(textOf(page, title).getByText(WORDS)), `in a window of ${width} px`)
      .toEqual(await boxOf(read));
    for (const [name, one] of [
      ['writing', page],
      ['reading', reader],
    ] as const)
      await expect
        .poll(() => one.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), {
          message: `what is cut off while ${name} in a window of ${width} px`,
        })
        .toBeLessThanOrEqual(0);
  }

  await test.step('and so do their outlines', async () => {
    for (const one of [page, reader]) await one.setViewportSize({ width: 1440, height: 900 });
    const outline = page.getByRole('navigation', { name: 'Outline' });
    await expect(outline).toBeVisible();
    const panel = reader.getByRole('complementary', { name: 'About this item' });
    expect(await boxOf(outline)).toEqual(await boxOf(panel));
  });
});
