import type { Page } from '@playwright/test';
import { changeContent } from '@/server/domains/knowledge';
import { after, DAY_MS } from '@/server/platform/clock';
import type { Database } from '@/server/platform/db/client';
import { contextOf, stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

const FIRST = 'The gate is shut by hand.';
const MENU = 'More to do with this item';
const RESTORE = 'Restore this version';

/** An item that Ana began two days ago and wrote on yesterday; Noah keeps it with her. */
async function written({ prisma }: Database, title: string) {
  const now = new Date();
  const at = after(now, -2 * DAY_MS);
  const item = await writeItem(prisma, { title, author: 'ana', maintainers: ['noah'], markdown: FIRST, at });
  const ana = { ...(await contextOf(prisma, 'ana')), now: after(now, -DAY_MS) };
  await changeContent(ana, { id: item.id, markdown: `${FIRST}\n\nAt night it is locked.\n` });
  return item;
}

/** Opens it to write, at the end of its first line. */
async function writeIn(page: Page, { path, title }: { path: string; title: string }): Promise<void> {
  await page.goto(`${path}/edit`);
  await expect(stateOf(page)).toHaveText('Saved');
  await textOf(page, title).getByText(FIRST).click();
  await page.keyboard.press('End');
}

test('CO-E60 whoever restores is told who writes, whoever writes is told who restored what, and goes on where they were', async ({
  as,
  world,
}) => {
  const item = await written(world.database, 'Shutting the gate');
  const [ana, noah] = [await as('ana'), await as('noah')];
  await writeIn(noah, item);
  await noah.keyboard.type(' Twice.');
  await expect(stateOf(noah)).toHaveText('Saved');
  await ana.goto(`${item.path}/history`);
  await ana.getByRole('navigation', { name: 'Sessions' }).getByRole('link').last().click();
  await ana.getByRole('button', { name: RESTORE }).click();
  const dialog = ana.getByRole('dialog', { name: RESTORE });
  await expect(dialog).toContainText('Noah Brooks is writing here now. They see it at once');
  await dialog.getByRole('button', { name: RESTORE }).click();

  const notice = noah.getByRole('status').filter({ hasText: 'restored the version of' });
  await test.step('the writer is told, and keeps caret and undo', async () => {
    await expect(notice).toContainText('Ana Souza restored the version of');
    const text = textOf(noah, item.title);
    await expect(text).toHaveText(FIRST);
    await expect(text).toBeFocused();
    await noah.keyboard.type(' Thrice.');
    await expect(text).toHaveText(`${FIRST} Thrice.`);
    await noah.keyboard.press('Control+z');
    await expect(text).toHaveText(FIRST);
    await noah.keyboard.press('Control+Shift+z');
    await expect(text).toHaveText(`${FIRST} Thrice.`);
    await expect(stateOf(noah)).toHaveText('Saved');
  });

  await test.step('it leads to the history, and goes when it was read', async () => {
    await expect(notice.getByRole('link', { name: 'See the history' })).toHaveAttribute('href', `${item.path}/history`);
    await notice.getByRole('button', { name: 'Close' }).click();
    await expect(notice).toHaveCount(0);
  });
});

test('CO-E61 whoever moves to the trash what somebody writes in is told who that is first, and they are told who did it', async ({
  as,
  world,
}) => {
  const item = await written(world.database, 'Oiling the gate');
  const [ana, noah] = [await as('ana'), await as('noah')];
  await writeIn(noah, item);
  await ana.goto(item.path);
  const dialog = ana.getByRole('dialog', { name: `Move “${item.title}” to the trash` });
  const moveToTrash = async () => {
    await ana.getByRole('button', { name: MENU }).click();
    await ana.getByRole('menuitem', { name: 'Move to trash' }).click();
    await expect(dialog).toContainText('Noah Brooks is writing here now.');
  };

  await test.step('it is thought better of', async () => {
    await moveToTrash();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(ana.getByRole('button', { name: MENU })).toBeFocused();
    await expect(stateOf(noah)).toHaveText('Saved');
  });

  await test.step('it is done all the same; the writer is told, takes it out and writes on', async () => {
    await moveToTrash();
    await dialog.getByRole('button', { name: 'Move to the trash' }).click();
    await expect(ana.getByRole('heading', { name: 'Library' })).toBeVisible();
    await expect(stateOf(noah)).toHaveText('Read-only: it is in the trash');
    const notice = noah.getByRole('alert').filter({ hasText: 'moved this to the trash' });
    await expect(notice).toContainText('Ana Souza moved this to the trash.');
    await notice.getByRole('button', { name: 'Restore' }).click();
    await expect(notice).toHaveCount(0);
    await expect(stateOf(noah)).toHaveText('Saved');
    await textOf(noah, item.title).getByText(FIRST).click();
    await noah.keyboard.press('End');
    await noah.keyboard.type(' Now.');
    await expect(textOf(noah, item.title)).toContainText(`${FIRST} Now.`);
    await expect(stateOf(noah)).toHaveText('Saved');
  });

  await test.step('where nobody writes any more it goes at once, from the list as well', async () => {
    await noah.goto('/');
    const row = ana.getByRole('row').filter({ hasText: item.title });
    await expect(async () => {
      await ana.goto('/library?text=Oiling');
      await row.getByRole('button', { name: `More to do with “${item.title}”` }).click();
      await ana.getByRole('menuitem', { name: 'Move to trash' }).click();
      await expect(ana.getByText(`“${item.title}” is in the trash`)).toBeVisible({ timeout: 3_000 });
    }).toPass();
    await expect(ana.getByRole('dialog')).toHaveCount(0);
  });
});
