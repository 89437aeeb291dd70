import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { paste } from './support/clipboard';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

const fixture = (name: string) => readFileSync(`components/editor/paste/fixtures/${name}`, 'utf8');
const MARKDOWN = '# Feeds\n\n- quiet ones\n  - [ ] equities\n\n| Feed | Lag |\n| - | - |\n| XLIS | 4 |\n';
/** What is put in between two turns of the page: two of the paste's steps, where a turn falls just beside them. */
const BLOCKS_AT_ONCE_MAX = 75;

type Turns = { most: number; longestMs: number; isOver: boolean };

/** Takes every turn of the page that is free, and notes how many blocks came between two, and how long that took. */
function watchTurns(text: Element): void {
  const turns: Turns = { most: 0, longestMs: 0, isOver: false };
  Object.assign(window, { turns });
  const channel = new MessageChannel();
  let [blocks, last] = [text.childElementCount, performance.now()];
  const look = () => {
    const now = performance.now();
    turns.most = Math.max(turns.most, text.childElementCount - blocks);
    turns.longestMs = Math.max(turns.longestMs, now - last);
    [blocks, last] = [text.childElementCount, now];
    if (!turns.isOver) channel.port2.postMessage(null);
  };
  channel.port1.onmessage = look;
  look();
}

async function startWriting(page: Page, path: string, title: string, beginning: string) {
  await page.goto(`${path}/edit`);
  const text = textOf(page, title);
  // Opening puts the caret to the beginning.
  await expect(text).toBeFocused();
  await text.getByText(beginning).click();
  await page.keyboard.press('End');
  await caretTold(page);
  await page.keyboard.press('Enter');
  return text;
}

test('what is pasted from Word, as Markdown or as words arrives as what it means', async ({ as, world }) => {
  const title = 'Moving by hand';
  const given = { title, author: 'ana', markdown: 'It begins here.' };
  const item = await writeItem(world.database.prisma, given);
  const ana = await as('ana');
  const text = await startWriting(ana, item.path, title, 'It begins here.');

  await test.step('ED-P30 Word: headings, lists, tables and notes; what is left out is said', async () => {
    await paste(text, { html: fixture('word.html'), text: 'Moving the tick store' });
    await expect(text.getByRole('heading', { name: 'Why we move' })).toBeVisible();
    await expect(text.locator('ul > li > ul > li').first()).toContainText('one of them dry');
    await expect(text.locator('ol[start="3"]').first()).toContainText('Stop the feeds');
    await expect(text.locator('table th').first()).toHaveText('Feed');
    await expect(text.getByText('Was it not four?')).toHaveCount(0);
    await expect(ana.getByText(/Left out: .*1 comment/)).toContainText('1 image that the clipboard did not carry');
    await expect(stateOf(ana)).toHaveText('Saved');
  });

  await test.step('ED-P31 undone, it is gone in one step', async () => {
    await ana.keyboard.press('Control+z');
    await expect(text.getByRole('heading', { name: 'Why we move' })).toHaveCount(0);
    await expect(text).toContainText('It begins here.');
  });

  await test.step('ED-P32 Markdown is read whole; undo takes back the reading first, then the words', async () => {
    await paste(text, { text: MARKDOWN });
    await expect(text.getByRole('heading', { name: 'Feeds' })).toBeVisible();
    await expect(text.getByRole('checkbox')).toHaveCount(1);
    await expect(text.locator('table th').first()).toHaveText('Feed');
    await ana.keyboard.press('Control+z');
    await expect(text.getByRole('heading', { name: 'Feeds' })).toHaveCount(0);
    await expect(text).toContainText('# Feeds');
    await ana.keyboard.press('Control+z');
    await expect(text).not.toContainText('# Feeds');
  });

  await test.step('ED-P33 with Shift it stays as it is, and so does prose with a stray sign', async () => {
    await ana.keyboard.down('Shift');
    await paste(text, { text: '**bold** words' });
    await ana.keyboard.up('Shift');
    await expect(text).toContainText('**bold** words');
    await paste(text, { text: ' and 5 * 3 * 2 too' });
    await expect(text).toContainText('**bold** words and 5 * 3 * 2 too');
    await expect(text.locator('strong, em')).toHaveCount(0);
  });
});

test('ED-P34 much is pasted while one goes on; too much is refused before anything is put in', async ({
  as,
  world,
}) => {
  const title = 'A long report';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'It begins here.' });
  const ana = await as('ana');
  // What reads beside the page is to do so: the page would read it too, and be held by that.
  const failed: string[] = [];
  ana.on('pageerror', (error) => failed.push(String(error)));
  const text = await startWriting(ana, item.path, title, 'It begins here.');
  const part = (at: number) =>
    `## Part ${at}\n\n${'All of it was *measured* and **noted** by hand. '.repeat(12)}\n\n- one\n- two\n\n`;
  const long = Array.from({ length: 480 }, (_, at) => part(at + 1)).join('');
  expect(long.length).toBeGreaterThan(280_000);

  await test.step('it says that it is under way, and the page is never held for long', async () => {
    await text.evaluate(watchTurns);
    const beside = ana.waitForEvent('worker');
    await paste(text, { text: long });
    await expect(ana.getByText(/^Reading what you paste|^Pasting: /)).toBeVisible();
    await expect(text.getByRole('heading', { name: 'Part 480', exact: true })).toBeAttached({ timeout: 60_000 });
    await beside;
    const { most, longestMs } = await ana.evaluate(() => {
      const { turns } = window as unknown as { turns: Turns };
      return Object.assign(turns, { isOver: true });
    });
    test.info().annotations.push({ type: 'longest hold', description: `${Math.round(longestMs)} ms` });
    // In turns, not in time: how long one takes is the machine's business, and who else works on it.
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(BLOCKS_AT_ONCE_MAX);
    await expect(stateOf(ana)).toHaveText('Saved', { timeout: 60_000 });
    expect(failed).toEqual([]);
  });

  await test.step('what would go past the limit is not put in, and how much it is too much is said', async () => {
    await paste(text, { text: 'Word after word. '.repeat(50_000) });
    await expect(ana.getByText(/Nothing was pasted: the page would be [\d,]+ characters longer/)).toBeVisible();
    await expect(text).not.toContainText('Word after word.');
  });

  await test.step('ED-P61 nor what would be made of more parts than a page can have', async () => {
    const row = `<tr>${'<td>x</td>'.repeat(100)}</tr>`;
    await paste(text, { html: `<table>${row.repeat(400)}</table>`, text: 'x' });
    const said = ana.getByText(/Nothing was pasted: the page would be made of 2\d\d,\d\d\d parts/);
    await expect(said).toContainText('more than the 200,000 it can have', { timeout: 60_000 });
    await expect(text.getByRole('table')).toHaveCount(0);
  });

  await test.step('nearly full, the page says so', async () => {
    await paste(text, { text: 'Word after word. '.repeat(38_000) });
    await expect(ana.getByText(/This page is nearly full: 9\d\d,\d\d\d of 1,000,000/)).toBeVisible({ timeout: 60_000 });
  });
});

test('ED-P35 Markdown signs become what they mean as one types, and Backspace gives them back', async ({
  as,
  world,
}) => {
  const title = 'Typed by hand';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'It begins here.' });
  const ana = await as('ana');
  const text = await startWriting(ana, item.path, title, 'It begins here.');
  const cases: [typed: string, made: string][] = [
    ['## ', 'h2'],
    ['- ', 'ul'],
    ['1. ', 'ol'],
    ['[ ] ', 'ul[data-type="taskList"]'],
    ['> ', 'blockquote'],
    ['```js ', 'pre'],
    ['**so**', 'strong'],
    ['*so*', 'em'],
    ['~~so~~', 's'],
    ['`so`', 'code'],
    ['[so](https://example.com)', 'a[href="https://example.com"]'],
  ];
  for (const [typed, made] of cases) {
    await test.step(typed, async () => {
      await ana.keyboard.type(typed);
      await expect(text.locator(made)).toHaveCount(1);
      await ana.keyboard.press('Backspace');
      await expect(text.locator(made)).toHaveCount(0);
      await expect(text.locator('p').last()).toHaveText(typed.trimEnd());
      await ana.keyboard.press('Shift+Home');
      await ana.keyboard.press('Delete');
    });
  }

  await test.step('a quote that says what it is becomes a callout', async () => {
    await ana.keyboard.type('> [!WARNING] Hot.');
    await expect(text.locator('aside[data-callout="warning"]')).toContainText('Hot.');
  });
});

/** What either of the two puts in besides what is meant: looks, names of its own parts, detours of its links. */
const FOREIGN =
  /font-(family|size|weight)|line-height|background-color|rgb\(|google\.com\/url|docs-internal|dir="ltr"|aria-level|confluence|conf-macro|aui-|ak-editor|syntaxhighlighter|data-(linked|macro|mce)/i;

async function pasteWhole(page: Page, text: Locator, name: string): Promise<void> {
  await paste(text, { html: fixture(`${name}.html`), text: 'Words' });
  await expect(stateOf(page)).toHaveText('Saved');
}

test('what is pasted from Google Docs or Confluence arrives as what it means, and nothing else of it', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const ana = await as('ana');
  const writeFrom = async (title: string) => {
    const item = await writeItem(prisma, { title, author: 'ana', markdown: 'It begins here.' });
    return { item, text: await startWriting(ana, item.path, title, 'It begins here.') };
  };
  /** Read, and stored as Markdown, it is what the fixture says, after the line that stood there. */
  const isReadAs = async (item: { id: string; path: string }, title: string, name: string) => {
    await ana.goto(item.path);
    const article = ana.getByRole('article', { name: title });
    await expect(article).toContainText('It begins here.');
    expect(await article.innerHTML()).not.toMatch(FOREIGN);
    const { content } = await prisma.knowledgeItem.findUniqueOrThrow({ where: { id: item.id } });
    expect(content.trim()).toBe(`It begins here.\n\n${fixture(`${name}.md`).trim()}`);
  };

  await test.step('ED-P111 Google Docs: headings, bold, lists, tasks, a table, and links without their detour', async () => {
    const title = 'From Google Docs';
    const { item, text } = await writeFrom(title);
    await pasteWhole(ana, text, 'google-docs');
    await expect(text.getByRole('heading', { name: 'Onboarding in the first week', level: 1 })).toBeVisible();
    await expect(text.getByRole('heading', { name: 'Day one', level: 2 })).toBeVisible();
    await expect(text.locator('strong')).toHaveText('before noon');
    await expect(text.locator('em')).toHaveText('and ask');
    await expect(text.locator('ul > li > ul > li')).toHaveText('disk encrypted');
    await expect(text.getByRole('checkbox')).toHaveCount(2);
    await expect(text.getByRole('checkbox', { checked: true })).toHaveCount(1);
    await expect(text.locator('ol[start="2"] li')).toHaveText('Second');
    await expect(text.locator('td[colspan="2"]')).toHaveText('Everybody, always');
    const link = text.getByRole('link', { name: 'the welcome' });
    await expect(link).toHaveAttribute('href', 'https://example.com/welcome#first');
    await expect(text.locator('pre')).toContainText('return "hello"');
    await isReadAs(item, title, 'google-docs');
  });

  await test.step('ED-P112 Confluence: headings, panels, code, tasks, a table and links', async () => {
    const title = 'From Confluence';
    const { item, text } = await writeFrom(title);
    await pasteWhole(ana, text, 'confluence');
    await expect(text.getByRole('heading', { name: 'Rotate the keys', level: 1 })).toBeVisible();
    await expect(text.locator('aside[data-callout]')).toHaveCount(3);
    await expect(text.locator('aside[data-callout="warning"]')).toContainText('Old keys stay valid for a day.');
    await expect(text.locator('pre').first()).toContainText('keys rotate --all');
    await expect(text.getByRole('checkbox')).toHaveCount(3);
    await expect(text.locator('table th').nth(1)).toHaveText('Key');
    await expect(text.locator('table td')).toHaveText(['1', 'Ledger']);
    const link = text.getByRole('link', { name: 'Signing keys' });
    await expect(link).toHaveAttribute('href', 'https://wiki.example.com/display/OPS/Signing+keys');
    await isReadAs(item, title, 'confluence');
  });
});
