import type { Page } from '@playwright/test';
import { stateOf, textOf, writeItem } from './support/items';
import { expect, test, type World } from './support/test';

/** As fast as people type who know what they want. */
const FAST = { delay: 30 };
const SUGGEST = /mention\.suggest/;

/** Ana behind the only line of a text. */
async function atTheEnd({ as, world }: { as: (account: string) => Promise<Page>; world: World }, title: string) {
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'Ask' });
  const page = await as('ana');
  await page.goto(`${item.path}/edit`);
  await expect(stateOf(page)).toHaveText('Saved');
  await expect(textOf(page, title)).toBeFocused();
  await page.keyboard.press('Control+End');
  return { page, keyboard: page.keyboard, lines: textOf(page, title).locator('p') };
}

test('ED-T230 Enter and Tab right after a name mention who is found, and what is typed on stands behind', async ({
  as,
  world,
}) => {
  const { page, keyboard, lines } = await atTheEnd({ as, world }, 'Typed without a pause');

  await test.step('whenever the answer comes', async () => {
    let answer: () => void = () => undefined;
    const typed = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(SUGGEST, async (route) => {
      await typed;
      await route.continue();
    });
    await keyboard.type(' @noah', FAST);
    await keyboard.press('Enter');
    await keyboard.type('ta', FAST);
    await expect(lines).toHaveText(['Ask @noahta']);
    answer();
    await keyboard.type('il', FAST);
    await expect(lines).toHaveText(['Ask @Noah Brooks tail']);
  });

  await test.step('Tab as well, and a second Enter begins a line', async () => {
    await keyboard.type(' and @noah brooks', FAST);
    await keyboard.press('Tab');
    await keyboard.type(', then', FAST);
    await expect(lines).toHaveText(['Ask @Noah Brooks tail and @Noah Brooks, then']);
    await keyboard.type(' @noah', FAST);
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await keyboard.type('Next', FAST);
    await expect(lines).toHaveText([/then @Noah Brooks $/, 'Next']);
  });
});

test('ED-T231 where nobody is found, or nothing answers, Enter is a line where it was pressed', async ({
  as,
  world,
}) => {
  const { page, keyboard, lines } = await atTheEnd({ as, world }, 'Nobody of that name');
  await keyboard.type(' @xqzw', FAST);
  await keyboard.press('Enter');
  await keyboard.type('tail', FAST);
  await expect(lines).toHaveText(['Ask @xqzw', 'tail']);
  await page.route(SUGGEST, (route) => route.abort());
  await keyboard.type(' @noah', FAST);
  await keyboard.press('Enter');
  await keyboard.type('more', FAST);
  await expect(lines).toHaveText(['Ask @xqzw', 'tail @noah', 'more']);
  await page.unroute(SUGGEST);
  await page.route(SUGGEST, () => undefined);
  await keyboard.type(' @zoe', FAST);
  await keyboard.press('Enter');
  await keyboard.type('last', FAST);
  await expect(lines).toHaveText(['Ask @xqzw', 'tail @noah', 'more @zoe', 'last']);
  await keyboard.type('!');
  await expect(lines.last()).toHaveText('last!');
});

test('ED-T232 Backspace takes back an Enter that waits, and Escape waits no longer', async ({ as, world }) => {
  const { page, keyboard, lines } = await atTheEnd({ as, world }, 'Enter is taken back');
  await page.route(SUGGEST, () => undefined);
  await keyboard.type(' @noah', FAST);
  await keyboard.press('Enter');
  await keyboard.press('Backspace');
  await keyboard.type('s', FAST);
  await expect(lines).toHaveText(['Ask @noahs']);
  await keyboard.type(' @zoe', FAST);
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  await keyboard.type('next', FAST);
  await expect(lines).toHaveText(['Ask @noahs @zoe', 'next']);
});
