import type { Page } from '@playwright/test';
import { changeAccess, changeMaintainers, renameItem, trashItem } from '@/server/domains/knowledge';
import { contextOf, stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

const LINE = 'The store moves on Saturday.';
const BY_ANA = 'Ana switches the feeds over one by one, beginning with the quiet ones.';
const BY_NOAH = 'Noah watches the lag of every replica and stops her when it grows.';
/** A key is pressed so often at once, and again after so long, until what it does has come to its end; beyond that it does nothing. */
const PRESSES = 10;
const AGAIN_MS = 150;

async function pressUntilDone(page: Page, key: string, button: string): Promise<void> {
  await expect(async () => {
    for (let press = 0; press < PRESSES; press += 1) await page.keyboard.press(key);
    await expect(page.getByRole('button', { name: button })).toBeDisabled({ timeout: AGAIN_MS });
  }).toPass({ intervals: [0] });
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
    await expect(ana.getByRole('group', { name: 'Here now: Ana Souza (you), Noah Brooks' })).toBeVisible();
    await expect(noah.getByRole('group', { name: 'Here now: Noah Brooks (you), Ana Souza' })).toBeVisible();
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

  await test.step('a file that is no image is refused, whatever it is called', async () => {
    const buffer = Buffer.from('<!doctype html><title>No image</title>');
    await ana.locator('input[type="file"]').setInputFiles({ name: 'fake.png', mimeType: 'image/png', buffer });
    await expect(ana.getByText('cannot be shown in a page as an image')).toBeVisible();
    expect(await world.database.prisma.attachment.count({ where: { itemId: item.id } })).toBe(0);
  });
});

test('what others change around an open text is seen in it at once, the right to write as well', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const item = await writeItem(prisma, { title: 'Oars', author: 'ana', maintainers: ['noah'], markdown: LINE });
  const ana = await contextOf(prisma, 'ana');
  const noah = await as('noah');
  await noah.goto(`${item.path}/edit`);
  await expect(stateOf(noah)).toHaveText('Saved');
  const rename = noah.getByRole('button', { name: 'Rename' });
  const notice = noah.getByRole('main').getByRole('alert');
  let arrive = () => {};
  const late = new Promise<void>((resolve) => {
    arrive = resolve;
  });

  await test.step('title and audience', async () => {
    await renameItem(ana, { id: item.id, title: 'Oars and rowlocks' });
    await expect(noah.getByRole('heading', { level: 1, name: 'Oars and rowlocks' })).toBeVisible();
    await expect(noah).toHaveTitle(/^Oars and rowlocks · writing/);
    await changeAccess(ana, { id: item.id, accessLevel: 'confidential', confirmed: true });
    await expect(noah.getByRole('button', { name: /^Confidential/ })).toBeVisible();
    await expect(rename).toBeVisible();
  });

  const text = textOf(noah, 'Oars and rowlocks');
  await test.step('moved to the trash while one types: nothing is typed anywhere, and it says what to do', async () => {
    await text.getByText(LINE).click();
    await noah.route(new RegExp(`${item.path}/edit\\?_rsc=`), async (route) => {
      const rendered = await route.fetch();
      await late;
      await route.fulfill({ response: rendered });
    });
    await trashItem(ana, { id: item.id });
    await expect(stateOf(noah)).toHaveText('Read-only: it is in the trash');
    await expect(notice).toHaveCount(1);
    await expect(notice).toContainText('moved this to the trash.');
    await expect(rename).toHaveCount(0);
    await expect(text).toBeFocused();
    await noah.keyboard.type('creaking');
    await expect(noah.getByRole('dialog')).toHaveCount(0);
    await noah.getByRole('button', { name: 'Restore' }).click();
    await expect(stateOf(noah)).toHaveText('Saved');
    await expect(rename).toBeVisible();
  });

  await test.step('taken off the maintainers, while the page rendered before is still on its way', async () => {
    await text.getByText(LINE).click();
    await changeAccess(ana, { id: item.id, accessLevel: 'public', confirmed: true });
    await changeMaintainers(ana, { id: item.id, maintainerIds: [ana.actor.personId], confirmed: true });
    await expect(stateOf(noah)).toHaveText('Read-only: only its author and maintainers change it');
    await expect(notice).toContainText('Ask Ana Souza, its author');
    const asked = noah.waitForResponse(/knowledge\.item\.editor/);
    arrive();
    await asked;
    await expect(stateOf(noah)).toHaveText('Read-only: only its author and maintainers change it');
    await expect(rename).toHaveCount(0);
    await noah.keyboard.type('go /');
    await expect(text).toBeFocused();
    await expect(noah.getByRole('dialog')).toHaveCount(0);
  });
});

test('without a connection no link, key or Back leads away from a text that is not saved', async ({ as, world }) => {
  const title = 'Splicing a rope';
  const item = await writeItem(world.database.prisma, { title, author: 'marco', markdown: 'Over, under.' });
  const page = await as('marco');
  let cut = false;
  let drop = () => {};
  await page.routeWebSocket(/\/collab\//, (socket) => {
    if (cut) return void socket.close();
    socket.connectToServer();
    drop = () => void socket.close();
  });
  await page.goto(item.path);
  await page.getByRole('link', { name: 'Edit' }).click();
  await textOf(page, title).getByText('Over, under.').click();
  await page.keyboard.press('End');
  const writeOffline = async (words: string) => {
    cut = true;
    await page.context().setOffline(true);
    drop();
    await expect(stateOf(page)).toContainText('Offline');
    await page.keyboard.type(words);
  };
  const comeBack = () => {
    cut = false;
    return page.context().setOffline(false);
  };
  const library = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Library' });
  await writeOffline(' Pull.');
  const stays = async () => {
    await expect(page.getByText('so this page stays')).toBeVisible();
    await expect(page).toHaveURL(`${item.path}/edit`);
    await expect(textOf(page, title)).toContainText('Over, under. Pull.');
  };

  await test.step('it stays where it is', async () => {
    await library.click();
    await stays();
    await page.goBack({ waitUntil: 'commit' });
    await stays();
    await page.getByRole('button', { name: 'Find or do anything' }).focus();
    for (const key of ['g', 'l', 'Escape']) await page.keyboard.press(key);
    await stays();
  });

  await test.step('what can no more be saved is taken along, and then it can be left', async () => {
    await comeBack();
    await expect(stateOf(page)).toHaveText('Saved');
    await textOf(page, title).getByText('Over, under. Pull.').click();
    await page.keyboard.press('End');
    await writeOffline(' Too late.');
    await trashItem(await contextOf(world.database.prisma, 'marco'), { id: item.id });
    await comeBack();
    const notice = page.getByRole('main').getByRole('alert').filter({ hasText: 'Not saved: “Too late.”' });
    await expect(notice).not.toContainText('in the trash');
    await library.click();
    await stays();
    await notice.getByRole('button', { name: 'Copy the text' }).click();
    await expect(page.getByText('The text is copied')).toBeVisible();
    await library.click();
    await expect(page).toHaveURL('/library');
  });
});

test('CO-O64 the state does not flicker between the letters of a sentence', async ({ as, world }) => {
  const title = 'A calm state';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'Begin.' });
  const page = await as('ana');
  await page.goto(`${item.path}/edit`);
  await expect(textOf(page, title)).toBeFocused();
  await expect(stateOf(page)).toHaveText('Saved');
  const changes = await stateOf(page).evaluateHandle((line) => {
    const seen: (string | null)[] = [];
    new MutationObserver(() => seen.push(line.textContent)).observe(line, { characterData: true, subtree: true });
    return seen;
  });
  await page.keyboard.type('The quick brown fox jumps over the lazy dog.', { delay: 60 });
  await expect(stateOf(page)).toHaveText('Saved');
  const seen = await changes.jsonValue();
  expect(seen[0]).toBe('Saving…');
  expect(seen.at(-1)).toBe('Saved');
  // Without a pause of its own it was one at every letter and one behind it.
  expect(seen.length).toBeLessThan(20);
});
