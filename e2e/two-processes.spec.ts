import type { Page } from '@playwright/test';
import { HAS_REDIS, startRedis, type TestRedis } from '@/server/platform/testing/redis';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { attach, databaseUrlOf, type Kenning, newDataDir, removeDataDir, startKenning } from './support/kenning';
import { expect, test, type World } from './support/test';

/** As people notice it. */
const STOPPED_MS = 2_500;
const BETWEEN_KEYS_MS = 10;
/** One word that does not end, so that whatever stops it stops it in the middle. */
const WORD = Array.from({ length: 300 }, (_, at) => `${at}-`).join('');

/** Two processes of one installation: of each what a browser is pointed to. */
type Both = { here: World; there: World; close: () => Promise<void> };

async function startBoth(redis: TestRedis): Promise<Both> {
  const dataDir = newDataDir();
  const running: Kenning[] = [];
  const start = async (args: string[], env: Record<string, string>) => {
    const kenning = await startKenning({ dataDir, args, env: { REDIS_URL: redis.url, ...env } });
    running.unshift(kenning);
    return kenning.url;
  };
  const here = await start(['--demo'], {});
  const there = await start([], { DATABASE_URL: await databaseUrlOf(dataDir) });
  const database = await attach(dataDir);
  return {
    here: { url: here, dataDir, database },
    there: { url: there, dataDir, database },
    close: async () => {
      await database.close();
      // The database is the first one's, which ends last.
      for (const kenning of running) await kenning.stop();
      removeDataDir(dataDir);
    },
  };
}

/** Puts the caret behind a line. */
async function standAfter(page: Page, title: string, words: string): Promise<void> {
  await textOf(page, title).getByText(words).click();
  await page.keyboard.press('End');
  await caretTold(page);
}

/** Opens the dialog in which Noah is taken off, up to the key that does it. */
async function aboutToTakeNoahOff(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('button', { name: 'More to do with this item' }).click();
  await page.getByRole('menuitem', { name: 'Maintainers and reviewers' }).click();
  const dialog = page.getByRole('dialog', { name: 'Maintainers and reviewers' });
  await dialog.getByRole('combobox', { name: 'Maintainers' }).click();
  await expect(dialog.getByText('Noah Brooks')).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(dialog.getByText('Noah Brooks')).toHaveCount(0);
  // Over the reviewers, whose list opens as one passes, to the two buttons.
  for (const key of ['Tab', 'Tab', 'Tab']) await page.keyboard.press(key);
  await expect(dialog.getByRole('button', { name: 'Change people' })).toBeFocused();
}

/** The words of the last line, without what is drawn into it: a colleague's caret. */
function lastLineOf(page: Page, title: string): Promise<string> {
  const line = textOf(page, title).locator('p').last();
  return line.evaluate((element) => {
    const copy = element.cloneNode(true) as Element;
    for (const drawn of copy.querySelectorAll('[aria-hidden="true"], .ProseMirror-widget')) drawn.remove();
    return (copy.textContent ?? '').replace(/[\u2060\ufeff]/g, '');
  });
}

/** Noah types, and meanwhile Ana takes him off at her process. */
async function typesUntilStopped(ana: Page, noah: Page, item: { path: string; title: string }): Promise<void> {
  const dialog = await ana.context().newPage();
  await aboutToTakeNoahOff(dialog, item.path);
  await standAfter(noah, item.title, 'Second line.');
  const begins = await lastLineOf(noah, item.title);
  const typing = noah.keyboard.type(WORD, { delay: BETWEEN_KEYS_MS });
  await expect(textOf(ana, item.title)).toContainText('20-');
  await dialog.keyboard.press('Enter');
  const words = 'Read-only: only its author and maintainers change it';
  await expect(stateOf(noah)).toHaveText(words, { timeout: STOPPED_MS });
  await typing;
  const stands = await lastLineOf(noah, item.title);
  await noah.keyboard.type('Too late.');
  expect(await lastLineOf(noah, item.title)).toBe(stands);
  expect(`${begins}${WORD}`.startsWith(stands)).toBe(true);
  expect(stands.length).toBeLessThan(begins.length + WORD.length);

  // What stands with him has either come to her, or is marked and said not to be saved.
  const marks = textOf(noah, item.title).locator('mark');
  const unsaved = async () => (await marks.allTextContents()).join('');
  // What was taken a moment before may not have been answered for: it is said to be unsaved, and is there all the same.
  const isAllKnown = async () => {
    const [there, left] = [await lastLineOf(ana, item.title), await unsaved()];
    return stands.startsWith(there) && stands.endsWith(left) && there.length + left.length >= stands.length;
  };
  await expect.poll(isAllKnown).toBe(true);
  await expect(noah.getByRole('alert').filter({ hasText: 'Not saved' })).toHaveCount((await unsaved()) === '' ? 0 : 1);
  await ana.reload();
  await expect(stateOf(ana)).toHaveText('Saved');
  expect(await isAllKnown()).toBe(true);
}

// Where no Redis can be started there is nothing to run, and whoever looks for it says so.
if (HAS_REDIS) {
  test('two people at two processes write as at one, and whoever may no longer is stopped at theirs', async ({
    asAt,
  }) => {
    const redis = await startRedis();
    const both = await startBoth(redis);
    try {
      const title = 'Two banks of one river';
      const given = { title, author: 'ana', maintainers: ['noah'], markdown: 'First line.\n\nSecond line.' };
      const item = await writeItem(both.here.database.prisma, given);
      const [ana, noah] = [await asAt(both.here, 'ana'), await asAt(both.there, 'noah')];
      for (const page of [ana, noah]) {
        await page.goto(`${item.path}/edit`);
        await expect(stateOf(page)).toHaveText('Saved');
      }
      expect(new URL(ana.url()).origin).not.toBe(new URL(noah.url()).origin);

      await test.step('CO-R30 each sees who is here, what the other types, and the caret with the name', async () => {
        await expect(ana.getByRole('group', { name: 'Here now: Ana Souza (you), Noah Brooks' })).toBeVisible();
        await expect(noah.getByRole('group', { name: 'Here now: Noah Brooks (you), Ana Souza' })).toBeVisible();
        await standAfter(ana, title, 'First line.');
        await standAfter(noah, title, 'Second line.');
        await Promise.all([
          ana.keyboard.type(' Ana rows over.', { delay: BETWEEN_KEYS_MS }),
          noah.keyboard.type(' Noah waits.', { delay: BETWEEN_KEYS_MS }),
        ]);
        await expect(textOf(ana, title).getByText('Noah Brooks')).toBeVisible();
        await expect(textOf(noah, title).getByText('Ana Souza')).toBeVisible();
        for (const page of [ana, noah]) {
          await expect(textOf(page, title).locator('p').first()).toContainText('First line. Ana rows over.');
          await expect(textOf(page, title).locator('p').last()).toContainText('Second line. Noah waits.');
          await expect(stateOf(page)).toHaveText('Saved');
        }
      });

      await test.step('CO-R31 he is taken off at hers and stopped at his, within a word: none of it is lost unsaid', async () => {
        await typesUntilStopped(ana, noah, item);
      });
    } finally {
      await both.close();
      await redis.close();
    }
  });
}
