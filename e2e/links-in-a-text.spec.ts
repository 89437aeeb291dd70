import type { Page } from '@playwright/test';
import { trashItem } from '@/server/domains/knowledge';
import { caretTold, contextOf, stateOf, textOf, writeItem } from './support/items';
import { expectSound, NARROW_DARK, NARROW_LIGHT, Watch, WIDE_LIGHT } from './support/page-check';
import { expect, test } from './support/test';

const ADDRESS = 'https://example.com/depth-sounder';

test('what is typed after a link is not the link, and its tools go with the right to write', async ({ as, world }) => {
  const { prisma } = world.database;
  const title = 'Soundings';
  const item = await writeItem(prisma, { title, author: 'ana', maintainers: ['noah'], markdown: 'Read the chart.' });
  const ana = await as('ana');
  await ana.goto(`${item.path}/edit`);
  const text = textOf(ana, title);
  const link = text.getByRole('link');
  const tools = ana.getByRole('toolbar', { name: 'Link', exact: true });

  await test.step('an address that is none is refused; one that is becomes a link', async () => {
    await text.getByText('Read the chart.').click();
    await ana.keyboard.press('End');
    for (let letter = 0; letter < 'chart.'.length; letter += 1) await ana.keyboard.press('Shift+ArrowLeft');
    await ana.getByRole('toolbar', { name: 'Format the selection' }).getByRole('button', { name: 'Link' }).click();
    const address = ana.getByRole('combobox', { name: 'Address of the link' });
    await address.fill('chart');
    await address.press('Enter');
    await expect(ana.getByText('Use an address with http')).toBeVisible();
    await address.fill(ADDRESS);
    await address.press('Enter');
    await expect(link).toHaveText('chart.');
  });

  await test.step('typed on, by oneself or by somebody else, it ends where it ended', async () => {
    await ana.keyboard.press('ArrowRight');
    await ana.keyboard.type(' Then sound.');
    await expect(text).toContainText('Read the chart. Then sound.');
    await expect(link).toHaveText('chart.');
    await expect(stateOf(ana)).toHaveText('Saved');
  });

  await test.step('the tools of the link go with the right to write', async () => {
    await link.click();
    await expect(tools).toBeVisible();
    await trashItem(await contextOf(prisma, 'noah'), { id: item.id });
    await expect(stateOf(ana)).toHaveText('Read-only: it is in the trash');
    await expect(tools).toHaveCount(0);
  });
});

const addressOf = (page: Page) => page.getByRole('combobox', { name: 'Address of the link' });
const wordsOf = (page: Page) => page.getByRole('textbox', { name: 'Text of the link' });

for (const look of [WIDE_LIGHT, NARROW_DARK])
  test(`ED-L30 a link is put in where the caret is, from the slash menu or by key: ${look.name}`, async ({
    as,
    world,
  }) => {
    const { prisma } = world.database;
    const about = await writeItem(prisma, { title: `Lead lines ${look.name}`, author: 'noah', markdown: 'Marks.' });
    const title = `Depths ${look.name}`;
    const item = await writeItem(prisma, { title, author: 'ana', markdown: 'Read' });
    const page = await as('ana', look.options);
    const watch = new Watch(page);
    await watch.open(`${item.path}/edit`);
    const text = textOf(page, title);
    await expect(text).toBeFocused();
    await page.keyboard.press('End');

    await test.step('address and text; typing goes on behind it', async () => {
      await page.keyboard.type(' /link');
      await expect(page.getByRole('option', { name: /^Link…/, selected: true })).toBeVisible();
      await page.keyboard.press('Enter');
      await expect(addressOf(page)).toBeFocused();
      await expect(addressOf(page)).toBeInViewport({ ratio: 1 });
      await expect(text.locator('[class*="keptCaret"]')).toBeInViewport();
      await expectSound(page, watch, true);
      await page.keyboard.type('example.com/tides');
      await page.keyboard.press('Tab');
      await expect(wordsOf(page)).toBeFocused();
      await page.keyboard.type('the tides');
      await page.keyboard.press('Enter');
      await expect(text).toBeFocused();
      await page.keyboard.type(' first, then ');
      await expect(text).toHaveText('Read the tides first, then ');
      await expect(text.locator('a[href="https://example.com/tides"]')).toHaveText('the tides');
    });

    await test.step('an item by its title, whose title is the text where none is given', async () => {
      await page.keyboard.press('Control+k');
      await expect(addressOf(page)).toBeFocused();
      await page.keyboard.type('lead lines');
      await expect(page.getByRole('option', { name: about.title, selected: true })).toBeVisible();
      await page.keyboard.press('Enter');
      await expect(text.locator(`a[href="${about.path}"]`)).toHaveText(about.title);
      await page.keyboard.type(' and ');
    });

    await test.step('Escape leaves all as it was, the caret in its place', async () => {
      await page.keyboard.press('Control+k');
      await expect(addressOf(page)).toBeFocused();
      await page.keyboard.type('example.org');
      await page.keyboard.press('Escape');
      await expect(addressOf(page)).toHaveCount(0);
      await expect(text).toBeFocused();
      await page.keyboard.type('so on');
      await expect(text).toHaveText(`Read the tides first, then ${about.title} and so on`);
    });

    await test.step('the key once more is for everything else', async () => {
      await page.keyboard.type(' ');
      await page.keyboard.press('Control+k');
      await expect(addressOf(page)).toBeFocused();
      await page.keyboard.press('Control+k');
      const menu = page.getByRole('dialog', { name: 'Find or do anything' });
      await expect(menu.getByRole('combobox')).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(menu).toHaveCount(0);
      await addressOf(page).press('Escape');
      await expect(text).toBeFocused();
      await expect(stateOf(page)).toHaveText('Saved');
    });
  });

test('ED-L31 at an empty line the form of the menu “Insert” puts a link in as well', async ({ as, world }) => {
  const title = 'An empty chart';
  const item = await writeItem(world.database.prisma, { title, author: 'ana' });
  const page = await as('ana');
  await page.goto(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(text).toBeFocused();
  await page.getByRole('button', { name: 'Insert', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Link…' }).click();
  await expect(addressOf(page)).toBeFocused();
  await page.keyboard.type('example.com');
  await page.keyboard.press('Enter');
  await expect(text.getByRole('link', { name: 'example.com' })).toHaveAttribute('href', 'https://example.com');
  await expect(text).toBeFocused();
});

const PHONE = { ...NARROW_LIGHT.options, hasTouch: true, isMobile: true };

for (const [device, options] of [
  ['a phone', PHONE],
  ['a wide window', WIDE_LIGHT.options],
] as const)
  test(`ED-L32 on ${device} the form for a link ends with its place`, async ({ as, world }) => {
    const title = `Taken away on ${device}`;
    const markdown = 'Keep this.\n\nWords to link.\n\nA line that goes.';
    const made = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
    const [ana, noah] = [await as('ana', options), await as('noah')];
    const [text, theirs] = [textOf(ana, title), textOf(noah, title)];
    for (const page of [ana, noah]) {
      await page.goto(`${made.path}/edit`);
      await expect(stateOf(page)).toHaveText('Saved');
    }
    const takeAway = async (words: string) => {
      await theirs.getByText(words).selectText();
      await noah.keyboard.press('Backspace');
      await noah.keyboard.press('Backspace');
    };

    const endsWithoutWords = async () => {
      const kept = ana.getByRole('textbox', { name: 'What you typed' });
      await expect(addressOf(ana)).toHaveCount(0);
      await expect(kept).toBeFocused();
      await expect(kept).toHaveValue('example.com');
      await ana.keyboard.press('Escape');
      await expect(kept).toHaveCount(0);
      await expect(text).toBeFocused();
      await caretTold(ana);
    };

    await test.step('with the words that somebody else deletes', async () => {
      await text.getByText('Words to link.').selectText();
      const bar = ana.getByRole('toolbar', { name: device === 'a phone' ? 'Write' : 'Format the selection' });
      await bar.getByRole('button', { name: 'Link', exact: true }).click();
      await addressOf(ana).fill('example.com');
      await takeAway('Words to link.');
      await expect(text).not.toContainText('Words to link.');
      await endsWithoutWords();
    });

    await test.step('with the line of the caret that somebody else deletes, not with what is written around it', async () => {
      await text.getByText('A line that goes.').click();
      await ana.keyboard.press('End');
      await ana.keyboard.type(' /link');
      await ana.keyboard.press('Enter');
      await addressOf(ana).fill('example.com');
      await theirs.getByText('Keep this.').click();
      await noah.keyboard.press('End');
      await noah.keyboard.type(' And that.');
      await expect(text).toContainText('And that.');
      await expect(addressOf(ana)).toHaveValue('example.com');
      await takeAway('A line that goes.');
      await expect(text).not.toContainText('A line that goes.');
      await endsWithoutWords();
    });

    await test.step('when one goes elsewhere', async () => {
      await text.getByText('Keep this.').click();
      await caretTold(ana);
      await ana.keyboard.press('End');
      await caretTold(ana);
      await ana.keyboard.type(' /link');
      await ana.keyboard.press('Enter');
      await expect(addressOf(ana)).toBeFocused();
      await text.getByText('Keep this.').click({ position: { x: 8, y: 8 } });
      await expect(addressOf(ana)).toHaveCount(0);
    });
  });
