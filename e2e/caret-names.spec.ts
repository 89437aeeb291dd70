import type { Page } from '@playwright/test';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

/** How much of Noah's name is to be seen at his caret. */
const shownTo = (page: Page, title: string): Promise<string> =>
  textOf(page, title)
    .getByText('Noah Brooks', { exact: true })
    .evaluate((name) => getComputedStyle(name).opacity);

test('CO-O86 the name at a caret shows when its owner moves or writes, not when another presses Enter above', async ({
  as,
  world,
}) => {
  const title = 'Two at a distance';
  const markdown = 'One two three\n\nMiddle\n\nAnother line';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
  const [ana, noah] = [await as('ana'), await as('noah')];
  for (const page of [ana, noah]) {
    await page.goto(`${item.path}/edit`);
    await expect(stateOf(page)).toHaveText('Saved');
    await expect(textOf(page, title)).toBeFocused();
  }
  const lines = textOf(ana, title).locator('p');
  const shown = () => shownTo(ana, title);

  await test.step('whoever has only opened the page is not named', async () => {
    await expect(lines.first()).toContainText('Noah Brooks');
    expect(await shown()).toBe('0');
  });

  await test.step('whoever goes somewhere is, for a while', async () => {
    await textOf(noah, title).getByText('Another line').click();
    await noah.keyboard.press('End');
    await expect(lines.last()).toContainText('Noah Brooks');
    await expect.poll(shown).toBe('1');
    await expect.poll(shown, { timeout: 8_000 }).toBe('0');
  });

  await test.step('Enter above does not name them again', async () => {
    await lines.first().click();
    await ana.keyboard.press('End');
    for (let count = 4; count < 8; count += 1) {
      await ana.keyboard.press('Enter');
      await expect(textOf(noah, title).locator('p')).toHaveCount(count);
      await expect(stateOf(ana)).toHaveText('Saved');
      await expect(lines.last()).toContainText('Noah Brooks');
      await caretTold(ana);
      expect(await shown()).toBe('0');
    }
  });

  await test.step('a letter of theirs does, also at the end of a line', async () => {
    await noah.keyboard.type('!');
    await expect(lines.last()).toContainText('line!');
    await expect.poll(shown).toBe('1');
  });
});
