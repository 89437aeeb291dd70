import { stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

test('without a connection no link, key or Back leads away from a text that is not saved', async ({ as, world }) => {
  const title = 'Splicing a rope';
  const item = await writeItem(world.database.prisma, { title, author: 'marco', markdown: 'Over, under.' });
  const page = await as('marco');
  let cut = false;
  let drop = () => {};
  await page.routeWebSocket(/\/collab\//, (socket) => {
    if (cut) return void socket.close();
    socket.connectToServer();
    drop = () => void socket.close();
  });
  await page.goto(item.path);
  await page.getByRole('link', { name: 'Edit' }).click();
  await textOf(page, title).getByText('Over, under.').click();
  await page.keyboard.press('End');
  cut = true;
  await page.context().setOffline(true);
  drop();
  await expect(stateOf(page)).toContainText('Offline');
  await page.keyboard.type(' Pull.');
  const stays = async () => {
    await expect(page.getByText('so this page stays')).toBeVisible();
    await expect(page).toHaveURL(`${item.path}/edit`);
    await expect(textOf(page, title)).toContainText('Over, under. Pull.');
  };

  await test.step('it stays where it is', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Library' }).click();
    await stays();
    await page.goBack({ waitUntil: 'commit' });
    await stays();
    await page.getByRole('button', { name: 'Find or do anything' }).focus();
    for (const key of ['g', 'l', 'Escape']) await page.keyboard.press(key);
    await stays();
  });

  await test.step('saved, it can be left', async () => {
    cut = false;
    await page.context().setOffline(false);
    await expect(stateOf(page)).toHaveText('Saved');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Library' }).click();
    await expect(page).toHaveURL('/library');
  });
});
