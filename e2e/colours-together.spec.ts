import type { Page } from '@playwright/test';
import { hueOf } from '@/server/platform/collab/hue.rules';
import type { Db } from '@/server/platform/db/client';
import { stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

/** Two people of the company who have the same colour wherever they are named. */
async function ofOneColour(db: Db) {
  const people = await db.person.findMany({ where: { deactivation: null }, orderBy: { id: 'asc' } });
  for (const one of people) {
    const other = people.find(({ id }) => id > one.id && hueOf(id) === hueOf(one.id));
    if (other) return [one, other] as const;
  }
  throw new Error('all have colours of their own');
}

/** The pictures in the row of those who are here: the letters, and what they lie on. */
const pictures = (page: Page): Promise<string[]> =>
  page
    .getByRole('group', { name: /^Here now/ })
    .locator('.mantine-Avatar-placeholder')
    .evaluateAll((all) => all.map((each) => `${each.textContent} on ${getComputedStyle(each).backgroundColor}`).sort());

test('CO-O98 two who have the same colour elsewhere are told apart in one text, and both see the same colours', async ({
  as,
  world,
}) => {
  const title = 'Told apart by colour';
  const [one, other] = await ofOneColour(world.database.prisma);
  const given = { title, author: one.email, maintainers: [other.email], markdown: 'A line' };
  const item = await writeItem(world.database.prisma, given);
  const pages = [await as(one.email), await as(other.email)];
  for (const page of pages) {
    await page.goto(`${item.path}/edit`);
    await expect(stateOf(page)).toHaveText('Saved');
    await expect(textOf(page, title)).toBeFocused();
  }
  const [pageOfOne, pageOfOther] = pages as [Page, Page];
  const grounds = async () => new Set((await pictures(pageOfOne)).map((picture) => picture.split(' on ')[1]));
  await expect.poll(async () => (await grounds()).size).toBe(2);
  await expect.poll(() => pictures(pageOfOther)).toEqual(await pictures(pageOfOne));

  // Their carets too: each sees that of the other.
  const carets = pages.map((page) =>
    textOf(page, title)
      .locator('[data-person]')
      .evaluate((caret) => getComputedStyle(caret).getPropertyValue('--caret-color')),
  );
  expect(new Set(await Promise.all(carets)).size).toBe(2);
});
