import type { Page } from '@playwright/test';
import { emailOf } from './support/items';
import { expect, test } from './support/test';

const PASSWORD = process.env.DEMO_PASSWORD ?? 'kenning-demo';
const NEW_PASSWORD = 'nine quiet herons';
/** So many failures of one account are free. */
const FREE_ATTEMPTS = 5;
const WRONG = 'Address and password do not go together.';
const TOO_OFTEN = /^That was too often in a short time\. Try again in \d+ seconds?\.$/;

async function signInAs(page: Page, email: string, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const personButton = (page: Page, name: string) => page.getByRole('button', { name: `You: ${name}` }).first();

test('one signs in, comes to where one wanted to go, and signs out', async ({ page }) => {
  await page.goto('/inbox');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await signInAs(page, emailOf('felix'), 'not the password');
  await expect(page.getByText(WRONG)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'E-mail' })).toHaveValue(emailOf('felix'));
  await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused();

  await signInAs(page, emailOf('felix'), PASSWORD);
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
  await personButton(page, 'Felix Wagner').click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.goto('/inbox');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('an account and an address that nobody has are slowed alike', async ({ page }) => {
  const failed = page.getByText(WRONG).or(page.getByText(TOO_OFTEN));
  const attempts: number[] = [];
  for (const email of [emailOf('nobody'), emailOf('victor')]) {
    await page.goto('/sign-in');
    const heard: string[] = [];
    while (!heard.some((words) => TOO_OFTEN.test(words))) {
      const answered = page.waitForResponse('**/api/auth/callback/credentials');
      await signInAs(page, email, 'not the password');
      await answered;
      heard.push((await failed.textContent()) ?? '');
    }
    attempts.push(heard.length);
  }
  expect(attempts).toEqual([FREE_ATTEMPTS + 1, FREE_ATTEMPTS + 1]);
});

test('whoever forgot the password chooses another by the mail, and the old one and its sessions end', async ({
  as,
  page,
}) => {
  const elsewhere = await as('isla');
  await elsewhere.goto('/');

  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'I forgot my password' }).click();
  for (const email of [emailOf('nobody'), emailOf('isla')]) {
    await page.goto('/forgot-password');
    await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
    await page.getByRole('button', { name: 'Ask for a link' }).click();
    await expect(
      page.getByText(`If ${email} has an account here, a link for a new password waits for an administrator`),
    ).toBeVisible();
  }

  const admin = await as('admin');
  await admin.goto('/settings/mail');
  await expect(admin.getByRole('row', { name: emailOf('nobody') })).toHaveCount(0);
  await admin
    .getByRole('row', { name: emailOf('isla') })
    .getByRole('link')
    .click();
  const link = await admin.getByRole('textbox', { name: 'The link in it' }).inputValue();

  await page.goto(link);
  await page.getByRole('textbox', { name: 'New password' }).fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('Your password is changed. Sign in with the new one.')).toBeVisible();
  await elsewhere.reload();
  await expect(elsewhere.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await signInAs(page, emailOf('isla'), PASSWORD);
  await expect(page.getByText(WRONG)).toBeVisible();
  await signInAs(page, emailOf('isla'), NEW_PASSWORD);
  await expect(personButton(page, 'Isla Campbell')).toBeVisible();

  await elsewhere.goto(link);
  await elsewhere.getByRole('textbox', { name: 'New password' }).fill('a second time around');
  await elsewhere.getByRole('button', { name: 'Change the password' }).click();
  await expect(elsewhere.getByText('This link does not work any more. Ask for a new one.')).toBeVisible();
});
