import type { Page } from '@playwright/test';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { expectSound, NARROW_DARK, NARROW_LIGHT, Watch, WIDE_DARK, WIDE_LIGHT } from './support/page-check';
import { expect, test } from './support/test';

const LONG = 'How the market data feed handler is built';
const TITLE = 'The feed handler, as we shall build it next';
/** Who writes, and what each adds to a line of their own, all of which fit on a screen. */
const WRITERS = [
  { account: 'ana', name: 'Ana Souza', at: 0, adds: ' Ana: this holds for both lines.' },
  { account: 'noah', name: 'Noah Brooks', at: 1, adds: ' Noah: measured again in May.' },
  { account: 'zoe', name: 'Zoé Laurent', at: 3, adds: ' Zoé: the newcomers ask this first.' },
  { account: 'fatima', name: 'Fatima Benali', at: 5, adds: ' Fatima: true of the archive as well.' },
  { account: 'jun', name: 'Jun Park', at: 6, adds: ' Jun: the venue confirmed it.' },
] as const;
const LOOKS = [WIDE_LIGHT, WIDE_DARK, NARROW_LIGHT, NARROW_DARK];
const BETWEEN_KEYS_MS = 30;

/** Puts the caret at the end of a paragraph. */
async function standAt(page: Page, paragraph: number): Promise<void> {
  const place = textOf(page, TITLE).locator('p').nth(paragraph);
  await place.scrollIntoViewIfNeeded();
  await place.evaluate((element) => {
    const end = document.createRange();
    end.selectNodeContents(element);
    end.collapse(false);
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(end);
  });
  await caretTold(page);
}

/** The words of a text without what is drawn into it. */
const wordsOf = (page: Page): Promise<string[]> =>
  textOf(page, TITLE)
    .locator('p')
    .evaluateAll((paragraphs) =>
      paragraphs.map((paragraph) => {
        const copy = paragraph.cloneNode(true) as Element;
        for (const caret of copy.querySelectorAll('[aria-hidden="true"], .ProseMirror-widget')) caret.remove();
        return (copy.textContent ?? '').replace(/[\u2060\ufeff]/g, '');
      }),
    );

test('ED-L10 five people write in one long text at once, and each sees all of it', async ({ as, world }, info) => {
  test.setTimeout(300_000);
  const { prisma } = world.database;
  const { content } = await prisma.knowledgeItem.findFirstOrThrow({ where: { title: LONG } });
  const [first, ...others] = WRITERS;
  const item = await writeItem(prisma, {
    title: TITLE,
    author: first.account,
    maintainers: others.map(({ account }) => account),
    markdown: content,
  });
  const pages: Page[] = [];
  for (const { account } of WRITERS) pages.push(await as(account, WIDE_LIGHT.options));
  const [ana] = pages;
  if (!ana) throw new Error('nobody writes');
  const watch = new Watch(ana);
  await watch.open(`${item.path}/edit`);
  for (const page of pages.slice(1)) await page.goto(`${item.path}/edit`);
  for (const page of pages) await expect(stateOf(page)).toHaveText('Saved');

  await test.step('they write at the same time', async () => {
    for (const [who, page] of pages.entries()) {
      await expect(textOf(page, TITLE)).toBeEditable();
      await textOf(page, TITLE).focus();
      await standAt(page, WRITERS[who]?.at ?? 0);
    }
    await Promise.all(pages.map((page, at) => page.keyboard.type(WRITERS[at]?.adds ?? '', { delay: BETWEEN_KEYS_MS })));
  });

  await test.step('all of it has come to everybody, whole, and is saved', async () => {
    for (const page of pages) {
      for (const { adds } of WRITERS) await expect(textOf(page, TITLE)).toContainText(adds.trim());
      await expect(stateOf(page)).toHaveText('Saved');
    }
    const words = await wordsOf(ana);
    for (const { name, at, adds } of WRITERS)
      expect(words[at]?.endsWith(adds), `${name} wrote where they stood`).toBe(true);
    for (const page of pages.slice(1)) await expect.poll(() => wordsOf(page)).toEqual(words);
  });

  await test.step('each sees who is here, and the carets of the other four', async () => {
    for (const [at, page] of pages.entries()) {
      const here = page.getByRole('group', { name: /^Here now: / });
      for (const { name } of WRITERS) await expect(here).toHaveAccessibleName(new RegExp(name));
      await expect(here.getByRole('button', { name: /^Go to / })).toHaveCount(WRITERS.length - 1);
      for (const { name } of WRITERS.filter((_, index) => index !== at)) {
        await expect(textOf(page, TITLE).getByText(name, { exact: true })).toBeAttached();
      }
    }
  });

  for (const { name, options } of LOOKS) {
    await test.step(`it looks right at ${name}`, async () => {
      await ana.setViewportSize(options.viewport ?? { width: 0, height: 0 });
      await ana.emulateMedia({ colorScheme: options.colorScheme, reducedMotion: 'reduce' });
      await textOf(ana, TITLE)
        .locator('p')
        .first()
        .evaluate((line) => line.scrollIntoView({ block: 'center' }));
      // A caret bears its name for a while after it has moved.
      for (const page of pages.slice(1)) for (const key of ['Home', 'End']) await page.keyboard.press(key);
      for (const { name: theirs } of WRITERS.slice(1, 3)) {
        await expect(textOf(ana, TITLE).getByText(theirs, { exact: true })).toBeAttached();
      }
      await ana.screenshot({ path: info.outputPath(`five people, ${name}.png`) });
      await expectSound(ana, watch, true);
    });
  }
});
