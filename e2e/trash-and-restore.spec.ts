import { writeItem } from './support/items';
import { expect, test } from './support/test';

const NOTHING = 'There is nothing here, or nothing that you may see';

test('an item goes to the trash, is nothing to others there, and comes back whole', async ({ as, world }) => {
  const title = 'The old way of booking a room';
  const markdown = 'Ask at the front desk for the umbrella key.';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['marco'], markdown });
  const [author, keeper, reader] = [await as('ana'), await as('marco'), await as('zoe')];
  await reader.goto(item.path);
  await expect(reader.getByRole('article', { name: title })).toContainText(markdown);

  const inLibrary = author.getByRole('table', { name: 'Knowledge items' }).getByRole('link', { name: title });
  await test.step('the author moves it there, takes that back, and does it again', async () => {
    await author.goto(item.path);
    await author.getByRole('button', { name: 'More to do with this item' }).click();
    await author.getByRole('menuitem', { name: 'Move to trash' }).click();
    await expect(author.getByRole('heading', { name: 'Library' })).toBeVisible();
    await expect(inLibrary).toHaveCount(0);
    await expect(author.getByText(`“${title}” is in the trash`)).toBeVisible();
    await author.getByRole('button', { name: 'Undo' }).click();
    await inLibrary.click();
    await expect(author.getByRole('article', { name: title })).toBeVisible();
    await expect(author.getByText('moved this to the trash.')).toHaveCount(0);
    await author.getByRole('button', { name: 'More to do with this item' }).click();
    await author.getByRole('menuitem', { name: 'Move to trash' }).click();
    await expect(author.getByRole('heading', { name: 'Library' })).toBeVisible();
    await expect(inLibrary).toHaveCount(0);
  });

  await test.step('readers find nothing any more', async () => {
    await reader.reload();
    await expect(reader.getByRole('heading', { name: NOTHING })).toBeVisible();
    await reader.goto('/search?q=umbrella');
    await expect(reader.getByRole('link', { name: title })).toHaveCount(0);
    await reader.goto('/trash');
    await expect(reader.getByText(title)).toHaveCount(0);
  });

  await test.step('a maintainer reads it there, cannot change it, and restores it', async () => {
    await keeper.goto('/trash');
    await keeper.getByRole('link', { name: title }).click();
    await expect(keeper.getByText('Ana Souza moved this to the trash.')).toBeVisible();
    await expect(keeper.getByRole('article', { name: title })).toContainText(markdown);
    await expect(keeper.getByRole('link', { name: 'Edit', exact: true })).toHaveCount(0);
    await keeper.goto('/trash');
    await expect(keeper.getByRole('columnheader', { name: 'Why' })).toHaveCount(0);
    const otherTab = await keeper.context().newPage();
    await otherTab.goto('/trash');
    await keeper.getByRole('button', { name: `Restore “${title}”` }).dblclick();
    await expect(keeper.getByText(`“${title}” is back in the library`)).toBeVisible();
    // What is so already is no error, here or in another tab.
    await otherTab.getByRole('button', { name: `Restore “${title}”` }).click();
    await expect(otherTab.getByText(`“${title}” is back in the library`)).toBeVisible();
    for (const page of [keeper, otherTab]) await expect(page.getByText('not in the trash any more')).toHaveCount(0);
    await expect(keeper.getByRole('link', { name: title })).toHaveCount(0);
  });

  await test.step('and it is there again for everybody', async () => {
    await reader.goto(item.path);
    await expect(reader.getByRole('article', { name: title })).toContainText(markdown);
  });
});
