import type { BrowserContext, Locator, Page } from '@playwright/test';
import { changeMaintainers } from '@/server/domains/knowledge';
import { itemPath } from '@/server/domains/knowledge/rules';
import { drop, paste } from './support/clipboard';
import { caretTold, contextOf, emailOf, personIdOf, stateOf, textOf, writeItem } from './support/items';
import { networkOf } from './support/network';
import { expectEachSound, type Opened } from './support/opened';
import { expect, signIn, type World } from './support/test';

const TITLE = 'The tools are looked at here';
const TO = 'How we review code';
/** One white point. */
const POINT = {
  name: 'point.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  ),
};
const markdown = (to: string) => `## First heading

A line of words, with a [link that leads on](${to}) and $x^2$ in it.

| Feed | Lag |
| - | - |
| XLIS | 4 |

\`\`\`ts
const lag = 4;
\`\`\`

> [!NOTE]
> Mind the lag.

\`\`\`mermaid
flowchart TD
  A[Stop] --> B[Move]
\`\`\`

## Second heading

Last line.
`;

/** A page of its own for each look: what is done in it stays there. */
async function newPage({ database: { prisma } }: World): Promise<string> {
  const to = itemPath(await prisma.knowledgeItem.findFirstOrThrow({ where: { title: TO } }));
  const given = { title: TITLE, author: 'ana', maintainers: ['noah'], markdown: markdown(to) };
  return `${(await writeItem(prisma, given)).path}/edit`;
}

const text = (page: Page): Locator => textOf(page, TITLE);

/** The caret stands at the end of some words. */
async function standAfter(page: Page, words: string): Promise<void> {
  await expect(text(page)).toBeFocused();
  await text(page).getByText(words).first().click();
  await page.keyboard.press('End');
  await caretTold(page);
}

async function typed(page: Page, words: string): Promise<void> {
  await standAfter(page, 'Last line.');
  await page.keyboard.type(` ${words}`);
}

const tool = (name: string, open: Opened['open'], shown: Opened['shown'], more: Partial<Opened> = {}): Opened => ({
  name,
  as: 'ana',
  path: newPage,
  open,
  shown,
  isWriting: true,
  ...more,
});
const bar = (name: string) => (page: Page) => page.getByRole('toolbar', { name });
const menu = (page: Page) => page.getByRole('menu');

/** Noah opens the page in a browser of his own, and writes. */
async function noahComes(page: Page, world: World): Promise<BrowserContext> {
  const context = await page.context().browser()?.newContext({ baseURL: world.url, reducedMotion: 'reduce' });
  if (!context) throw new Error('there is no browser');
  await signIn(context, world, emailOf('noah'));
  const theirs = await context.newPage();
  await theirs.goto(new URL(page.url()).pathname);
  await typed(theirs, 'Noah was here.');
  return context;
}

async function cutOff(page: Page): Promise<void> {
  const network = await networkOf(page);
  await page.reload();
  await expect(stateOf(page)).toHaveText('Saved');
  await network.onlyPages();
  await typed(page, 'Kept for later.');
}

async function noMaintainerAnyMore(page: Page, { database: { prisma } }: World): Promise<void> {
  await expect(stateOf(page)).toHaveText('Saved');
  const { id } = await prisma.knowledgeItem.findFirstOrThrow({
    where: { title: TITLE },
    orderBy: { createdAt: 'desc' },
  });
  await changeMaintainers(await contextOf(prisma, 'ana'), {
    id,
    maintainerIds: [await personIdOf(prisma, 'ana')],
    confirmed: true,
  });
}

const TOOLS: readonly Opened[] = [
  tool(
    'the slash menu',
    async (page) => typed(page, '/'),
    (page) => page.getByRole('listbox', { name: 'What can stand here' }),
  ),
  tool(
    'the menu of a block',
    async (page) => {
      await standAfter(page, 'Last line.');
      await page.keyboard.press('Alt+F9');
    },
    menu,
  ),
  tool(
    'the menu of a row',
    async (page) => {
      await standAfter(page, 'XLIS');
      await bar('Change the table')(page).getByRole('button', { name: 'Row' }).click();
    },
    menu,
  ),
  tool(
    'find and replace',
    async (page) => {
      await standAfter(page, 'Last line.');
      await page.keyboard.press('Control+f');
      await page.keyboard.type('heading');
      const options = page.getByRole('button', { name: 'How to find' });
      const isInMenu = await options.isVisible();
      if (isInMenu) await options.click();
      await page.getByRole(isInMenu ? 'menuitemcheckbox' : 'button', { name: 'Replace what is found' }).click();
    },
    (page) => page.getByRole('textbox', { name: 'Replace with' }),
  ),
  tool('the outline in its menu', async (page) => page.getByRole('button', { name: 'Outline' }).click(), menu, {
    only: 'narrow',
  }),
  tool(
    'the outline beside the text',
    async (page) => standAfter(page, 'Last line.'),
    (page) => page.getByRole('navigation', { name: 'Outline' }),
    { only: 'wide' },
  ),
  tool(
    'the tools of a link, with what it leads to',
    async (page) => {
      await expect(text(page)).toBeFocused();
      await text(page).getByText('link that leads on').click();
      await expect(page.getByText(TO).first()).toBeVisible();
    },
    bar('Link'),
  ),
  tool(
    'a link that is typed',
    async (page) => {
      await expect(text(page)).toBeFocused();
      await text(page).getByText('Last line.').selectText();
      await expect(bar('Format the selection')(page)).toBeVisible();
      await page.keyboard.press('Control+k');
      await page.keyboard.type('review');
    },
    (page) => page.getByRole('listbox', { name: 'Items whose title has these words' }),
  ),
  tool(
    'the tools of a selection',
    async (page) => {
      await expect(text(page)).toBeFocused();
      await text(page).getByText('Last line.').selectText();
    },
    bar('Format the selection'),
  ),
  tool(
    'the menu of people and items',
    async (page) => {
      await typed(page, '@no');
      await expect(page.getByRole('option', { name: /Noah/ })).toBeVisible();
    },
    (page) => page.getByRole('listbox', { name: 'People and items' }),
  ),
  tool(
    'the tools of an image',
    async (page) => {
      await standAfter(page, 'Last line.');
      await page.locator('input[type="file"]').setInputFiles(POINT);
      await text(page).locator('figcaption').click();
      await page.keyboard.type('A point');
    },
    bar('Image'),
  ),
  tool(
    'a formula that is typed and not understood yet',
    async (page) => {
      await expect(text(page)).toBeFocused();
      await text(page).locator('math').click();
      await page.getByRole('textbox', { name: 'Formula in LaTeX' }).fill('\\wrong');
      await expect(page.getByText('The command \\wrong is not known.')).toBeVisible();
    },
    (page) => page.getByRole('textbox', { name: 'Formula in LaTeX' }),
  ),
  tool(
    'a diagram that is typed and cannot be drawn yet',
    async (page) => {
      await expect(text(page)).toBeFocused();
      await text(page).getByRole('button', { name: 'Edit the diagram' }).click();
      await page.keyboard.type('\n  A --');
    },
    (page) => text(page).getByText(/Line \d+ is not understood/),
  ),
  tool(
    'the languages of code',
    async (page) => {
      await expect(text(page)).toBeFocused();
      await page
        .getByRole('button', { name: /^Language of the code/ })
        .first()
        .click();
    },
    (page) => page.getByRole('listbox', { name: 'Language of the code' }),
  ),
  tool(
    'what is said of a paste that could not bring everything',
    async (page) => {
      await standAfter(page, 'Last line.');
      await paste(text(page), { html: '<p>Seen: <img src="https://example.com/map.png"></p>', text: 'Seen:' });
    },
    (page) =>
      page
        .getByRole('alert')
        .or(page.getByText(/1 image from elsewhere/))
        .first(),
  ),
  tool(
    'what is said of a drop that has no room',
    async (page) => {
      await standAfter(page, 'Last line.');
      await drop(text(page).getByText('Last line.'), { text: 'Word after word. '.repeat(60_000) });
    },
    (page) => page.getByText(/Nothing was added: the page would be/),
  ),
  tool('offline, with a change that is kept', cutOff, (page) =>
    page.getByText('Offline: 1 change kept in this browser').first(),
  ),
  tool(
    'a colleague who is followed',
    async (page) => {
      await page.getByRole('button', { name: 'Go to Noah Brooks' }).click();
      await page.getByRole('button', { name: 'Follow', exact: true }).click();
    },
    (page) => page.getByText('Following Noah Brooks', { exact: true }),
    { joined: noahComes },
  ),
  tool(
    'read-only, and why',
    noMaintainerAnyMore,
    (page) => page.getByText(/You are not one of its maintainers any more/),
    { as: 'noah' },
  ),
];

expectEachSound(TOOLS);
