import { trashItem } from '@/server/domains/knowledge';
import { contextOf, stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

const ADDRESS = 'https://example.com/depth-sounder';

test('what is typed after a link is not the link, and its tools go with the right to write', async ({ as, world }) => {
  const { prisma } = world.database;
  const title = 'Soundings';
  const item = await writeItem(prisma, { title, author: 'ana', maintainers: ['noah'], markdown: 'Read the chart.' });
  const ana = await as('ana');
  await ana.goto(`${item.path}/edit`);
  const text = textOf(ana, title);
  const link = text.getByRole('link');
  const tools = ana.getByRole('toolbar', { name: 'Link', exact: true });

  await test.step('an address that is none is refused; one that is becomes a link', async () => {
    await text.getByText('Read the chart.').click();
    await ana.keyboard.press('End');
    for (let letter = 0; letter < 'chart.'.length; letter += 1) await ana.keyboard.press('Shift+ArrowLeft');
    await ana.getByRole('toolbar', { name: 'Format the selection' }).getByRole('button', { name: 'Link' }).click();
    const address = ana.getByRole('combobox', { name: 'Address of the link' });
    await address.fill('chart');
    await address.press('Enter');
    await expect(ana.getByText('Use an address with http')).toBeVisible();
    await address.fill(ADDRESS);
    await address.press('Enter');
    await expect(link).toHaveText('chart.');
  });

  await test.step('typed on, by oneself or by somebody else, it ends where it ended', async () => {
    await ana.keyboard.press('ArrowRight');
    await ana.keyboard.type(' Then sound.');
    await expect(text).toContainText('Read the chart. Then sound.');
    await expect(link).toHaveText('chart.');
    await expect(stateOf(ana)).toHaveText('Saved');
  });

  await test.step('the tools of the link go with the right to write', async () => {
    await link.click();
    await expect(tools).toBeVisible();
    await trashItem(await contextOf(prisma, 'noah'), { id: item.id });
    await expect(stateOf(ana)).toHaveText('Read-only: it is in the trash');
    await expect(tools).toHaveCount(0);
  });
});
