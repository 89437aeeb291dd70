import type { Locator } from '@playwright/test';
import { buildPerson, buildTeam } from '@/server/domains/people/factory';
import { expect, test } from './support/test';

const FOUNDER = 'greta@company.example';

test('beside demo accounts nobody real comes in: it is said at once, and what a file would do can be seen', async ({
  as,
}) => {
  const page = await as('admin');
  await test.step('an invitation is no form, and leads to the one act', async () => {
    await page.goto('/people?invite=1');
    const dialog = page.getByRole('dialog', { name: 'Invite a person' });
    await expect(dialog).toContainText('Nobody real can be invited yet');
    await expect(dialog.getByRole('textbox')).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Remove demo accounts' }).click();
    const removal = page.getByRole('dialog', { name: 'Remove the demo world' });
    await expect(removal.getByRole('button', { name: 'Remove for good' })).toBeDisabled();
    await removal.getByRole('button', { name: 'Keep it' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page).toHaveURL(/\/people$/);
  });
  await test.step('the list that was exported is read again, and only looked at', async () => {
    const list = await page.request.get('/people/people.csv');
    await page.goto('/people/import');
    await expect(page.getByText('nothing is written while the demo accounts are here')).toBeVisible();
    const buffer = await list.body();
    // The button that opens the choice of a file, and the field behind it.
    await page.locator('input[type=file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
    const rows = page.getByRole('table', { name: 'People in the file' });
    await expect(rows.getByRole('row', { name: /^Ana / })).toContainText('Change');
    await expect(page.getByText('This is only a look')).toBeVisible();
    await expect(page.getByRole('alert').filter({ hasText: 'put right' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^Import / })).toHaveCount(0);
  });
});

test('whoever a file invites without a mail server is sent for: the links stand where it says', async ({
  installation,
}) => {
  await installation.start();
  const { prisma } = (await installation.attach()).database;
  await buildPerson(prisma, { email: FOUNDER, name: 'Greta Founder', accessRole: 'administrator' });
  const page = await installation.as(FOUNDER);
  await page.goto('/people/import');
  const choose = (csv: string) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await choose(`email,name\nnils@company.example,Nils\n${FOUNDER},Greta Founder\n`);
  await page.getByRole('button', { name: 'Import 2 people, invite 1' }).click();
  const done = page.getByRole('status').filter({ hasText: '1 invited, 0 changed, 1 as they were.' });
  await expect(done).toContainText('No mail server is set up, so pass the links on yourself');
  await choose(`email,name\n${FOUNDER},Greta Founder\n`);
  await page.getByRole('button', { name: 'Import 1 person' }).click();
  await expect(page.getByRole('status')).toContainText('0 invited');
  await expect(page.getByRole('status')).not.toContainText('mail');
  await page.goto('/people/import');
  await choose('email,name\nida@company.example,Ida\n');
  await page.getByRole('button', { name: 'Import 1 person, invite 1' }).click();
  await page.getByRole('status').getByRole('link', { name: 'Outgoing mail' }).click();
  await expect(page.getByRole('row', { name: 'ida@company.example' })).toBeVisible();
});

test('what refuses an invitation comes into sight above the buttons', async ({ installation }) => {
  await installation.start();
  const { prisma } = (await installation.attach()).database;
  await buildPerson(prisma, { email: FOUNDER, name: 'Greta Founder', accessRole: 'administrator' });
  const team = await buildTeam(prisma, { name: 'Lighthouse' });
  const page = await installation.as(FOUNDER);
  await page.goto('/people?invite=1');
  const dialog = page.getByRole('dialog', { name: 'Invite a person' });
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill('real@company.example');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Rita Real');
  await dialog.getByLabel('Teams').first().click();
  await page.getByRole('option', { name: 'Lighthouse' }).click();
  await page.keyboard.press('Tab');
  await prisma.team.delete({ where: { id: team.id } });
  await dialog.getByRole('button', { name: 'Send the invitation' }).click();
  const refusal = dialog.getByRole('alert').filter({ hasText: 'One of the teams is not there any more.' });
  await expect(refusal).toBeVisible();
  const edges = (part: Locator) =>
    part.evaluate((node) => {
      const { top, bottom } = node.getBoundingClientRect();
      return { top, bottom };
    });
  const cancel = dialog.getByRole('button', { name: 'Cancel' });
  const room = 12;
  await expect(async () =>
    expect((await edges(cancel)).top - (await edges(refusal)).bottom).toBeGreaterThanOrEqual(room),
  ).toPass();
  expect((await edges(dialog)).bottom - (await edges(cancel)).bottom).toBeGreaterThanOrEqual(room);
});
