import type { Page, WebSocket } from '@playwright/test';
import { personHref } from '@/components/ui/href';
import { changeAccess, changeMaintainers } from '@/server/domains/knowledge';
import { contextOf, personIdOf, stateOf, textOf, writeItem } from './support/items';
import { networkOf } from './support/network';
import { expect, test } from './support/test';

const NOTHING = 'There is nothing here, or nothing that you may see';
const ENDED = 'Access ended: you can no longer open this page.';
const SESSION_ENDED = 'Your session was ended: sign in again to go on.';

/** Opens the editor, and its socket with it. */
async function openEditor(page: Page, item: { path: string; id: string; title: string }): Promise<WebSocket> {
  const opening = page.waitForEvent('websocket', (socket) => socket.url().includes(item.id));
  await page.goto(`${item.path}/edit`);
  const socket = await opening;
  await expect(textOf(page, item.title)).toContainText('Known to few.');
  return socket;
}

/** Whoever types on in a text that was locked under their fingers types into nothing: their keys are no commands. */
async function typesIntoNothing(page: Page, title: string): Promise<void> {
  const address = page.url();
  await expect(textOf(page, title)).toBeFocused();
  await page.keyboard.type('change / go to ?');
  await expect(textOf(page, title)).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL(address);
}

/** The editor has closed: nothing can be typed, and no connection is left. */
async function hasEnded(page: Page, title: string, socket: WebSocket, words = ENDED): Promise<void> {
  await expect(stateOf(page)).toContainText(words);
  await expect(page.getByRole('button', { name: 'Rename' })).toHaveCount(0);
  await expect(page.getByRole('group', { name: /^Here now/ })).toHaveCount(0);
  await expect(textOf(page, title)).toHaveAttribute('aria-readonly', 'true');
  await expect.poll(() => socket.isClosed()).toBe(true);
  await textOf(page, title).click();
  await page.keyboard.type('Too late.');
  await expect(textOf(page, title)).not.toContainText('Too late.');
}

test('a maintainer and a named reader who are removed lose the open page at once', async ({ as, world }) => {
  const title = 'Plan for the week of the audit';
  const item = await writeItem(world.database.prisma, {
    title,
    author: 'ana',
    maintainers: ['noah'],
    named: ['zoe'],
    accessLevel: 'restricted',
    markdown: 'Known to few.',
  });
  const [ana, noah, zoe] = [await as('ana'), await as('noah'), await as('zoe')];
  const noahSocket = await openEditor(noah, item);
  const zoeSocket = await openEditor(zoe, item);
  await textOf(noah, title).getByText('Known to few.').click();
  await noah.keyboard.press('End');
  await noah.keyboard.type(' Noah knows.');
  await expect(stateOf(noah)).toHaveText('Saved');
  await expect(stateOf(zoe)).toHaveText('Read-only: only its author and maintainers change it');
  await ana.goto(item.path);

  await test.step('the maintainer is taken off', async () => {
    await ana.getByRole('button', { name: 'More to do with this item' }).click();
    await ana.getByRole('menuitem', { name: 'Maintainers and reviewers' }).click();
    const dialog = ana.getByRole('dialog', { name: 'Maintainers and reviewers' });
    await dialog.getByRole('combobox', { name: 'Maintainers' }).click();
    await expect(dialog.getByText('Noah Brooks')).toBeVisible();
    await ana.keyboard.press('Backspace');
    // Over the reviewers, whose list opens as one passes, to the two buttons.
    for (const key of ['Tab', 'Tab', 'Tab']) await ana.keyboard.press(key);
    await expect(dialog.getByRole('button', { name: 'Change people' })).toBeFocused();
    await ana.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(stateOf(noah)).toContainText(ENDED);
    await typesIntoNothing(noah, title);
    await hasEnded(noah, title, noahSocket);
    await expect(stateOf(zoe)).toContainText('Read-only');
  });

  await test.step('the reader is not named any more', async () => {
    await ana.getByRole('button', { name: 'More to do with this item' }).click();
    await ana.getByRole('menuitem', { name: 'Change who may read it' }).click();
    const dialog = ana.getByRole('dialog', { name: 'Change who may read it' });
    await dialog.getByRole('combobox', { name: 'People' }).click();
    await expect(dialog.getByText('Zoé Laurent')).toBeVisible();
    await ana.keyboard.press('Backspace');
    await ana.keyboard.press('Tab');
    await dialog.getByRole('button', { name: 'Change access' }).click();
    await expect(dialog).toHaveCount(0);
    await hasEnded(zoe, title, zoeSocket);
  });

  await test.step('for both the page is nothing now, and what the maintainer wrote stays', async () => {
    for (const page of [noah, zoe]) {
      await expect(page.getByRole('link', { name: 'Read', exact: true })).toHaveCount(0);
      await page.getByRole('alert').getByRole('button', { name: 'Load the page again' }).click();
      await expect(page.getByRole('heading', { name: NOTHING })).toBeVisible();
    }
    await ana.reload();
    await expect(ana.getByRole('article', { name: title })).toContainText('Known to few. Noah knows.');
  });
});

test('whoever is deactivated loses the open page and the session at once', async ({ as, world }) => {
  const { prisma } = world.database;
  const title = 'Notes of the design guild';
  const item = await writeItem(prisma, { title, author: 'tariq', markdown: 'Known to few.' });
  const tariq = await as('tariq');
  const socket = await openEditor(tariq, item);

  const admin = await as('admin');
  await admin.goto(personHref({ id: await personIdOf(prisma, 'tariq'), name: 'Tariq Aziz' }));
  await admin.getByRole('button', { name: 'Deactivate' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Deactivate Tariq Aziz' });
  await expect(dialog.getByRole('combobox', { name: 'Hand over to' })).toHaveValue(/./);
  await dialog.getByRole('button', { name: 'Deactivate Tariq Aziz' }).click();
  await expect(admin.getByText('Has left')).toBeVisible();

  await expect(stateOf(tariq)).toContainText(SESSION_ENDED);
  await typesIntoNothing(tariq, title);
  await hasEnded(tariq, title, socket, SESSION_ENDED);
  await expect(tariq.getByRole('alert').getByRole('button', { name: 'Go on here' })).toBeVisible();

  await test.step('the text may go altogether under their fingers, until they look elsewhere', async () => {
    await textOf(tariq, title).evaluate((text) => text.remove());
    await tariq.keyboard.type('create / get on');
    await expect(tariq.getByRole('dialog')).toHaveCount(0);
    await tariq.keyboard.press('Escape');
    await tariq.keyboard.press('c');
    await expect(tariq.getByRole('dialog', { name: 'New item' })).toBeVisible();
  });
  await tariq.reload();
  await expect(tariq.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('access that ends while one types: what was saved is there, what was not stays in sight, and no key after it arrives', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const title = 'Rota of the night porters';
  const given = { title, author: 'ana', maintainers: ['noah'], markdown: 'Known to few.' };
  const item = await writeItem(prisma, given);
  const [ana, noah] = [await as('ana'), await as('noah')];
  const socket = await openEditor(noah, item);
  const text = textOf(noah, title);
  const typed = async () => (await text.textContent())?.replace('Known to few.', '') ?? '';
  await text.getByText('Known to few.').click();
  await noah.keyboard.press('End');
  await noah.keyboard.type(' Saved first.');
  await expect(stateOf(noah)).toHaveText('Saved');

  const keys = Array.from({ length: 400 }, (_, index) => ` ${index}`).join('');
  const author = await contextOf(prisma, 'ana');
  await Promise.all([
    noah.keyboard.type(keys, { delay: 2 }),
    changeMaintainers(author, { id: item.id, maintainerIds: [author.actor.personId], confirmed: true }).then(() =>
      changeAccess(author, { id: item.id, accessLevel: 'restricted', confirmed: true }),
    ),
  ]);
  await expect(stateOf(noah)).toContainText(ENDED);
  await expect.poll(() => socket.isClosed()).toBe(true);
  const here = await typed();
  await noah.keyboard.type(' Too late.');
  expect(await typed()).toBe(here);

  await test.step('the text can be taken along', async () => {
    const copy = noah.getByRole('alert').getByRole('button', { name: 'Copy the text' });
    if (await copy.isVisible()) {
      await copy.click();
      await expect(noah.getByText('The text is copied')).toBeVisible();
    }
    await expect(text).toContainText('Known to few. Saved first.');
  });

  await test.step('what arrived is the beginning of what was typed, without a hole, and it is no more than stood there', async () => {
    await ana.goto(item.path);
    const article = ana.getByRole('article', { name: title });
    await expect(article).toContainText('Known to few. Saved first.');
    const arrived = ((await article.textContent()) ?? '').replace('Known to few.', '');
    expect(here.startsWith(arrived)).toBe(true);
    expect(` Saved first.${keys}`.startsWith(here)).toBe(true);
    expect(here.length).toBeLessThan(` Saved first.${keys}`.length);
  });
});

for (const [how, ends] of [
  ['to write', false],
  ['to read at all', true],
] as const) {
  test(`CO-E62 whoever loses the right ${how} before all was saved is told which words were not, and takes them along`, async ({
    as,
    world,
  }) => {
    const { prisma } = world.database;
    const title = `Rota of the ferrymen, ${how}`;
    const markdown = 'Known to few.\n\nAsk at the pier.';
    const item = await writeItem(prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
    const noah = await as('noah', { permissions: ['clipboard-read', 'clipboard-write'] });
    const network = await networkOf(noah);
    await openEditor(noah, item);
    const text = textOf(noah, title);
    await text.getByText('Known to few.').click();
    await noah.keyboard.press('End');
    await noah.keyboard.type(' Saved first.');
    await expect(stateOf(noah)).toHaveText('Saved');
    await network.cut();
    await expect(stateOf(noah)).toContainText('Offline');
    await noah.keyboard.type(' Never told.');
    await text.getByText('Ask at the pier.').click();
    await noah.keyboard.press('End');
    await noah.keyboard.type(' Nor this.');

    const author = await contextOf(prisma, 'ana');
    await changeMaintainers(author, { id: item.id, maintainerIds: [author.actor.personId], confirmed: true });
    if (ends) await changeAccess(author, { id: item.id, accessLevel: 'restricted', confirmed: true });
    await network.mend();
    await expect(stateOf(noah)).toContainText(ends ? ENDED : 'Read-only');

    const notice = noah.getByRole('alert').filter({ hasText: 'Not saved' });
    await expect(notice).toContainText('Not saved: “Never told. Nor this.”');
    await expect(text.locator('mark')).toHaveText([' Never told.', ' Nor this.']);
    await notice.getByRole('button', { name: 'Copy what is not saved' }).click();
    await expect(noah.getByText('The words that were not saved are copied.')).toBeVisible();
    expect(await noah.evaluate(() => navigator.clipboard.readText())).toBe('Never told.\nNor this.');
    await expect(text.locator('mark')).toHaveCount(2);
    await notice.getByRole('button', { name: 'Leave it unsaved' }).click();
    await expect(text.locator('mark')).toHaveCount(0);
    await expect(notice).toHaveCount(0);
  });
}

test('ED-L40 a blank that was not saved alarms nobody', async ({ as, world }) => {
  const { prisma } = world.database;
  const title = 'Rota of the lamplighters';
  const item = await writeItem(prisma, { title, author: 'ana', maintainers: ['noah'], markdown: 'Known to few.' });
  const noah = await as('noah');
  const network = await networkOf(noah);
  await openEditor(noah, item);
  await textOf(noah, title).getByText('Known to few.').click();
  await noah.keyboard.press('End');
  await network.cut();
  await expect(stateOf(noah)).toContainText('Offline');
  await noah.keyboard.press('Space');
  await expect(stateOf(noah)).toContainText('1 change');
  const author = await contextOf(prisma, 'ana');
  await changeMaintainers(author, { id: item.id, maintainerIds: [author.actor.personId], confirmed: true });
  await network.mend();
  await expect(stateOf(noah)).toContainText('Read-only');
  await expect(noah.getByText(/not saved/i)).toHaveCount(0);
  await expect(noah.getByRole('button', { name: 'Copy the text' })).toHaveCount(0);
});
