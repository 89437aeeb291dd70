import type { Page } from '@playwright/test';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

const ANA = ' alpha bravo charlie';
const NOAH = ' 11111 22222 33333';

/** Opens the editor and goes to a place in its first line. */
async function standAt(page: Page, item: { path: string; title: string }, keys: readonly string[]): Promise<void> {
  await page.goto(`${item.path}/edit`);
  await expect(stateOf(page)).toHaveText('Saved');
  await textOf(page, item.title).locator('p').first().click();
  await caretTold(page);
  for (const key of keys) await page.keyboard.press(key);
}

for (const [where, markdown, keys] of [
  ['at the end of a line', 'Begin.', ['End']],
  ['before a space', 'One two', ['Home', 'ArrowRight', 'ArrowRight', 'ArrowRight']],
] as const) {
  test(`CO-O60 two who type at one place at the same moment each keep their words together: ${where}`, async ({
    as,
    world,
  }) => {
    const title = `Two at one place, ${where}`;
    const item = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
    const [ana, noah] = [await as('ana'), await as('noah')];
    for (const page of [ana, noah]) await standAt(page, item, keys);
    await Promise.all([ana.keyboard.type(ANA, { delay: 40 }), noah.keyboard.type(NOAH, { delay: 50 })]);
    await ana.goto(item.path);
    const article = ana.getByRole('article', { name: title });
    for (const words of [ANA, NOAH]) await expect(article).toContainText(words);
    const [first, last] = markdown === 'Begin.' ? ['Begin.', ''] : ['One', ' two'];
    const text = await article.textContent();
    expect([`${first}${ANA}${NOAH}${last}`, `${first}${NOAH}${ANA}${last}`]).toContain(text);
  });
}

test('CO-O63 two who begin in one empty line at the same moment write every letter once', async ({ as, world }) => {
  const title = 'Two in one empty line';
  const item = await writeItem(world.database.prisma, {
    title,
    author: 'ana',
    maintainers: ['noah'],
    markdown: 'Begin.',
  });
  const [ana, noah] = [await as('ana'), await as('noah')];
  await standAt(ana, item, ['End', 'Enter']);
  await standAt(noah, item, ['ArrowDown', 'End']);
  await expect(textOf(noah, title).locator('p')).toHaveCount(2);
  await noah.keyboard.press('Control+End');
  await Promise.all([ana.keyboard.type(ANA.trim(), { delay: 40 }), noah.keyboard.type(NOAH.trim(), { delay: 50 })]);
  await ana.goto(item.path);
  const article = ana.getByRole('article', { name: title });
  for (const words of [ANA.trim(), NOAH.trim()]) await expect(article).toContainText(words);
  const both = [`Begin.${ANA.trim()}${NOAH.trim()}`, `Begin.${NOAH.trim()}${ANA.trim()}`];
  expect(both).toContain(await article.textContent());
});
