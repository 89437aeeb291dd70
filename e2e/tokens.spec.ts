import { writeItem } from './support/items';
import { expect, test } from './support/test';

test('a token is shown once, lets a script in as oneself, and stops when it is revoked', async ({
  as,
  request,
  world,
}) => {
  const title = 'What the nightly script checks';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'Every link.' });
  const page = await as('ana');
  await page.goto('/settings/tokens');

  const token = await test.step('it is made, and shown this once', async () => {
    await page.getByRole('button', { name: 'New token' }).click();
    const dialog = page.getByRole('dialog', { name: 'New token' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly script');
    await dialog.getByRole('button', { name: 'Make the token' }).click();
    const shown = await dialog.getByRole('textbox', { name: 'Your token' }).inputValue();
    await dialog.getByRole('button', { name: 'I have kept it' }).click();
    await page.reload();
    await expect(page.getByRole('row', { name: 'Nightly script' })).toContainText(`…${shown.slice(-4)}`);
    expect(await page.content()).not.toContain(shown);
    // On a phone, where the head of the table is away, its names stand before the dates.
    const named = page.getByRole('row', { name: 'Nightly script' }).locator('td[data-label]');
    expect(await named.evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-label')))).toEqual([
      'Ends in',
      'Last used',
      'Expires',
    ]);
    return shown;
  });
  const headers = { authorization: `Bearer ${token}` };

  await test.step('it reads, and no more than it may', async () => {
    const read = await request.get(`/api/v1/items/${item.id}`, { headers });
    expect(read.status()).toBe(200);
    expect(await read.json()).toMatchObject({ id: item.id, title });
    const written = await request.post('/api/v1/items', {
      headers,
      data: { title: 'By a script', contentType: 'checklists', accessLevel: 'public', markdown: 'One.' },
    });
    expect(written.status()).toBe(403);
    await page.reload();
    await expect(page.getByRole('row', { name: 'Nightly script' })).not.toContainText('Never');
  });

  await test.step('revoked, it opens nothing', async () => {
    await page.getByRole('button', { name: 'Revoke Nightly script' }).click();
    const asked = page.getByRole('dialog', { name: 'Revoke Nightly script' });
    await expect(asked.getByRole('button', { name: 'Revoke it' })).toBeDisabled();
    await asked.getByRole('textbox', { name: 'Type Nightly script to go on' }).fill('Nightly script');
    await asked.getByRole('button', { name: 'Revoke it' }).click();
    await expect(page.getByText('The token Nightly script is revoked')).toBeVisible();
    await expect(page.getByRole('row', { name: 'Nightly script' })).toHaveCount(0);
    expect((await request.get(`/api/v1/items/${item.id}`, { headers })).status()).toBe(401);
  });
});

test('a token that is shown once does not go by a slip of a key', async ({ as }) => {
  const page = await as('noah');
  await page.goto('/settings/tokens');
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog', { name: 'New token' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly export');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Your token' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog.getByRole('alert')).toContainText('This is shown only now');
  await page.keyboard.press('Escape');
  await expect(dialog.getByRole('alert')).toBeVisible();
  // One answer, beside the token itself.
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('table', { name: 'Tokens' })).toContainText('Nightly export');
});

test('a token that was copied is kept: nothing is asked, and nothing moves', async ({ as }) => {
  const page = await as('noah', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto('/settings/tokens');
  const dialog = page.getByRole('dialog', { name: 'New token' });
  const make = async (name: string) => {
    await page.getByRole('button', { name: 'New token' }).click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.keyboard.press('Enter');
    await expect(token).toBeVisible();
  };
  const token = dialog.getByRole('textbox', { name: 'Your token' });
  await test.step('by the button, also after it was asked', async () => {
    await make('Copied by the button');
    await page.keyboard.press('Escape');
    await expect(dialog.getByRole('alert')).toBeVisible();
    const width = (await token.boundingBox())?.width;
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
    expect((await token.boundingBox())?.width).toBe(width);
    await expect(dialog.getByRole('alert')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });
  await test.step('by hand; the next is asked for again', async () => {
    await make('Copied by hand');
    await page.keyboard.press('Escape');
    await expect(dialog.getByRole('alert')).toBeVisible();
    await token.focus();
    await page.keyboard.press('ControlOrMeta+c');
    await expect(dialog.getByRole('alert')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });
});
