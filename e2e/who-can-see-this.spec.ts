import { writeItem } from './support/items';
import { expect, test } from './support/test';

test('a dialog says who reads and why, and letting more people in asks first', async ({ as, world }) => {
  const title = 'Numbers for the next quarter';
  const given = { title, author: 'ana', named: ['zoe'], accessLevel: 'restricted', markdown: 'Up.' } as const;
  const item = await writeItem(world.database.prisma, given);
  const [author, colleague] = [await as('ana'), await as('noah')];
  const fact = author.getByRole('button', { name: /: who can see this, and why$/ });
  await author.goto(item.path);

  await test.step('who can see this, and why', async () => {
    await fact.click();
    const dialog = author.getByRole('dialog', { name: 'Who can see this, and why' });
    await expect(dialog.getByText('2 people can read it today.')).toBeVisible();
    await expect(dialog.getByRole('listitem')).toHaveText([
      'Ana Souza wrote it.',
      'Ana Souza maintains it.',
      'Zoé Laurent was named.',
    ]);
    await expect(dialog.getByRole('region', { name: 'Everyone who can read it' })).toContainText('Zoé Laurent');
    await author.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  await test.step('a list says it too, on a phone as well', async () => {
    const phone = await as('ana', { viewport: { width: 390, height: 844 } });
    await phone.goto('/library?text=numbers+quarter');
    const row = phone.getByRole('row').filter({ has: phone.getByRole('link', { name: title }) });
    await expect(row.getByText('Restricted', { exact: true })).toBeVisible();
  });

  const dialog = author.getByRole('dialog', { name: 'Change who may read it' });
  const openAccess = async () => {
    await author.getByRole('button', { name: 'More to do with this item' }).click();
    await author.getByRole('menuitem', { name: 'Change who may read it' }).click();
  };

  await test.step('widening is held back until it is said again', async () => {
    await openAccess();
    await dialog.getByRole('radio', { name: 'Everyone' }).check();
    await expect(dialog.getByText(/^2 people can read it now; \d\d people would\.$/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Change access' }).click();
    await expect(dialog.getByRole('alert', { name: 'This lets more people read it' })).toContainText(
      /^This lets more people read it\d\d people who cannot read it now will be able to\./,
    );
    await colleague.goto(item.path);
    await expect(colleague.getByRole('article')).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Let them read it' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(fact).toHaveText(/^Everyone/);
    await colleague.goto(item.path);
    await expect(colleague.getByRole('article', { name: title })).toContainText('Up.');
  });

  await test.step('narrowing asks nothing', async () => {
    await openAccess();
    await dialog.getByRole('radio', { name: 'Confidential' }).check();
    await dialog.getByRole('button', { name: 'Change access' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(fact).toHaveText(/^Confidential/);
    await colleague.reload();
    await expect(colleague.getByRole('article')).toHaveCount(0);
  });
});
