import { networkOf } from './support/network';
import { NARROW_DARK } from './support/page-check';
import { expect, test } from './support/test';

test('CO-O70 the page that stands for one that cannot be loaded waits without moving, and can be asked to try', async ({
  as,
}) => {
  const page = await as('ana', { ...NARROW_DARK.options, serviceWorkers: 'allow' });
  const network = await networkOf(page);
  await page.goto('/library');
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await network.cut();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Kenning cannot be reached' })).toBeVisible();
  const tryNow = page.getByRole('button', { name: 'Try now' });

  await test.step('it asks by itself, and stays what it is', async () => {
    await page.evaluate(() => document.body.setAttribute('data-same', ''));
    await page.keyboard.press('Tab');
    await expect(tryNow).toBeFocused();
    for (const _ of ['once', 'again']) await page.waitForRequest(/\/api\/health$/);
    await expect(tryNow).toBeFocused();
  });

  await test.step('asked to try, it says that it did', async () => {
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status')).toContainText('it cannot be reached yet');
    await expect(tryNow).toBeFocused();
    await expect(page.locator('body[data-same]')).toHaveCount(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  });

  await test.step('as soon as it is back, the page that was asked for opens', async () => {
    await network.mend();
    await expect(page.getByRole('heading', { level: 1, name: 'Library' })).toBeVisible({ timeout: 10_000 });
    await expect(page).toHaveURL('/library');
  });
});
