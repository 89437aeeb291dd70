import type { Page } from '@playwright/test';
import { changeAccess, changeContent, renameItem, trashItem } from '@/server/domains/knowledge';
import { contextOf, stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

/** As soon as people notice. */
const SOON = { timeout: 12_000 };
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `Line ${from + index} of the log.`).join('\n\n');

/** Where a line stands in the window. */
const topOf = (page: Page, words: string) =>
  page.getByText(words, { exact: true }).evaluate((line) => Math.round(line.getBoundingClientRect().top));

/** The reader looks at the window again. */
const comeBackTo = (page: Page) => page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));

/** How often a page has asked whether it has changed. */
function askedBy(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (request.url().includes('item.state')) count += 1;
  });
  return () => count;
}

test('KN-Z63 what a colleague writes comes to who reads, who keeps their place, and is asked while they mark something', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const title = 'Log of the lock keeper';
  const item = await writeItem(prisma, { title, author: 'ana', markdown: lines(1, 60) });
  const [reader, ana] = [await as('zoe'), await as('ana')];
  await Promise.all([reader.goto(item.path), ana.goto(`${item.path}/edit`)]);
  const article = reader.getByRole('article', { name: title });
  await reader.getByText('Line 40 of the log.').scrollIntoViewIfNeeded();
  await reader.evaluate(() => window.scrollBy({ top: 200, behavior: 'instant' }));

  await test.step('lines come in above: what is read stays where it is', async () => {
    await expect(stateOf(ana)).toHaveText('Saved');
    const before = await topOf(reader, 'Line 40 of the log.');
    await textOf(ana, title).getByText('Line 2 of the log.').click();
    await ana.keyboard.press('End');
    for (const words of ['High water.', 'Low water.', 'No water.']) {
      await ana.keyboard.press('Enter');
      await ana.keyboard.type(words);
    }
    await expect(article).toContainText('No water.', SOON);
    await expect(reader.getByRole('status').filter({ hasText: 'This page has just changed' })).toBeVisible();
    expect(Math.abs((await topOf(reader, 'Line 40 of the log.')) - before)).toBeLessThanOrEqual(1);
    await expect(reader.getByText('High water.')).toHaveAttribute('data-fresh');
    await expect(reader.getByText('Line 40 of the log.')).not.toHaveAttribute('data-fresh');
    await expect(reader.getByText('High water.')).not.toHaveAttribute('data-fresh', SOON);
  });

  await test.step('a title comes as well', async () => {
    const author = await contextOf(prisma, 'ana');
    const { revision } = await prisma.knowledgeItem.findUniqueOrThrow({ where: { id: item.id } });
    await renameItem(author, { id: item.id, title: 'Log of the locks', revision });
    await expect(reader.getByRole('heading', { level: 1 })).toHaveText('Log of the locks', SOON);
  });

  await test.step('whoever has marked something decides when', async () => {
    await reader.getByText('Line 41 of the log.').dblclick();
    await textOf(ana, 'Log of the locks').getByText('Line 3 of the log.').click();
    await ana.keyboard.press('End');
    await ana.keyboard.type(' Ice.');
    const show = reader.getByRole('status').getByRole('button', { name: 'Show what changed' });
    await expect(show).toBeVisible(SOON);
    await expect(reader.getByRole('article')).not.toContainText('Ice.');
    await show.click();
    await expect(reader.getByRole('article')).toContainText('Line 3 of the log. Ice.', SOON);
    await expect(show).toHaveCount(0);
  });
});

test('KN-Z64 whoever reads what goes to the trash, or is closed to them, is told, and the text comes back with the right to read it', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const title = 'Rules of the towpath';
  const item = await writeItem(prisma, { title, author: 'ana', maintainers: ['noah'], markdown: 'Walk on the left.' });
  const author = await contextOf(prisma, 'ana');
  const [reader, keeper] = [await as('zoe'), await as('noah')];
  for (const page of [reader, keeper]) {
    await page.goto(item.path);
    await expect(page.getByRole('article', { name: title })).toBeVisible();
  }
  const told = reader.getByRole('alert').filter({ hasText: 'You can no longer open this page' });

  await test.step('closed, and opened again', async () => {
    await changeAccess(author, { id: item.id, accessLevel: 'restricted', confirmed: true });
    await expect(told).toBeVisible(SOON);
    await expect(reader.getByRole('article', { name: title })).toContainText('Walk on the left.');
    await changeContent(author, { id: item.id, markdown: 'Walk on the right.\n' });
    await changeAccess(author, { id: item.id, accessLevel: 'public', confirmed: true });
    await comeBackTo(reader);
    await expect(told).toHaveCount(0, SOON);
    await expect(reader.getByRole('article', { name: title })).toContainText('Walk on the right.', SOON);
  });

  await test.step('to the trash: a keeper sees it there and who moved it, a reader is told that it is over', async () => {
    await trashItem(author, { id: item.id });
    await expect(keeper.getByRole('alert').filter({ hasText: 'Ana Souza moved this to the trash.' })).toBeVisible(SOON);
    await expect(told).toBeVisible(SOON);
    await told.getByRole('button', { name: 'Load the page again' }).click();
    await expect(
      reader.getByRole('heading', { name: 'There is nothing here, or nothing that you may see' }),
    ).toBeVisible();
  });
});

test('KN-Z65 whoever reads without a connection is told so, and no longer than that', async ({ as, world }) => {
  const item = await writeItem(world.database.prisma, { title: 'Bridges by height', author: 'ana', markdown: 'Four.' });
  const page = await as('zoe');
  await page.goto(item.path);
  const told = page.getByRole('status').filter({ hasText: 'No connection' });
  await page.context().setOffline(true);
  await expect(told).toBeVisible({ timeout: 30_000 });
  await page.context().setOffline(false);
  await expect(told).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByRole('article')).toHaveText('Four.');
});

test('CO-O72 whoever is signed out, or may not read it any more, is told so, and nothing is asked until they come back', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const title = 'Tolls by weight';
  const item = await writeItem(prisma, { title, author: 'ana', markdown: 'Four pence.' });
  const page = await as('zoe');
  await page.clock.install();
  const asked = askedBy(page);
  await page.goto(item.path);
  await expect(page.getByRole('article', { name: title })).toBeVisible();
  await page.clock.runFor('00:10');
  await expect.poll(asked).toBeGreaterThan(0);
  const staysAt = async (count: number) => {
    await page.clock.runFor('02:00');
    await page.evaluate(() => fetch('/api/health'));
    expect(asked()).toBe(count);
  };

  await test.step('an answer that is a fault is no lost connection, and is asked for again', async () => {
    const fault = { code: 'internal', reason: 'internal', params: {}, reference: 'R1' };
    const error = { json: { message: 'internal', code: -32603, data: { httpStatus: 500, kenning: fault } } };
    await page.route(/item\.state/, (route) => route.fulfill({ status: 500, json: [{ error }] }));
    await page.clock.runFor('00:30');
    await expect(page.getByRole('status').filter({ hasText: 'cannot say just now' })).toBeVisible();
    await expect(page.getByText('No connection')).toHaveCount(0);
    await page.unroute(/item\.state/);
    await page.clock.runFor('00:30');
    await expect(page.getByText('cannot say just now')).toHaveCount(0);
  });

  await test.step('the end of access', async () => {
    await changeAccess(await contextOf(prisma, 'ana'), { id: item.id, accessLevel: 'restricted', confirmed: true });
    await page.clock.runFor('00:10');
    await expect(page.getByRole('alert').filter({ hasText: 'You can no longer open this page' })).toBeVisible();
    await staysAt(asked());
  });

  await test.step('the end of the session: the way to sign in again, and back here', async () => {
    await page.context().clearCookies();
    await comeBackTo(page);
    const told = page.getByRole('alert').filter({ hasText: 'You are signed out' });
    await expect(told).toBeVisible();
    await staysAt(asked());
    await told.getByRole('button', { name: 'Sign in again' }).click();
    await expect(page).toHaveURL(/sign-in/);
  });
});
