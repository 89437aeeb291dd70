import type { Page } from '@playwright/test';
import { stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

const LINE = 'The store moves on Saturday.';
const BY_ANA = 'Ana switches the feeds over one by one, beginning with the quiet ones.';
const BY_NOAH = 'Noah watches the lag of every replica and stops her when it grows.';
/** A key is pressed again after so long, as long as what it does has not come to its end. */
const AGAIN_MS = 500;

async function pressUntilDone(page: Page, key: string, button: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key);
    await expect(page.getByRole('button', { name: button })).toBeDisabled({ timeout: AGAIN_MS });
  }).toPass();
}

test('two people write one article at once, each undoing only what is theirs', async ({ as, world }) => {
  const title = 'Moving the tick store to the new rack';
  const given = { title, author: 'ana', maintainers: ['noah'], markdown: LINE };
  const item = await writeItem(world.database.prisma, given);
  const [ana, noah] = [await as('ana'), await as('noah')];
  await Promise.all([ana.goto(`${item.path}/edit`), noah.goto(`${item.path}/edit`)]);
  const [anaText, noahText] = [textOf(ana, title), textOf(noah, title)];
  // Not the whole text: the caret of the other may stand in it, with a name.
  await expect(anaText).toContainText(LINE);
  await expect(noahText).toContainText(LINE);

  await test.step('both are told who is here', async () => {
    await expect(ana.getByRole('img', { name: 'Here now: Ana Souza (you), Noah Brooks' })).toBeVisible();
    await expect(noah.getByRole('img', { name: 'Here now: Noah Brooks (you), Ana Souza' })).toBeVisible();
  });

  await test.step('they type into one line at the same time, and converge', async () => {
    await anaText.getByText(LINE).click();
    await ana.keyboard.press('Home');
    await noahText.getByText(LINE).click();
    await noah.keyboard.press('End');
    await Promise.all([ana.keyboard.type(`${BY_ANA} `, { delay: 5 }), noah.keyboard.type(` ${BY_NOAH}`, { delay: 5 })]);
    for (const text of [anaText, noahText]) {
      for (const words of [BY_ANA, LINE, BY_NOAH]) await expect(text).toContainText(words);
    }
  });

  await test.step('each sees the caret of the other, with the name', async () => {
    await expect(anaText.getByText('Noah Brooks')).toBeVisible();
    await expect(noahText.getByText('Ana Souza')).toBeVisible();
  });

  const reader = await as('zoe');
  await test.step('both read Saved, and whoever opens it reads the same', async () => {
    await expect(stateOf(ana)).toHaveText('Saved');
    await expect(stateOf(noah)).toHaveText('Saved');
    await reader.goto(item.path);
    await expect(reader.getByRole('article', { name: title })).toHaveText(`${BY_ANA} ${LINE} ${BY_NOAH}`);
  });

  await test.step('undo takes back what one wrote oneself, and redo brings it again', async () => {
    // Until nothing is left to take back: what was typed slowly is taken back in more steps than what was typed fast.
    await pressUntilDone(ana, 'Control+z', 'Undo your last change');
    await expect(noahText).not.toContainText('Ana switches');
    for (const text of [anaText, noahText]) {
      await expect(text).toContainText(LINE);
      await expect(text).toContainText(BY_NOAH);
    }
    await pressUntilDone(ana, 'Control+Shift+z', 'Redo');
    await expect(stateOf(ana)).toHaveText('Saved');
    await reader.reload();
    await expect(reader.getByRole('article', { name: title })).toHaveText(`${BY_ANA} ${LINE} ${BY_NOAH}`);
  });
});
