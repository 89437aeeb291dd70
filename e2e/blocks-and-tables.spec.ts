import type { Locator, Page } from '@playwright/test';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { expectSound, NARROW_LIGHT, Watch, WIDE_DARK } from './support/page-check';
import { expect, test } from './support/test';

const MARKDOWN = `## First

One line of words.

- alpha
- beta

| Name | Cost |
|---|---|
| rack | 7 |

## Last
`;

async function boxOf(one: Locator) {
  const box = await one.boundingBox();
  if (!box) throw new Error('it is not seen');
  return box;
}

/** Drags the handle of the block at some words to just above other words. */
async function dragBlock(page: Page, from: Locator, to: Locator): Promise<void> {
  const handle = page.getByRole('button', { name: 'Block: drag to move, press for more' });
  const line = await boxOf(from);
  await page.mouse.move(line.x + 4, line.y + line.height / 2);
  await expect.poll(async () => Math.abs((await boxOf(handle)).y - line.y)).toBeLessThan(line.height);
  const grip = await boxOf(handle);
  const goal = await boxOf(to);
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await page.mouse.down();
  await page.mouse.move(goal.x + 8, goal.y + 12, { steps: 4 });
  await page.mouse.move(goal.x + 8, goal.y + 2, { steps: 4 });
  await page.mouse.up();
}

test('blocks are dragged and changed by their handle, columns by their edge', async ({ as, world }) => {
  const title = 'Moved by hand';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: MARKDOWN });
  const page = await as('ana', WIDE_DARK.options);
  const watch = new Watch(page);
  await watch.open(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(text).toBeFocused();
  const handle = page.getByRole('button', { name: 'Block: drag to move, press for more' });

  await test.step('ED-T39 a block is dragged by its handle, an item within its list', async () => {
    await dragBlock(page, text.getByText('One line of words.'), text.getByRole('heading', { name: 'First' }));
    await expect(text.locator(':scope > *').first()).toHaveText('One line of words.');
    await dragBlock(page, text.getByText('beta'), text.getByText('alpha'));
    await expect(text.locator('li')).toHaveText(['beta', 'alpha']);
  });

  await test.step('its menu copies the address under which the heading is read', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const heading = await boxOf(text.getByRole('heading', { name: 'Last' }));
    await page.mouse.move(heading.x + 4, heading.y + heading.height / 2);
    await expect.poll(async () => Math.abs((await boxOf(handle)).y - heading.y)).toBeLessThan(heading.height);
    await handle.click();
    await page.getByRole('menuitem', { name: 'Copy the link to this heading' }).click();
    await expect(page.getByText('The link is copied')).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(`${new URL(page.url()).origin}${item.path}#last`);
  });

  await test.step('ED-T29 the outline beside the text marks and leads', async () => {
    const outline = page.getByRole('navigation', { name: 'Outline' });
    await expect(outline.getByRole('button', { name: /First|Last/ })).toHaveText(['First', 'Last']);
    await outline.getByRole('button', { name: 'Last' }).press('Enter');
    await expect(text).toBeFocused();
    await outline.getByRole('button', { name: 'Fold the outline away' }).click();
    await expect(outline).toHaveCount(0);
    await page.getByRole('button', { name: 'Show the outline' }).click();
    await expect(outline).toBeVisible();
    await text.getByText('One line of words.').selectText();
    await expect(page.getByTestId('text-count')).toContainText('4 of ');
  });

  await test.step('ED-T28 the width of a column is dragged, kept, and read', async () => {
    const name = text.getByRole('columnheader', { name: 'Name' });
    const before = await boxOf(name);
    await page.mouse.move(before.x + before.width - 1, before.y + 8);
    await expect(text.locator('.column-resize-handle').first()).toBeVisible();
    await page.mouse.down();
    await page.mouse.move(before.x + before.width - 120, before.y + 8, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await boxOf(name)).width).toBeLessThan(before.width - 100);
    await expect(stateOf(page)).toHaveText('Saved');
    await expectSound(page, watch, true);
    const { width } = await boxOf(name);
    await page.goto(item.path);
    const read = page.getByRole('article').getByRole('columnheader', { name: 'Name' });
    expect(Math.abs((await boxOf(read)).width - width)).toBeLessThan(4);
  });
});

test('ED-T27 whoever takes something back is led to where it was', async ({ as, world }) => {
  const title = 'Taken back';
  const markdown = `First line.\n\n${'Between.\n\n'.repeat(60)}Last line.`;
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown });
  const page = await as('ana');
  await page.goto(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(text).toBeFocused();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('The ');
  await expect(text).toContainText('The First line.');
  await page.keyboard.press('Control+End');
  await expect(text.getByText('The First line.')).not.toBeInViewport();
  await page.keyboard.press('Control+z');
  await expect(text).not.toContainText('The First line.');
  await expect(text.getByText('First line.')).toBeInViewport();
  await page.keyboard.type('A ');
  await expect(text).toContainText('A First line.');
});

test('ED-T76 the outline of a long page goes along with what is read', async ({ as, world }) => {
  const title = 'A page of many parts';
  const parts = Array.from({ length: 60 }, (_, at) => `## Part ${at + 1}\n\n${'Words of it.\n\n'.repeat(8)}`);
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: parts.join('\n') });
  const page = await as('ana');
  await page.goto(`${item.path}/edit`);
  await expect(textOf(page, title)).toBeFocused();
  const outline = page.getByRole('navigation', { name: 'Outline' });
  const entry = (name: string) => outline.getByRole('button', { name, exact: true });
  await expect(entry('Part 1')).toBeInViewport();
  await expect(entry('Part 60')).not.toBeInViewport();
  await page.keyboard.press('Control+End');
  await expect(outline.locator('[aria-current]')).toHaveText(/Part (5\d|60)/);
  await expect(outline.locator('[aria-current]')).toBeInViewport({ ratio: 1 });
  await expect(entry('Part 1')).not.toBeInViewport();
  await page.keyboard.press('Control+Home');
  await expect(entry('Part 1')).toBeInViewport();
});

test('ED-T82 the menu of a block in the middle of the window is within it, and its last entry can be reached', async ({
  as,
  world,
}) => {
  const title = 'A short page';
  const markdown = ['Before.', 'One.', 'Two.', 'Three.', 'Four.', 'The foot.'].join('\n\n');
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown });
  const page = await as('ana', { viewport: { width: 1366, height: 768 } });
  await page.goto(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(text).toBeFocused();
  const foot = await boxOf(text.getByText('The foot.'));
  await page.mouse.move(foot.x + 4, foot.y + foot.height / 2);
  const handle = page.getByRole('button', { name: 'Block: drag to move, press for more' });
  await expect.poll(async () => Math.abs((await boxOf(handle)).y - foot.y)).toBeLessThan(foot.height);
  await handle.click();
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  await expect(menu).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('End');
  const last = menu.getByRole('menuitem').last();
  await expect(last).toBeFocused();
  await expect(last).toBeInViewport({ ratio: 1 });
});

const CODE = 'const answer: number = 42; // as agreed\nexport const say = () => "forty-two";';

test('ED-T221 the language of code is found by typing; its parts are coloured then, and it is kept', async ({
  as,
  world,
}) => {
  const title = 'Said in code';
  const markdown = `Before it.\n\n\`\`\`\n${CODE}\n\`\`\``;
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown });
  const page = await as('ana');
  await page.goto(`${item.path}/edit`);
  const text = textOf(page, title);
  await expect(text).toBeFocused();
  const code = text.locator('pre');
  const parts = code.locator('[class*="hljs-"]');
  const colours = (within: Locator) =>
    within.evaluateAll((all) => new Set(all.map((part) => getComputedStyle(part).color)).size);
  await expect(code).toHaveText(CODE);
  await expect(parts).toHaveCount(0);

  await test.step('a part of its name is typed, and Enter takes it', async () => {
    await text.getByRole('button', { name: 'Language of the code: Plain text' }).click();
    await expect(page.getByPlaceholder('Find a language')).toBeFocused();
    await page.keyboard.type('typesc');
    const languages = page.getByRole('listbox', { name: 'Language of the code' });
    await expect(languages.getByRole('option')).toHaveText(['TypeScript', 'Use “typesc”']);
    await page.keyboard.press('Enter');
    await expect(text.getByRole('button', { name: 'Language of the code: TypeScript' })).toBeVisible();
  });

  const coloured = async () => {
    await expect(code.locator('.hljs-keyword').first()).toHaveText('const');
    await expect(code.locator('.hljs-string')).toHaveText('"forty-two"');
    await expect(code.locator('.hljs-comment')).toHaveText('// as agreed');
    expect(await colours(parts)).toBeGreaterThan(2);
    await expect(code).toHaveText(CODE);
  };
  await test.step('words, numbers and notes have colours of their own, at once and when it is loaded again', async () => {
    await coloured();
    await expect(stateOf(page)).toHaveText('Saved');
    await page.reload();
    await expect(stateOf(page)).toHaveText('Saved');
    await expect(text.getByRole('button', { name: 'Language of the code: TypeScript' })).toBeVisible();
    await coloured();
  });

  await test.step('it is stored, and read in colours as well', async () => {
    await page.goto(item.path);
    const article = page.getByRole('article', { name: title });
    await expect(article.locator('pre')).toContainText(CODE);
    const { content } = await world.database.prisma.knowledgeItem.findUniqueOrThrow({ where: { id: item.id } });
    expect(content).toContain(`\`\`\`typescript\n${CODE}\n\`\`\``);
    expect(await colours(article.locator('pre span'))).toBeGreaterThan(2);
  });
});

const PHONE = { ...NARROW_LIGHT.options, hasTouch: true, isMobile: true };
const FRUIT = `| Fruit | Price | Stock |
| --- | --- | --- |
| Quince | Seven | None |
| Medlar | Four | Some |

Behind it.
`;

for (const [where, options] of Object.entries({ 'a wide window': WIDE_DARK.options, 'a phone': PHONE })) {
  test(`ED-T226 one goes on in the cell whose row or column one moves, takes that back, and moves it again: ${where}`, async ({
    as,
    world,
  }) => {
    const title = 'Moved about';
    const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: FRUIT });
    const page = await as('ana', options);
    await page.goto(`${item.path}/edit`);
    const text = textOf(page, title);
    await expect(text).toBeFocused();
    const { keyboard } = page;
    const moves = async (kind: 'Row' | 'Column', entry: string) => {
      await page.getByRole('button', { name: kind, exact: true }).click();
      await page.getByRole('menuitem', { name: entry }).click();
      await expect(text).toBeFocused();
    };
    const cells = text.locator('th, td');
    await text.getByText('Seven').click();
    await caretTold(page);
    await keyboard.press('Home');
    for (const _letter of 'Sev') await keyboard.press('ArrowRight');
    await caretTold(page);

    await test.step('the row, and typed on', async () => {
      await moves('Row', 'Move the row down');
      await keyboard.type('1');
      const down = ['Fruit', 'Price', 'Stock', 'Medlar', 'Four', 'Some', 'Quince', 'Sev1en', 'None'];
      await expect(cells).toHaveText(down);
      await expect(text.getByText('Behind it.')).toHaveText('Behind it.');
    });

    await test.step('the column, twice without going there again', async () => {
      await moves('Column', 'Move the column to the left');
      await keyboard.type('2');
      await moves('Column', 'Move the column to the right');
      await moves('Column', 'Move the column to the right');
      await keyboard.type('3');
      const right = ['Fruit', 'Stock', 'Price', 'Medlar', 'Some', 'Four', 'Quince', 'None', 'Sev123en'];
      await expect(cells).toHaveText(right);
    });

    await test.step('taken back, brought again, and typed on', async () => {
      await keyboard.press('Control+z');
      await keyboard.press('Control+z');
      await expect(cells.nth(1)).toHaveText('Price');
      await expect(cells.nth(7)).toHaveText('Sev12en');
      await keyboard.press('Control+Shift+z');
      await expect(cells.nth(8)).toHaveText('Sev12en');
      await keyboard.type('4');
      await expect(cells.nth(8)).toHaveText('Sev124en');
      await keyboard.press('Control+z');
      await keyboard.press('Control+z');
      await expect(cells.nth(7)).toHaveText('Sev12en');
      await keyboard.type('5');
      await expect(cells.nth(7)).toHaveText('Sev125en');
    });

    await test.step('chosen in the menu with the keyboard', async () => {
      await page.getByRole('button', { name: 'Row', exact: true }).focus();
      await keyboard.press('Enter');
      await expect(page.getByRole('menuitem', { disabled: false }).first()).toBeFocused();
      await page.getByRole('menuitem', { name: 'Move the row up' }).press('Enter');
      await expect(text).toBeFocused();
      await keyboard.type('6');
      await expect(cells.nth(4)).toHaveText('Sev1256en');
      await expect(stateOf(page)).toHaveText('Saved');
    });
  });
}
