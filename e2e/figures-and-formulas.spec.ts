import type { Locator, Page } from '@playwright/test';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

/** A red point. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const FILE = { name: 'rack.png', mimeType: 'image/png', buffer: PNG };

async function insert(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Insert', exact: true }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}

test('formulas are typed, corrected and read', async ({ as, world }) => {
  const title = 'How far the feeds may drift';
  const item = await writeItem(world.database.prisma, { title, author: 'ana' });
  const page = await as('ana');
  const text = textOf(page, title);
  await page.goto(`${item.path}/edit`);
  await expect(text).toBeFocused();

  await test.step('between dollars a formula stands in the line; a price stays text', async () => {
    await page.keyboard.type('It costs $5 and $6. The drift is $\\frac{a}{b}$ at most');
    await expect(text.locator('math mfrac')).toHaveCount(1);
    await expect(text).toContainText('It costs $5 and $6. The drift is');
  });

  await test.step('two dollars and Enter begin one by itself; what is wrong is said in words', async () => {
    await page.keyboard.press('Enter');
    await page.keyboard.type('$$');
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: 'Formula in LaTeX' });
    await expect(field).toBeFocused();
    await page.keyboard.type('\\sqrt{x');
    await expect(page.getByText('a bracket or a part is missing')).toBeVisible();
    await page.keyboard.type('}');
    await expect(text.locator('math[display="block"] msqrt')).toHaveCount(1);
    await expect(page.getByText('a bracket or a part is missing')).toBeHidden();
    await page.keyboard.press('Control+Enter');
    await expect(field).toBeHidden();
    await expect(text).toBeFocused();
  });

  await test.step('a click opens its form again, Enter in a line leads back', async () => {
    await text.locator('math mfrac').click();
    const field = page.getByRole('textbox', { name: 'Formula in LaTeX' });
    await expect(field).toBeFocused();
    await field.fill('\\wrong');
    await expect(page.getByText('The command \\wrong is not known.')).toBeVisible();
    await field.fill('x^2');
    await page.keyboard.press('Enter');
    await expect(text.locator('math msup')).toHaveCount(1);
    await expect(stateOf(page)).toHaveText('Saved');
  });

  await test.step('readers get them from the server, and Markdown has them as GitHub reads them', async () => {
    const reader = await as('zoe', { javaScriptEnabled: false });
    await reader.goto(item.path);
    const article = reader.getByRole('article', { name: title });
    await expect(article.locator('math msup')).toHaveCount(1);
    await expect(article.locator('math[display="block"]')).toHaveCount(1);
    const { content } = await world.database.prisma.knowledgeItem.findUniqueOrThrow({ where: { id: item.id } });
    expect(content).toContain('It costs \\$5 and \\$6. The drift is $x^2$ at most');
    expect(content).toContain('$$\n\\sqrt{x}\n$$');
  });
});

test('ED-T90 the focus goes to what an image shows once, for whoever wishes it', async ({ as, world }) => {
  const title = 'Two racks';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'Before them.' });
  const page = await as('ana');
  const text = textOf(page, title);
  await page.goto(`${item.path}/edit`);
  await expect(text).toBeFocused();
  await page.locator('input[type="file"]').setInputFiles([FILE, { ...FILE, name: 'other.png' }]);
  const figures = text.locator('figure');
  await expect(figures.getByText('No description')).toHaveCount(2);
  const words = page.getByRole('toolbar', { name: 'Image' }).getByRole('textbox', { name: 'What the image shows' });
  await figures.last().getByText('No description').click();
  await expect(words).toBeFocused();
  await figures.first().locator('img').click();
  await expect(figures.first()).toHaveClass(/ProseMirror-selectednode/);
  await caretTold(page);
  await expect(text).toBeFocused();
  await page.keyboard.type('Left');
  await expect(figures.first().locator('figcaption')).toHaveText('Left');
});

/** What a press on an image does; it is left as it was. */
async function chosenByPress(page: Page, text: Locator): Promise<void> {
  const figure = text.locator('figure');
  const bar = page.getByRole('toolbar', { name: 'Image' });
  const chosen = text.locator('figure.ProseMirror-selectednode');
  await test.step('ED-T69 a press chooses it, with its tools; Escape leads to its caption, and a letter takes nothing away', async () => {
    await text.getByText('Before it.').click();
    await expect(bar).toHaveCount(0);
    await figure.locator('img').click();
    await expect(chosen).toHaveCount(1);
    await expect(bar).toBeVisible();
    await expect(text).toBeFocused();
    await page.keyboard.type('!');
    await expect(figure.locator('figcaption')).toHaveText('In May, before the move!');
    await page.keyboard.press('Backspace');
    await figure.locator('img').click();
    await expect(chosen).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(chosen).toHaveCount(0);
    await expect(text).toBeFocused();
  });

  await test.step('ED-T70 chosen it is copied and deleted', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await figure.locator('img').click();
    await expect(chosen).toHaveCount(1);
    await page.keyboard.press('Control+c');
    await text.getByText('Before it.').click();
    await page.keyboard.press('End');
    await caretTold(page);
    await page.keyboard.press('Control+v');
    await expect(figure).toHaveCount(2);
    await expect(figure.first().locator('figcaption')).toHaveText('In May, before the move');
    await expect(figure.first().locator('img')).toHaveAttribute('src', /^\/files\//);
    await figure.first().locator('img').click();
    await expect(chosen).toHaveCount(1);
    await page.keyboard.press('Delete');
    await expect(figure).toHaveCount(1);
  });

  await test.step('ED-T71 a press on “No description” opens the field for it', async () => {
    await text.getByText('Before it.').click();
    await expect(bar).toHaveCount(0);
    const words = bar.getByRole('textbox', { name: 'What the image shows' });
    await figure.getByText('No description').click();
    await expect(words).toBeFocused();
    await page.keyboard.type('A rack');
    await page.keyboard.press('Enter');
    await expect(figure.getByRole('img', { name: 'A rack' })).toBeVisible();
    await expect(text).toBeFocused();
    await bar.getByRole('textbox', { name: 'What the image shows' }).fill('');
    await page.keyboard.press('Enter');
    await expect(figure.getByText('No description')).toBeVisible();
  });
}

test('an image stands with its caption, its words and its width', async ({ as, world }) => {
  const title = 'The rack by the window';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'Before it.' });
  const page = await as('ana');
  const text = textOf(page, title);
  await page.goto(`${item.path}/edit`);
  await expect(text).toBeFocused();
  await page.locator('input[type="file"]').setInputFiles(FILE);
  const figure = text.locator('figure');
  await expect(figure.locator('img')).toBeVisible();
  await expect(figure.getByText('No description')).toBeVisible();

  await test.step('its caption is text', async () => {
    await figure.locator('figcaption').click();
    await page.keyboard.type('In May, before the move');
    await expect(figure.locator('figcaption')).toHaveText('In May, before the move');
  });

  await chosenByPress(page, text);
  const bar = page.getByRole('toolbar', { name: 'Image' });
  await test.step('its description and width are set by key', async () => {
    await figure.locator('figcaption').click();
    await expect(bar).toBeVisible();
    await page.keyboard.press('Alt+F10');
    await expect(bar.locator(':focus')).toHaveCount(1);
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await expect(bar.getByRole('button', { name: 'Width: Small' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(figure).toHaveAttribute('data-width', 'small');
    await bar.getByRole('textbox', { name: 'What the image shows' }).fill('A rack of servers');
    await page.keyboard.press('Enter');
    await expect(figure.getByText('No description')).toBeHidden();
    await expect(stateOf(page)).toHaveText('Saved');
  });

  await test.step('readers see it so', async () => {
    const reader = await as('zoe');
    await reader.goto(item.path);
    const shown = reader.getByRole('figure', { name: 'In May, before the move' });
    await expect(shown).toHaveAttribute('data-width', 'small');
    await expect(shown.getByRole('img', { name: 'A rack of servers' })).toBeVisible();
  });

  await test.step('Backspace before the caption chooses it, and once more removes it', async () => {
    await figure.locator('figcaption').click();
    await page.keyboard.press('Home');
    await caretTold(page);
    await page.keyboard.press('Backspace');
    await expect(text.locator('figure.ProseMirror-selectednode, .ProseMirror-selectednode figure')).toHaveCount(1);
    await page.keyboard.press('Backspace');
    await expect(figure).toHaveCount(0);
    await expect(text).toContainText('Before it.');
  });
});

test('diagrams, callouts and parts that fold are changed where they stand', async ({ as, world }) => {
  const title = 'What happens on Saturday';
  const markdown = 'First.\n\n```mermaid\nflowchart TD\n  A[Stop] --> B[Move]\n```\n\n> [!NOTE]\n> Mind the lag.\n';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown });
  const page = await as('ana');
  const text = textOf(page, title);
  await page.goto(`${item.path}/edit`);
  await expect(text).toBeFocused();
  const preview = text.getByRole('img', { name: 'Preview of the diagram' });

  await test.step('the drawing stands for its source until the caret comes', async () => {
    await expect(preview.locator('svg')).toBeVisible();
    await expect(text.locator('pre')).toBeHidden();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowDown');
    await expect(text.locator('pre')).toBeVisible();
    await page.keyboard.press('Control+Home');
  });

  await test.step('what cannot be drawn is said in words', async () => {
    await text.getByRole('button', { name: 'Edit the diagram' }).click();
    await page.keyboard.type('\n  A --');
    await expect(text.getByText(/Line \d+ is not understood/)).toBeVisible();
    await page.keyboard.type('> C[Check]');
    await expect(preview).toContainText('Check');
  });

  await test.step('a callout says what kind it is', async () => {
    await text.getByText('Mind the lag.').click();
    await caretTold(page);
    await page.keyboard.press('Alt+F10');
    const kind = text.getByRole('combobox', { name: 'Kind of callout' });
    await expect(kind).toBeFocused();
    await kind.selectOption('Warning');
    await text.getByRole('textbox', { name: 'Title of the callout' }).fill('Before ten');
    await page.keyboard.press('Escape');
    await expect(text).toBeFocused();
  });

  await test.step('a part that folds has a line that stays, and opens for readers or not', async () => {
    await text.getByText('First.').click();
    await page.keyboard.press('End');
    await caretTold(page);
    await page.keyboard.press('Enter');
    await insert(page, 'Part that folds away');
    await page.keyboard.type('For the night shift');
    await page.keyboard.press('Control+Enter');
    await expect(text.getByRole('button', { name: 'Closed for readers' })).toBeVisible();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Call Noah.');
    await expect(stateOf(page)).toHaveText('Saved');
  });

  await test.step('readers meet all of it', async () => {
    const reader = await as('zoe');
    await reader.goto(item.path);
    const article = reader.getByRole('article', { name: title });
    await expect(article.getByRole('note')).toContainText('Before ten');
    await expect(article.locator('details').filter({ hasText: 'Call Noah.' })).not.toHaveAttribute('open');
    await expect(article.locator('summary').first()).toHaveText('For the night shift');
    await expect(article.getByText('Call Noah.')).toBeHidden();
  });
});
