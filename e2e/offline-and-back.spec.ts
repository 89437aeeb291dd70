import type { Page } from '@playwright/test';
import { changeAccess, changeMaintainers } from '@/server/domains/knowledge';
import { contextOf, stateOf, textOf, writeItem } from './support/items';
import { keptIn } from './support/kept';
import { networkOf } from './support/network';
import { expectAccessible } from './support/page-check';
import { expect, signIn, test } from './support/test';

/** As people notice it. */
const NOTICED_MS = 2_500;

/** Writes at the end of the first line, as whoever sits there. */
async function writeOn(page: Page, title: string, words: string): Promise<void> {
  await textOf(page, title).locator('p').first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(words);
}

test('ten minutes without a connection, a reload in the middle, and a colleague who types on: nothing is lost', async ({
  as,
  world,
}) => {
  const title = 'Loading the night train';
  const given = { title, author: 'ana', maintainers: ['noah'], markdown: 'Begin.\n\nSecond line.' };
  const item = await writeItem(world.database.prisma, given);
  const [ana, noah] = [await as('ana'), await as('noah')];
  const network = await networkOf(ana);
  await ana.clock.install();
  await Promise.all([ana.goto(`${item.path}/edit`), noah.goto(`${item.path}/edit`)]);
  await expect(stateOf(ana)).toHaveText('Saved');
  await expect(ana).toHaveTitle(/^Loading/);
  await expect(stateOf(noah)).toHaveText('Saved');

  await test.step('it is said at once', async () => {
    await network.cut();
    await expect(stateOf(ana)).toHaveText('Offline: changes are kept in this browser', { timeout: NOTICED_MS });
  });

  await test.step('both type on; what is kept is counted, and the tab is marked', async () => {
    await writeOn(ana, title, ' Ana counts the crates.');
    await expect(stateOf(ana)).toHaveText('Offline: 1 change kept in this browser');
    await expect(ana).toHaveTitle(/^● Loading/);
    await textOf(noah, title).getByText('Second line.').click();
    await noah.keyboard.press('End');
    await noah.keyboard.type(' Noah weighs them.');
    await expect(stateOf(noah)).toHaveText('Saved');
    await ana.clock.fastForward('05:00');
    await ana.keyboard.type(' Then she signs.');
    await expect(stateOf(ana)).toHaveText('Offline: 2 changes kept in this browser');
  });

  await test.step('a reload loses nothing, and one writes on', async () => {
    await network.onlyPages();
    await ana.reload();
    await expect(stateOf(ana)).toHaveText('Offline: 2 changes kept in this browser');
    await expect(textOf(ana, title).locator('p').first()).toHaveText('Begin. Ana counts the crates. Then she signs.');
    await expect(textOf(ana, title)).not.toContainText('Noah weighs');
    await ana.clock.fastForward('00:02');
    await writeOn(ana, title, ' At last.');
    await expect(stateOf(ana)).toHaveText('Offline: 3 changes kept in this browser');
    await ana.clock.fastForward('05:00');
  });

  await test.step('back, everything of both is there once, and nothing is kept any more', async () => {
    await noah.keyboard.type(' Twice.');
    await network.mend();
    await expect(stateOf(ana)).toHaveText('Saved');
    await expect(ana).toHaveTitle(/^Loading/);
    for (const page of [ana, noah]) {
      const lines = textOf(page, title).locator('p');
      await expect(lines.first()).toContainText('Begin. Ana counts the crates. Then she signs. At last.');
      await expect(lines.nth(1)).toContainText('Second line. Noah weighs them. Twice.');
      await expect(lines).toHaveCount(2);
    }
    await expect.poll(() => keptIn(ana)).toBe(0);
    await noah.goto(item.path);
    await expect(noah.getByRole('article', { name: title }).locator('p')).toHaveText([
      'Begin. Ana counts the crates. Then she signs. At last.',
      'Second line. Noah weighs them. Twice.',
    ]);
  });
});

test('what a closed tab left is sent from whatever page is opened next, or it is said what waits', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const title = 'Greasing the points';
  const item = await writeItem(prisma, { title, author: 'ana', maintainers: ['marco'], markdown: 'Begin.' });
  const ana = await contextOf(prisma, 'ana');
  const first = await as('marco');
  const network = await networkOf(first);
  const leaveBehind = async (page: Page, words: string) => {
    await network.mend();
    await page.goto(`${item.path}/edit`);
    await expect(stateOf(page)).toHaveText('Saved');
    await network.cut();
    await expect(stateOf(page)).toContainText('Offline');
    await writeOn(page, title, words);
    await expect(stateOf(page)).toHaveText('Offline: 1 change kept in this browser');
    await expect.poll(() => keptIn(page)).toBeGreaterThan(0);
    const next = await page.context().newPage();
    await page.close();
    return next;
  };
  const notice = (page: Page) => page.getByRole('status').filter({ hasText: 'not saved yet' });

  const second = await leaveBehind(first, ' Twice a year.');
  await test.step('from home it goes by itself', async () => {
    await network.mend();
    await second.goto('/');
    await expect.poll(() => keptIn(second)).toBe(0);
    await expect(notice(second)).toHaveCount(0);
    await second.goto(item.path);
    await expect(second.getByRole('article', { name: title })).toHaveText('Begin. Twice a year.');
  });

  const third = await leaveBehind(second, ' Or never.');
  await test.step('where one may not write any more, home leads to it, and it can be let go', async () => {
    await changeMaintainers(ana, { id: item.id, maintainerIds: [ana.actor.personId], confirmed: true });
    await network.mend();
    await third.goto('/');
    await expect(notice(third)).toContainText(
      '1 page holds changes of yours that are not saved yet: Greasing the points',
    );
    await notice(third).getByRole('link', { name: title }).click();
    await expect(stateOf(third)).toContainText('Read-only');
    await expect(textOf(third, title)).toContainText('Twice a year. Or never.');
    await third.getByRole('button', { name: 'Leave it unsaved' }).click();
    await expect.poll(() => keptIn(third)).toBe(0);
    await third.reload();
    await expect(textOf(third, title)).toHaveText(/Twice a year\.$/);
  });

  await changeMaintainers(ana, {
    id: item.id,
    maintainerIds: [ana.actor.personId, (await contextOf(prisma, 'marco')).actor.personId],
    confirmed: true,
  });
  const fourth = await leaveBehind(third, ' At dawn.');
  await test.step('where one may not even read any more, it says so and nothing of it stays', async () => {
    await changeMaintainers(ana, { id: item.id, maintainerIds: [ana.actor.personId], confirmed: true });
    await changeAccess(ana, { id: item.id, accessLevel: 'restricted', confirmed: true });
    await network.mend();
    await fourth.goto('/library');
    const lost = `Your changes to “${title}” could not be saved`;
    await expect(fourth.getByRole('alert').filter({ hasText: lost })).toBeVisible();
    await expect.poll(() => keptIn(fourth)).toBe(0);
  });
});

test('signing out asks before it forgets; whoever signs in next in the same browser meets nothing of it', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const title = 'Winding the tower clock';
  const item = await writeItem(prisma, { title, author: 'kwame', maintainers: ['zoe'], markdown: 'Begin.' });
  const page = await as('zoe');
  const network = await networkOf(page);
  await page.goto(`${item.path}/edit`);
  await expect(stateOf(page)).toHaveText('Saved');
  await network.cut();
  await expect(stateOf(page)).toContainText('Offline');
  await writeOn(page, title, ' Only mine.');
  await expect.poll(() => keptIn(page)).toBeGreaterThan(0);

  await test.step('somebody else', async () => {
    await network.onlyPages();
    await page.context().clearCookies();
    await signIn(page.context(), world, 'kwame@tradesense.example');
    await network.mend();
    await page.goto('/');
    await page.goto(`${item.path}/edit`);
    await expect(stateOf(page)).toHaveText('Saved');
    await expect(textOf(page, title)).toHaveText('Begin.');
    expect(await keptIn(page)).toBeGreaterThan(0);
  });

  await test.step('back as oneself, without the documents in reach', async () => {
    await network.onlyPages();
    await page.context().clearCookies();
    await signIn(page.context(), world, 'zoe@tradesense.example');
    await page.goto('/');
    await expect(page.getByRole('status').filter({ hasText: 'not saved yet' })).toContainText(title);
    const menu = page.getByRole('button', { name: /^You:/ }).first();
    await menu.click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign out' });
    await expect(dialog).toContainText(title);
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    expect(await keptIn(page)).toBeGreaterThan(0);
    await menu.click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await dialog.getByRole('button', { name: 'Sign out and lose them' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expect.poll(() => keptIn(page)).toBe(0);
  });
});

test('CO-O61 without a connection a page that is written stays, and says why for no longer than it is so; other tabs do too', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const title = 'Painting the buoys';
  const item = await writeItem(prisma, { title, author: 'ana', markdown: 'Begin.' });
  const page = await as('ana');
  const network = await networkOf(page);
  const other = await page.context().newPage();
  await page.goto(`${item.path}/edit`);
  await expect(stateOf(page)).toHaveText('Saved');
  await network.cut();
  await expect(stateOf(page)).toContainText('Offline');
  const why = page.getByText('Kenning cannot be reached just now');

  await test.step('a link leads nowhere, and nothing typed is lost', async () => {
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await expect(why).toBeVisible();
    await expect(page).toHaveURL(`${item.path}/edit`);
    await writeOn(page, title, ' In red.');
    await expect(stateOf(page)).toHaveText('Offline: 1 change kept in this browser');
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await expect(why).toBeVisible();
  });

  const waits = other.getByRole('status').filter({ hasText: 'not saved yet' });
  await test.step('another tab says what waits', async () => {
    await network.onlyPages();
    await other.goto('/library');
    await expect(waits).toContainText(title);
  });

  await test.step('back, neither says it any more, and the link leads on', async () => {
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await expect(why).toBeVisible();
    await network.mend();
    await expect(stateOf(page)).toHaveText('Saved');
    await expect(why).toHaveCount(0, { timeout: 1_000 });
    await expect(waits).toHaveCount(0);
    await page.getByRole('link', { name: 'Read', exact: true }).click();
    await expect(page.getByRole('article', { name: title })).toHaveText('Begin. In red.');
  });
});

test('CO-O62 a page that is loaded again without a connection says so in our words, and opens by itself with all that was typed', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const title = 'Charts of the sound';
  const item = await writeItem(prisma, { title, author: 'ana', markdown: 'Begin.' });
  const page = await as('ana', { serviceWorkers: 'allow' });
  const network = await networkOf(page);
  await page.goto(`${item.path}/edit`);
  await expect(stateOf(page)).toHaveText('Saved');
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await network.cut();
  await expect(stateOf(page)).toContainText('Offline');
  await writeOn(page, title, ' By lamplight.');
  await expect(stateOf(page)).toHaveText('Offline: 1 change kept in this browser');
  await expect.poll(() => keptIn(page)).toBeGreaterThan(0);

  await page.reload();
  const heading = page.getByRole('heading', { name: 'Kenning cannot be reached' });
  await expect(heading).toBeVisible();
  await expect(page).toHaveURL(`${item.path}/edit`);
  expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(1);
  expect(
    await page.evaluate(async () => (await (await caches.open('kenning-offline')).keys()).map(({ url }) => url)),
  ).toEqual([`${world.url}/offline.html`, `${world.url}/offline.js`]);
  await expectAccessible(page);
  await network.mend();
  await expect(stateOf(page)).toHaveText('Saved');
  await expect(textOf(page, title)).toHaveText('Begin. By lamplight.');
});
