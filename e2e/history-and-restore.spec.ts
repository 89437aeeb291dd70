import type { Locator, Page } from '@playwright/test';
import { changeContent } from '@/server/domains/knowledge';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '@/server/platform/clock';
import type { Database } from '@/server/platform/db/client';
import { contextOf, stateOf, textOf, writeItem } from './support/items';
import { NARROW_LIGHT } from './support/page-check';
import { expect, test } from './support/test';

const FIRST = 'The boiler is lit by hand.';
const SECOND = `${FIRST}\n\nOpen the valve slowly.`;
const MENU = 'More to do with this item';
const RESTORE = 'Restore this version';

const sessionsOf = (page: Page): Locator => page.getByRole('navigation', { name: 'Sessions' }).getByRole('link');
const linesOf = (page: Page): Locator => page.getByRole('list', { name: 'Changed lines' });
const paneOf = (page: Page): Locator => page.getByRole('article');

/** An item that Ana began two days ago and Noah wrote on yesterday. */
async function written({ prisma }: Database, title: string) {
  const now = new Date();
  const at = after(now, -2 * DAY_MS);
  const item = await writeItem(prisma, { title, author: 'ana', maintainers: ['noah'], markdown: FIRST, at });
  const noah = { ...(await contextOf(prisma, 'noah')), now: after(now, -DAY_MS) };
  await changeContent(noah, { id: item.id, markdown: `${SECOND}\n` });
  return item;
}

async function writeOn(page: Page, title: string, words: string): Promise<void> {
  await textOf(page, title).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
  await expect(stateOf(page)).toHaveText('Saved');
}

test('two people write, one sees who wrote what, and brings an earlier version back while the other has it open', async ({
  as,
  world,
}) => {
  const title = 'Lighting the boiler';
  const item = await written(world.database, title);
  const [ana, noah] = [await as('ana'), await as('noah')];
  const noahText = textOf(noah, title);
  await noah.goto(`${item.path}/edit`);
  await writeOn(noah, title, ' Listen for the hiss.');

  await test.step('the item leads to its history, whose newest session stands open', async () => {
    await ana.goto(item.path);
    await ana.getByRole('button', { name: MENU }).click();
    await ana.getByRole('menuitem', { name: 'History' }).click();
    await expect(ana.getByRole('heading', { level: 1, name: `History of “${title}”` })).toBeVisible();
    await expect(sessionsOf(ana)).toHaveCount(3);
    await expect(sessionsOf(ana).nth(0)).toContainText('Noah Brooks');
    await expect(sessionsOf(ana).nth(0)).toContainText('Last change');
    await expect(sessionsOf(ana).nth(2)).toContainText('Ana Souza');
    await expect(linesOf(ana).getByRole('insertion')).toHaveText(' Listen for the hiss.');
    await expect(paneOf(ana).getByRole('list', { name: 'Who wrote' })).toHaveText('NBNoah Brooks');
    await expect(paneOf(ana)).toContainText('This is what it says now.');
  });

  await test.step('keys walk to the oldest and open it, and it is restored', async () => {
    for (const _ of [1, 2]) await ana.keyboard.press('j');
    await expect(sessionsOf(ana).last()).toBeFocused();
    await ana.keyboard.press('Enter');
    await expect(paneOf(ana).getByRole('heading', { level: 2 })).toBeFocused();
    await expect(linesOf(ana)).toHaveText(`+Added: ${FIRST}`);
    await ana.getByRole('button', { name: RESTORE }).press('Enter');
    const dialog = ana.getByRole('dialog', { name: RESTORE });
    await expect(dialog).toContainText('Nothing is lost');
    await expect(dialog).toContainText('Noah Brooks is writing here now.');
    await dialog.getByRole('button', { name: RESTORE }).press('Enter');
    await expect(dialog).toHaveCount(0);
  });

  const notice = ana.getByRole('status').filter({ hasText: 'This version is restored' });
  await test.step('the other sees it at once, and the history tells of it', async () => {
    await expect(noahText).toHaveText(FIRST);
    await expect(notice).toBeFocused();
    await expect(sessionsOf(ana)).toHaveCount(4);
    await expect(sessionsOf(ana).first()).toContainText('Ana Souza');
    await expect(sessionsOf(ana).first()).toContainText('Restored an earlier version');
    await expect(linesOf(ana).getByRole('deletion')).toHaveCount(0);
    await expect(linesOf(ana)).toContainText('Removed: Open the valve slowly. Listen for the hiss.');
  });
});

test('what another writes meanwhile is not undone unseen, is not lost when it is, and a restoring is taken back', async ({
  as,
  world,
}) => {
  const title = 'Feeding the boiler';
  const item = await written(world.database, title);
  const [ana, noah] = [await as('ana'), await as('noah')];
  const noahText = textOf(noah, title);
  await noah.goto(`${item.path}/edit`);
  await expect(stateOf(noah)).toHaveText('Saved');
  await ana.goto(`${item.path}/history`);
  await sessionsOf(ana).last().click();
  await expect(linesOf(ana)).toContainText(`Added: ${FIRST}`);

  await test.step('it says that something was written, and restores all the same only when told so', async () => {
    await writeOn(noah, title, ' Not too fast.');
    await ana.getByRole('button', { name: RESTORE }).click();
    const dialog = ana.getByRole('dialog', { name: RESTORE });
    await dialog.getByRole('button', { name: RESTORE }).click();
    await expect(dialog).toContainText('Somebody has written since you opened this page');
    await expect(noahText).toContainText('Not too fast.');
    await dialog.getByRole('button', { name: 'Restore all the same' }).click();
    await expect(noahText).toHaveText(FIRST);
    await expect(sessionsOf(ana)).toHaveCount(4);
    await expect(sessionsOf(ana).nth(1)).toContainText('Noah Brooks');
  });

  await test.step('it is taken back from where it was told, and the text is one step away', async () => {
    const notice = ana.getByRole('status').filter({ hasText: 'This version is restored' });
    await notice.getByRole('button', { name: 'Take it back' }).click();
    await expect(noahText).toContainText('Open the valve slowly. Not too fast.');
    await expect(notice).toHaveCount(0);
    await expect(sessionsOf(ana)).toHaveCount(5);
    await ana.getByRole('link', { name: 'Read', exact: true }).click();
    await expect(ana.getByRole('article', { name: title })).toContainText('Not too fast.');
  });
});

async function expectFacesApart(faces: Locator): Promise<void> {
  const [left, right] = [await faces.nth(0).boundingBox(), await faces.nth(1).boundingBox()];
  expect((right?.x ?? 0) - (left?.x ?? 0)).toBeGreaterThanOrEqual(left?.width ?? Number.NaN);
}

test('what was written and deleted within one session is found among its versions, read and brought back', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const title = 'Cooling the boiler';
  const end = after(new Date(), -3 * HOUR_MS);
  const item = await writeItem(prisma, {
    title,
    author: 'ana',
    maintainers: ['noah'],
    at: after(end, -20 * MINUTE_MS),
  });
  const write = async (who: 'ana' | 'noah', minutes: number, markdown: string) =>
    changeContent(
      { ...(await contextOf(prisma, who)), now: after(end, minutes * MINUTE_MS) },
      { id: item.id, markdown },
    );
  await write('ana', -12, FIRST);
  await write('ana', -7, `${FIRST}\n\nLet it stand for an hour.\n`);
  await write('noah', 0, `${FIRST} Wait.\n`);
  const page = await as('ana');
  await page.goto(`${item.path}/history`);

  await test.step('KN-H42 faces stand apart; the session unfolds, and keys walk into its versions and open one', async () => {
    await expect(sessionsOf(page)).toHaveCount(1);
    await expect(linesOf(page)).not.toContainText('Let it stand');
    await expectFacesApart(sessionsOf(page).locator('.mantine-Avatar-root'));
    await page.getByRole('button', { name: '3 versions' }).press('Enter');
    await expect(sessionsOf(page)).toHaveCount(4);
    await expect(sessionsOf(page).nth(1)).toContainText('Noah Brooks');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await expect(sessionsOf(page).nth(2)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(paneOf(page).getByRole('heading', { level: 2 })).toBeFocused();
    await expect(linesOf(page)).toContainText('Added: Let it stand for an hour.');
    await expect(sessionsOf(page).nth(2)).toHaveAttribute('aria-current', 'true');
  });

  await test.step('the one after it says who took the words away, and its address leads there', async () => {
    await page.getByRole('button', { name: 'Newer version' }).click();
    await expect(linesOf(page)).toContainText('Removed: Let it stand for an hour.');
    await expect(paneOf(page).getByRole('list', { name: 'Who wrote' })).toHaveText('NBNoah Brooks');
    await expect(paneOf(page)).toContainText('This is what it says now.');
    await page.getByRole('button', { name: 'Older version' }).click();
    await page.reload();
    await expect(linesOf(page)).toContainText('Added: Let it stand for an hour.');
    await page.getByRole('link', { name: 'Read this version' }).click();
    await expect(page.getByRole('article', { name: title })).toContainText('Let it stand for an hour.');
    await expect(page.getByText('This is an earlier version.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(linesOf(page)).toContainText('Added: Let it stand for an hour.');
  });

  await test.step('Escape leads to it in the list, and it is restored', async () => {
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(`${item.path}/history`);
    await expect(sessionsOf(page).nth(2)).toBeFocused();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: RESTORE }).click();
    const dialog = page.getByRole('dialog', { name: RESTORE });
    await expect(dialog).toContainText('Ana Souza');
    await dialog.getByRole('button', { name: RESTORE }).click();
    await expect(page.getByRole('status').filter({ hasText: 'This version is restored' })).toBeFocused();
    await page.getByRole('link', { name: 'Read it' }).click();
    await expect(page.getByRole('article', { name: title })).toContainText('Let it stand for an hour.');
  });
});

test('words of which another makes a quote stay whose they are', async ({ as, world }) => {
  const title = 'Quoting the boiler';
  const at = after(new Date(), -5 * MINUTE_MS);
  const { prisma } = world.database;
  const item = await writeItem(prisma, { title, author: 'ana', maintainers: ['noah'], markdown: FIRST, at });
  const noah = await as('noah');
  await noah.goto(`${item.path}/edit`);
  await writeOn(noah, title, ' Gently.');
  await noah.keyboard.press('Control+Shift+B');
  await expect(textOf(noah, title).locator('blockquote')).toHaveText(`${FIRST} Gently.`);
  await expect(stateOf(noah)).toHaveText('Saved');
  await noah.goto(`${item.path}/history`);
  await expect(sessionsOf(noah).first()).toContainText('Ana Souza and Noah Brooks');
  const line = linesOf(noah).getByRole('listitem');
  await expect(line).toContainText(`Added: ${FIRST} Gently.`);
  await expect(line.getByTitle('Ana Souza')).toBeVisible();
  await expect(line.getByTitle('Noah Brooks')).toBeVisible();
});

test('a reader walks the history by keys, reads any version, and is told why they restore none', async ({
  as,
  world,
}) => {
  const item = await written(world.database, 'Draining the boiler');
  const page = await as('zoe');
  await page.goto(item.path);
  await page.getByRole('link', { name: /^Changed/ }).click();
  await expect(page.getByText('Only its author and maintainers can restore a version.')).toBeVisible();
  await expect(sessionsOf(page)).toHaveCount(2);
  for (const key of ['j', 'Enter']) await page.keyboard.press(key);
  const heading = paneOf(page).getByRole('heading', { level: 2 });
  await expect(heading).toBeFocused();
  await expect(linesOf(page)).toContainText(`Added: ${FIRST}`);
  await expect(page.getByRole('button', { name: RESTORE })).toHaveCount(0);
  await page.getByRole('link', { name: 'Read this version' }).press('Enter');
  await expect(page.getByText('This is an earlier version.')).toBeVisible();
  await expect(page.getByRole('article', { name: item.title })).toHaveText(FIRST);
  await page.keyboard.press('Escape');
  await expect(heading).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(`${item.path}/history`);
  await expect(sessionsOf(page).last()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(item.path);
  const csv = await page.request.get(`${item.path}/history/sessions.csv`);
  expect((await csv.text()).trimEnd().split('\r\n')).toHaveLength(3);
});

test('a history that is long comes page by page to its end, and a session leads there from its address', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const now = new Date();
  const at = after(now, -60 * HOUR_MS);
  const item = await writeItem(prisma, { title: 'Boiler log', author: 'ana', markdown: 'Hour 0.', at });
  const ana = await contextOf(prisma, 'ana');
  for (let hour = 1; hour < 55; hour += 1) {
    const ctx = { ...ana, now: after(at, hour * HOUR_MS) };
    await changeContent(ctx, { id: item.id, markdown: `Hour ${hour}.\n` });
  }
  const page = await as('ana');
  await page.goto(`${item.path}/history`);
  await expect(page.getByText('50 of 55 sessions')).toBeVisible();
  await expect(sessionsOf(page)).toHaveCount(50);
  await page.getByRole('button', { name: 'Load more' }).press('Enter');
  await expect(sessionsOf(page)).toHaveCount(55);
  await expect(page.getByRole('button', { name: 'Load more' })).toHaveCount(0);
  await sessionsOf(page).last().click();
  await expect(linesOf(page)).toContainText('Hour 0.');
  await page.reload();
  await expect(sessionsOf(page)).toHaveCount(50);
  await expect(linesOf(page)).toContainText('Hour 0.');
  await expect(page.getByRole('button', { name: RESTORE })).toBeVisible();
});

test('what has nothing written in it yet says what will be here', async ({ as, world }) => {
  const { path } = await writeItem(world.database.prisma, { title: 'Boiler to come', author: 'ana' });
  const page = await as('ana');
  await page.goto(`${path}/history`);
  await expect(page.getByText('Nothing has been written here yet')).toBeVisible();
  await page.getByRole('link', { name: 'Start writing' }).click();
  await expect(page).toHaveURL(`${path}/edit`);
  await expect(page.getByRole('link', { name: 'History' })).toHaveAttribute('href', `${path}/history`);
});

test('on a phone the list comes first, a session fills the page, and Back leads to the list', async ({ as, world }) => {
  const item = await written(world.database, 'Boiler on a phone');
  const page = await as('noah', NARROW_LIGHT.options);
  await page.goto(`${item.path}/history`);
  await expect(sessionsOf(page).first()).toBeVisible();
  await expect(paneOf(page)).toBeHidden();
  await sessionsOf(page).last().click();
  await expect(paneOf(page)).toBeVisible();
  await expect(sessionsOf(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Newer session' }).click();
  await expect(linesOf(page)).toContainText('Open the valve slowly.');
  await page.goBack();
  await page.goBack();
  await expect(sessionsOf(page).first()).toBeVisible();
  await expect(paneOf(page)).toBeHidden();
});
