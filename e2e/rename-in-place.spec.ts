import { writeItem } from './support/items';
import { expect, test } from './support/test';

test('a title is renamed in place: nothing of it is cut or lost, and each way out can be undone', async ({
  as,
  world,
}) => {
  const item = await writeItem(world.database.prisma, { title: 'Plain bearings', author: 'marco', markdown: 'Oil.' });
  const page = await as('marco');
  await page.goto(item.path);
  const title = page.getByRole('textbox', { name: 'Title' });
  const rename = page.getByRole('button', { name: 'Rename' });

  await test.step('a title that is too long is not cut: it waits, and says so', async () => {
    await rename.click();
    await title.fill('n'.repeat(300));
    const refusal = page.getByText('A title has at most 200 characters; this one has 300. Nothing of it was cut.');
    await page.keyboard.press('Enter');
    await expect(refusal).toBeVisible();
    await title.blur();
    await expect(refusal).toBeVisible();
    await expect(title).toHaveValue('n'.repeat(300));
  });

  await test.step('a title that Esc takes back can be had again', async () => {
    await title.fill('Thrust bearings');
    await title.press('Escape');
    await expect(page.getByRole('heading', { level: 1, name: 'Plain bearings' })).toBeVisible();
    const undo = page.getByRole('alert').filter({ hasText: 'The title stays “Plain bearings”' });
    await undo.getByRole('button', { name: 'Undo' }).last().click();
    await expect(title).toHaveValue('Thrust bearings');
  });

  await test.step('a rename by leaving is said, and can be undone', async () => {
    await page.getByRole('button', { name: 'More to do with this item' }).focus();
    const said = page.getByRole('alert').filter({ hasText: 'It is called “Thrust bearings” now' });
    await expect(page.getByRole('heading', { level: 1, name: 'Thrust bearings' })).toBeVisible();
    await said.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Plain bearings' })).toBeVisible();
    await expect(page).toHaveTitle(/Plain bearings/);
  });
});
