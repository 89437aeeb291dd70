import { stateOf, textOf, writeItem } from './support/items';
import { expectSound, Watch } from './support/page-check';
import { expect, test } from './support/test';

test('what is typed as Markdown, and the tools of a line', async ({ as, world }) => {
  const { prisma } = world.database;
  const about = await writeItem(prisma, { title: 'Splices of the eastern feed', author: 'noah', markdown: 'Long.' });
  const title = 'Typed by hand';
  const item = await writeItem(prisma, { title, author: 'ana', markdown: '```ts\nconst a = 1;\n```\n\nOne line.' });
  const page = await as('ana');
  const { keyboard } = page;
  const watch = new Watch(page);
  await watch.open(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(text).toBeFocused();

  await test.step('ED-T77 three asterisks are bold and italic, a number with a bracket begins a list', async () => {
    await keyboard.press('Control+End');
    await keyboard.type(' A ***whole feed*** on');
    await expect(text.locator('strong em, em strong')).toHaveText('whole feed');
    await expect(text).toContainText('One line. A whole feed on');
    await keyboard.press('Enter');
    await keyboard.type('1) first');
    await expect(text.locator('ol li')).toHaveText('first');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
  });

  await test.step('ED-T78 two brackets, or the slash menu, name an item', async () => {
    const offered = page.getByRole('listbox', { name: 'People and items' });
    await keyboard.type('See [[eastern');
    await expect(offered.getByRole('option', { name: about.title, selected: true })).toBeVisible();
    await keyboard.press('Enter');
    await expect(text.getByText(about.title)).toBeVisible();
    await expect(text).not.toContainText('[[');
    await keyboard.type('and /mention');
    await expect(page.getByRole('option', { name: 'Person or item…', selected: true })).toBeVisible();
    await keyboard.press('Enter');
    await keyboard.type('Noah');
    await expect(offered.getByRole('option', { name: /Noah Brooks/, selected: true })).toBeVisible();
    await keyboard.press('Enter');
    await expect(text).toContainText('@Noah Brooks');
  });

  await test.step('ED-T79 words are underlined, and stay marked while one types where they lead', async () => {
    await text.getByText('first', { exact: true }).selectText();
    const bar = page.getByRole('toolbar', { name: 'Format the selection' });
    await bar.getByRole('button', { name: 'Underline' }).click();
    await expect(text.locator('u')).toHaveText('first');
    await keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: 'Address of the link' })).toBeFocused();
    await expect(text.locator('[class*="keptSelection"]')).toHaveText('first');
    await expectSound(page, watch, true);
    await keyboard.press('Escape');
    await expect(text).toBeFocused();
    await expect(text.locator('[class*="keptSelection"]')).toHaveCount(0);
  });

  await test.step('ED-T80 a shorter name of a language is shown as the language', async () => {
    await expect(text.getByRole('button', { name: 'Language of the code: TypeScript' })).toBeVisible();
    await expect(stateOf(page)).toHaveText('Saved');
  });
});
