import { itemMarkdown } from '@/server/domains/knowledge';
import { contextOf, personIdOf, stateOf, textOf, writeItem } from './support/items';
import { connectStockClient, cookieHeaders } from './support/stock-client';
import { expect, test } from './support/test';

const WORDS = 'Only its keepers change this line.';

test('a reader who opens the editor reads, is told why, and cannot type', async ({ as, world }) => {
  const title = 'The rules of the trading floor';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: WORDS });
  const page = await as('zoe');
  await page.goto(item.path);
  await expect(page.getByRole('article', { name: title })).toContainText(WORDS);
  await expect(page.getByRole('link', { name: 'Edit', exact: true })).toHaveCount(0);

  await page.goto(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(text).toContainText(WORDS);
  await expect(stateOf(page)).toHaveText('Read-only: only its author and maintainers change it');
  await expect(text).toHaveAttribute('aria-readonly', 'true');
  await expect(page.getByRole('button', { name: 'Undo your last change' })).toHaveCount(0);
  await text.getByText(WORDS).click();
  await page.keyboard.type('Zoé was here.');
  await expect(text).not.toContainText('Zoé was here.');
});

test('a client of a reader’s own that sends changes all the same is refused, and nothing is stored', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const title = 'The rules of the settlement desk';
  const item = await writeItem(prisma, { title, author: 'ana', markdown: WORDS });
  const reader = await as('zoe');

  await test.step('what it brings along when it connects', async () => {
    const shown = await cookieHeaders(reader.context(), world.url);
    const client = connectStockClient(world.url, shown, item.id);
    client.write('Brought along.');
    client.provider.connect();
    await client.refused();
    await client.synced();
    expect(client.text()).toContain(WORDS);
    client.close();
  });

  await test.step('what it writes once it is connected', async () => {
    const shown = await cookieHeaders(reader.context(), world.url);
    const client = connectStockClient(world.url, shown, item.id);
    client.provider.connect();
    await client.synced();
    client.write('Slipped in.');
    await client.refused();
    client.close();
  });

  await test.step('the keeper sees neither, and goes on writing', async () => {
    const keeper = await as('ana');
    await keeper.goto(`${item.path}/edit`);
    const text = textOf(keeper, title);
    await text.getByText(WORDS).click();
    await keeper.keyboard.press('End');
    await keeper.keyboard.type(' And so they do.');
    await expect(stateOf(keeper)).toHaveText('Saved');
    await expect(text).not.toContainText(/Brought along|Slipped in/);
  });
  await test.step('nothing of it is in the log, nor in what others are given', async () => {
    const writers = await prisma.documentUpdate.groupBy({ by: ['personId'], where: { documentId: item.id } });
    expect(writers.map((row) => row.personId)).toEqual([await personIdOf(prisma, 'ana')]);
    const keeper = await contextOf(prisma, 'ana');
    const markdown = async () => (await itemMarkdown(keeper, { id: item.id })).markdown;
    await expect.poll(markdown).toBe(`${WORDS} And so they do.\n`);
  });
});
