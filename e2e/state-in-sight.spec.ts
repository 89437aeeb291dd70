import type { Locator, Page } from '@playwright/test';
import { changeMaintainers } from '@/server/domains/knowledge';
import { caretTold, contextOf, stateOf, textOf, writeItem } from './support/items';
import { networkOf } from './support/network';
import { NARROW_LIGHT, WIDE_LIGHT } from './support/page-check';
import { expect, test } from './support/test';

const LINES = 150;
const SCREENS_MIN = 4;
const markdown = Array.from({ length: LINES }, (_, at) => `Entry ${at + 1} of the log.`).join('\n\n');
const LAST = `Entry ${LINES} of the log.`;
const PHONE = { ...NARROW_LIGHT, options: { ...NARROW_LIGHT.options, hasTouch: true, isMobile: true } };

/** Whether what one sees in the middle of the line is the line: nothing lies over it. */
const isUncovered = (line: Locator): Promise<boolean> =>
  line.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const seen = document.elementFromPoint(left + width / 2, top + height / 2);
    return seen !== null && (element.contains(seen) || seen === element.parentElement);
  });

/** Scrolls to the end of the text, and finds the state said there in full. */
async function saysAtTheEnd(page: Page, title: string, words: string): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expect(textOf(page, title).getByText(LAST)).toBeInViewport();
  const screens = await page.evaluate(() => window.scrollY / window.innerHeight);
  expect(screens).toBeGreaterThan(SCREENS_MIN);
  await expect(stateOf(page)).toHaveText(words);
  await expect(stateOf(page)).toBeInViewport({ ratio: 1 });
  expect(await isUncovered(stateOf(page))).toBe(true);
}

for (const { name, options } of [WIDE_LIGHT, PHONE]) {
  test(`CO-O73 however far one has scrolled, the state is in sight, whatever it is: ${name}`, async ({ as, world }) => {
    const { prisma } = world.database;
    const title = `Log of the light vessel, ${name}`;
    const item = await writeItem(prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
    const noah = await as('noah', options);
    const network = await networkOf(noah);
    await noah.goto(`${item.path}/edit`);
    await expect(textOf(noah, title)).toBeFocused();
    await saysAtTheEnd(noah, title, 'Saved');

    await test.step('offline, with how much is kept', async () => {
      await textOf(noah, title).getByText(LAST).click();
      await noah.keyboard.press('End');
      await caretTold(noah);
      await network.cut();
      await saysAtTheEnd(noah, title, 'Offline: changes are kept in this browser');
      await noah.keyboard.type(' All is well.');
      await saysAtTheEnd(noah, title, 'Offline: 1 change kept in this browser');
    });

    await test.step('back, and then read-only, with why', async () => {
      await network.mend();
      await saysAtTheEnd(noah, title, 'Saved');
      const author = await contextOf(prisma, 'ana');
      await changeMaintainers(author, { id: item.id, maintainerIds: [author.actor.personId], confirmed: true });
      await saysAtTheEnd(noah, title, 'Read-only: only its author and maintainers change it');
    });
  });
}
