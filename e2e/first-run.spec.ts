import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

const PASSWORD = 'seven lanterns by the harbour';
const CODE = /first administrator with the code (\S+)/;

const FIRST_STEPS = [
  ['/people/invitations', 'Invite a person'],
  ['/people/teams', 'New team'],
  ['/people/job-roles', 'New job role'],
  ['/library', 'Write the first item'],
] as const;

async function fillIn(page: Page, code: string): Promise<void> {
  await page.getByRole('textbox', { name: 'One-time code' }).fill(code);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Greta Founder');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('greta@company.example');
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Set up and sign in' }).click();
}

test('the first start asks for the first administrator, once', async ({ installation }) => {
  const kenning = await installation.start();
  const code = CODE.exec(kenning.output())?.[1] ?? '';
  expect(code, 'the console prints a code').not.toBe('');

  const founder = await installation.visit('/');
  // A second person has the page open as well, with the code, and comes too late.
  const late = await installation.visit('/set-up');

  await test.step('every way in leads to the set-up', async () => {
    await expect(founder.getByRole('heading', { name: 'Set up Kenning' })).toBeVisible();
    await expect(late.getByRole('heading', { name: 'Set up Kenning' })).toBeVisible();
  });

  await test.step('a wrong code is refused, and what was typed stays', async () => {
    await fillIn(founder, 'wrong-code');
    await expect(founder.getByText('This is not the code that the console printed last.')).toBeVisible();
    await expect(founder.getByRole('textbox', { name: 'One-time code' })).toBeFocused();
    await expect(founder.getByRole('textbox', { name: 'E-mail' })).toHaveValue('greta@company.example');
  });

  await test.step('the right code lets one in', async () => {
    await fillIn(founder, code);
    await expect(founder.getByRole('button', { name: 'You: Greta Founder' }).first()).toBeVisible();
    await founder.goto('/people');
    const row = founder.getByRole('row', { name: /Greta Founder/ });
    await expect(row).toContainText('Administrator');
  });

  await test.step('a list with nothing in it offers its first step once', async () => {
    for (const [path, first] of FIRST_STEPS) {
      await founder.goto(path);
      await expect(founder.getByRole('main').getByText(first)).toHaveCount(1);
    }
    await founder.goto('/library');
    await expect(founder.getByRole('button', { name: 'New item' })).toHaveCount(0);
  });

  await test.step('nobody does it a second time', async () => {
    await fillIn(late, code);
    await expect(late.getByText('Somebody has set this installation up already.')).toBeVisible();
    await late.goto('/set-up');
    await expect(late.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await founder.goto('/people');
    await expect(founder.getByRole('table', { name: 'People' }).getByRole('row')).toHaveCount(2);
  });

  await test.step('a restart prints no code any more', async () => {
    await kenning.stop();
    expect((await installation.start()).output()).not.toMatch(CODE);
  });
});
