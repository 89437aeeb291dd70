import { writeItem } from './support/items';
import { expect, test } from './support/test';

const PHONE = { viewport: { width: 390, height: 844 } };
/** Less than from one line of those who are chosen to the next. */
const ONE_LINE_PX = 12;

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
    const phone = await as('ana', PHONE);
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
    await expect(dialog.getByText('2 people can read it.')).toBeVisible();
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

test('on a phone the people who keep an item are changed without an empty line or a word left alone', async ({
  as,
  world,
}) => {
  const kept = { title: 'Kept by two', author: 'ana', maintainers: ['noah'], markdown: 'Up.' };
  const phone = await as('ana', PHONE);
  await phone.goto((await writeItem(world.database.prisma, kept)).path);
  await phone.getByRole('button', { name: 'More to do with this item' }).click();
  await phone.getByRole('menuitem', { name: 'Maintainers and reviewers' }).click();
  const dialog = phone.getByRole('dialog');
  await expect(dialog.getByText(/asked when it grows old/)).toHaveCSS('text-wrap-style', 'pretty');
  // One goes on beside those who are chosen.
  const field = dialog.getByRole('combobox', { name: 'Maintainers' });
  await expect(async () => {
    const [chosen, free] = [await dialog.getByText('Noah Brooks').boundingBox(), await field.boundingBox()];
    expect(Math.abs((chosen?.y ?? 0) - (free?.y ?? Number.NaN))).toBeLessThan(ONE_LINE_PX);
  }).toPass();
  // The list lies over the button that ends it: it goes with the choice, and comes again with the next letters.
  const reviewers = dialog.getByRole('combobox', { name: 'Reviewers' });
  await reviewers.fill('Zo');
  await phone.getByRole('option', { name: /^Zoé/ }).click();
  await expect(phone.getByRole('listbox')).toBeHidden();
  await reviewers.fill('Ma');
  await expect(phone.getByRole('option', { name: /^Marco/ })).toBeVisible();
  await phone.getByRole('option', { name: /^Marco/ }).click();
  await dialog.getByRole('button', { name: 'Change people' }).click();
  await expect(dialog).toHaveCount(0);
});
