import type { Locator } from '@playwright/test';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { networkOf } from './support/network';
import { expect, test } from './support/test';

const LINES = ['The feed handlers come first.', 'The tick store moves on Saturday', 'Then the replicas follow.'];
const LINE = LINES[1] as string;
/** What one does within so long is one step, as Yjs' UndoManager has it. */
const STEP_MS = 500;

test('CO-O54 what one writes goes along with the block that a colleague turns, moves or wraps, and the caret as well', async ({
  as,
  world,
}) => {
  const title = 'Moving the tick store once more';
  const given = { title, author: 'ana', maintainers: ['noah'], markdown: LINES.join('\n\n') };
  const item = await writeItem(world.database.prisma, given);
  const [ana, noah] = [await as('ana'), await as('noah')];
  const network = await networkOf(noah);
  await Promise.all([ana.goto(`${item.path}/edit`), noah.goto(`${item.path}/edit`)]);
  const [anaText, noahText] = [textOf(ana, title), textOf(noah, title)];
  await noahText.getByText(LINE).click();
  await noah.keyboard.press('End');
  await anaText.getByText(LINE).click();
  await caretTold(noah);

  await test.step('turned while one types: the next letters stand behind the last', async () => {
    await noah.keyboard.type(' at');
    await ana.keyboard.press('Control+Alt+2');
    await expect(noahText.getByRole('heading', { name: `${LINE} at` })).toBeVisible();
    await noah.keyboard.type(' noon');
    await expect(anaText.getByRole('heading', { name: `${LINE} at noon` })).toBeVisible();
  });

  await test.step('moved while one types', async () => {
    await ana.keyboard.press('Alt+Shift+ArrowUp');
    await expect(noahText.locator('> *').first()).toHaveText(new RegExp(LINE));
    await noah.keyboard.type(' sharp');
    await expect(anaText.getByRole('heading', { name: `${LINE} at noon sharp` })).toBeVisible();
  });

  await test.step('turned and wrapped while one is away', async () => {
    await network.cut();
    await noah.keyboard.type(', as ever');
    await expect(stateOf(noah)).toContainText('Offline');
    await ana.keyboard.press('Control+Alt+0');
    await ana.keyboard.press('Control+Shift+b');
    await expect(stateOf(ana)).toHaveText('Saved');
    await network.mend();
    await expect(stateOf(noah)).toHaveText('Saved');
    // With the name of whoever has their caret there.
    for (const text of [anaText, noahText]) await expect(text.locator('blockquote')).toContainText(', as ever');
    await noah.keyboard.type('.');
    await expect(anaText.locator('blockquote')).toContainText(`${LINE} at noon sharp, as ever.`);
  });

  await test.step('and nothing stands there twice', async () => {
    const reader = await as('zoe');
    await reader.goto(item.path);
    const shown = `${LINE} at noon sharp, as ever.${LINES[0]}${LINES[2]}`;
    await expect(reader.getByRole('article', { name: title })).toHaveText(shown);
  });
});

const SPLIT = 'Green apples are sour and cheap.';
const PARTED = `${SPLIT}

| Fruit | Price |
| --- | --- |
| Quince | Seven |

The middle block of words.
`;

test('ED-T144 who writes in what is split, in a column that is moved and in what is taken back goes on where one was', async ({
  as,
  world,
}) => {
  const title = 'What fruit costs';
  const given = { title, author: 'ana', maintainers: ['noah'], markdown: PARTED };
  const item = await writeItem(world.database.prisma, given);
  const [ana, noah] = [await as('ana'), await as('noah')];
  await Promise.all([ana.goto(`${item.path}/edit`), noah.goto(`${item.path}/edit`)]);
  const [anaText, noahText] = [textOf(ana, title), textOf(noah, title)];

  await test.step('split', async () => {
    await noahText.getByText(SPLIT).click();
    await noah.keyboard.press('End');
    await anaText.getByText(SPLIT).click();
    await ana.keyboard.press('Home');
    for (const _letter of 'Green ') await ana.keyboard.press('ArrowRight');
    await Promise.all([ana, noah].map(caretTold));
    await ana.keyboard.press('Enter');
    await expect(noahText.locator('p').nth(1)).toContainText('apples are sour');
    await noah.keyboard.type(' +THEN');
    await expect(anaText.locator('p').nth(1)).toContainText('apples are sour and cheap. +THEN');
    await expect(anaText.locator('p').nth(0)).toHaveText(/^Green\s*$/);
  });

  await test.step('the column moved', async () => {
    await noahText.getByText('Quince').click();
    await caretTold(noah);
    await noah.keyboard.press('End');
    await anaText.getByText('Seven').click();
    await Promise.all([ana, noah].map(caretTold));
    await ana.getByRole('toolbar', { name: 'Change the table' }).getByRole('button', { name: 'Column' }).click();
    await ana.getByRole('menuitem', { name: 'Move the column to the left' }).click();
    await expect(noahText.locator('td').nth(0)).toContainText('Seven');
    await noah.keyboard.type('s');
    await expect(anaText.locator('td').nth(1)).toContainText('Quinces');
    await expect(anaText.locator('td').nth(0)).toHaveText(/^Seven/);
  });

  await test.step('a turn taken back, and done again', async () => {
    const words = 'The middle block of words.';
    // With the name of whoever has their caret there.
    const inOne = /The middle .*NOAH WROTE THIS LATER .*block of words\./;
    const later = 'The middle NOAH WROTE THIS LATER block of words.';
    await anaText.getByText(words).click();
    await caretTold(ana);
    await ana.keyboard.press('Control+Alt+2');
    await noahText.getByRole('heading', { name: words }).click();
    await caretTold(noah);
    await noah.keyboard.press('Home');
    for (const _letter of 'The middle ') await noah.keyboard.press('ArrowRight');
    await caretTold(noah);
    await noah.keyboard.type('NOAH WROTE THIS LATER ');
    await expect(anaText.getByRole('heading', { name: later })).toBeVisible();
    await ana.keyboard.press('Control+z');
    for (const text of [anaText, noahText]) {
      await expect(text.locator('h1, h2')).toHaveCount(0);
      await expect(text.locator('> p').filter({ hasText: inOne })).toHaveCount(1);
    }
    await ana.keyboard.press('Control+Shift+z');
    await expect(noahText.getByRole('heading', { name: later, level: 2 })).toBeVisible();
    await expect(noahText.locator('> p').filter({ hasText: 'NOAH' })).toHaveCount(0);
    await noah.keyboard.type('AND MORE ');
    await expect(anaText.getByRole('heading', { level: 2 })).toContainText(/LATER AND MORE .*block of words\./);
  });
});

test('ED-T183 what one wrote is taken back where a colleague has turned and moved it, also after words were chosen', async ({
  as,
  world,
}) => {
  const title = 'Moving the tick store in the end';
  const given = { title, author: 'ana', maintainers: ['noah'], markdown: LINES.join('\n\n') };
  const item = await writeItem(world.database.prisma, given);
  const [ana, noah] = [await as('ana'), await as('noah')];
  await Promise.all([ana.goto(`${item.path}/edit`), noah.goto(`${item.path}/edit`)]);
  const [anaText, noahText] = [textOf(ana, title), textOf(noah, title)];
  await noahText.getByText(LINES[0] as string).dblclick();
  await noahText.getByText(LINE).click();
  await noah.keyboard.press('End');
  await noah.keyboard.type(' at noon');
  await expect(anaText).toContainText(`${LINE} at noon`);
  await expect(stateOf(noah)).toHaveText('Saved');
  await anaText.getByText(LINE).click();
  await caretTold(ana);
  await ana.keyboard.press('Control+Alt+2');
  await ana.keyboard.press('Alt+Shift+ArrowUp');
  await expect(noahText.locator('> *').first()).toContainText(`${LINE} at noon`);
  await noah.keyboard.press('Control+z');
  await expect(anaText.getByRole('heading', { level: 2 })).not.toContainText('at noon');
  await noah.keyboard.press('Control+Shift+z');
  await expect(anaText.getByRole('heading', { level: 2 })).toContainText(`${LINE} at noon`);
});

test('ED-T109 who indents an item while a colleague writes stays in it, also when that is taken back', async ({
  as,
  world,
}) => {
  const title = 'What to buy';
  const markdown = 'What we need.\n\n- a rack\n- mine\n\nThe end of the page.';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
  const [ana, noah] = [await as('ana'), await as('noah')];
  await Promise.all([ana.goto(`${item.path}/edit`), noah.goto(`${item.path}/edit`)]);
  const [anaText, noahText] = [textOf(ana, title), textOf(noah, title)];
  await noahText.getByText('What we need.').click();
  await noah.keyboard.press('End');
  await anaText.getByText('mine', { exact: true }).click();
  await ana.keyboard.press('End');
  await Promise.all([ana, noah].map(caretTold));
  await ana.keyboard.press('Tab');
  const indentedAt = Date.now();
  await expect(noahText.locator('li li')).toHaveText(/^mine/);
  await noah.keyboard.type(' At once.');
  await expect(anaText).toContainText('What we need. At once.');
  // Only then is it taken back by itself.
  await expect.poll(() => Date.now() - indentedAt).toBeGreaterThan(STEP_MS);
  await ana.keyboard.type(' too');
  await expect(noahText.locator('li li')).toHaveText(/^mine too/);
  await expect(anaText).toContainText('The end of the page.');
  await ana.keyboard.press('Control+z');
  await expect(noahText.locator('li li')).toHaveText(/^mine/);
  await ana.keyboard.press('Control+z');
  await expect(anaText.locator('li li')).toHaveCount(0);
  await ana.keyboard.type(' again');
  await expect(noahText.locator('li').nth(1)).toHaveText(/^mine again/);
});

test('ED-T251 a line that is joined and split at once while a colleague types in it is taken back with their words in it', async ({
  as,
  world,
}) => {
  const title = 'Twice at once';
  const markdown = 'One.\n\nTwo alpha.\n\nThree.';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
  const [ana, noah] = [await as('ana'), await as('noah')];
  await Promise.all([ana.goto(`${item.path}/edit`), noah.goto(`${item.path}/edit`)]);
  const [anaText, noahText] = [textOf(ana, title), textOf(noah, title)];
  await noahText.getByText('Two alpha.').click();
  await noah.keyboard.press('End');
  await anaText.getByText('Two alpha.').click();
  await ana.keyboard.press('Home');
  await Promise.all([ana, noah].map(caretTold));
  // The name at a colleague's caret stands between the words.
  const shows = (text: Locator, ...lines: RegExp[]) => expect(text.locator('p')).toHaveText(lines);
  await ana.keyboard.press('Backspace');
  await shows(noahText, /^One\..*Two alpha\.$/, /Three/);
  await noah.keyboard.type(' Beta.');
  await shows(anaText, /^One\.Two alpha\. Beta\./, /Three/);
  await ana.keyboard.press('Enter');
  await shows(noahText, /^One\./, /Two alpha\. Beta\.$/, /Three/);
  await noah.keyboard.type(' Gamma.');
  await shows(anaText, /^One\.$/, /^Two alpha\. Beta\. Gamma\./, /Three/);
  await ana.keyboard.press('Control+z');
  await shows(noahText, /^One\..*Two alpha\. Beta\. Gamma\.$/, /Three/);
  await ana.keyboard.press('Control+z');
  await shows(noahText, /^One\./, /Two alpha\. Beta\. Gamma\.$/, /Three/);
  await shows(anaText, /^One\.$/, /^Two alpha\. Beta\. Gamma\./, /Three/);
});

test('ED-T245 who types on in lines that a colleague types over, or takes away in part, goes on where they were cut', async ({
  as,
  world,
}) => {
  const title = 'What is left of it in the end';
  const lines = ['Alpha use this para.', 'Bravo goes with it.', 'Charlie the midst of it all.', 'Delta para.'];
  const item = await writeItem(world.database.prisma, {
    title,
    author: 'ana',
    maintainers: ['noah'],
    markdown: [...lines, ...lines.map((line) => line.replace(/^\w+/, 'Later'))].join('\n\n'),
  });
  const [ana, noah] = [await as('ana'), await as('noah')];
  await Promise.all([ana.goto(`${item.path}/edit`), noah.goto(`${item.path}/edit`)]);
  const [anaText, noahText] = [textOf(ana, title), textOf(noah, title)];
  /** From behind the first word of one line to the last three words of the line after the next. */
  const choose = async (from: number) => {
    await anaText.locator('> p').nth(from).click();
    await ana.keyboard.press('Home');
    await ana.keyboard.press('Control+ArrowRight');
    await ana.keyboard.press('Shift+ArrowDown');
    await ana.keyboard.press('Shift+ArrowDown');
    await ana.keyboard.press('Shift+End');
    for (const _word of ['all', 'it', 'of', 'midst']) await ana.keyboard.press('Control+Shift+ArrowLeft');
    await caretTold(ana);
  };
  const writeIn = async (line: number) => {
    await noahText.locator('> p').nth(line).click();
    await noah.keyboard.press('End');
    await noah.keyboard.type(' Seen');
    await expect(anaText.locator('> p').nth(line)).toContainText('Seen');
    await expect(stateOf(noah)).toHaveText('Saved');
  };

  await test.step('typed over', async () => {
    await writeIn(1);
    await choose(0);
    await ana.keyboard.type('OVER');
    await expect(noahText.locator('> p').first()).toContainText(/OVER/);
    await noah.keyboard.type(' and more');
    // With the name of whoever has their caret there.
    await expect(anaText.locator('> p').first()).toContainText(/^Alpha.*OVER and more.*all\.$/);
    await expect(anaText.locator('> p').nth(1)).toHaveText('Delta para.');
  });

  await test.step('taken away', async () => {
    await writeIn(3);
    await choose(2);
    await ana.keyboard.press('Delete');
    await expect(noahText.locator('> p')).toHaveCount(4);
    await noah.keyboard.type('and more ');
    await expect(anaText.locator('> p').nth(2)).toContainText(/^Later.*and more.*all\.$/);
    await expect(anaText.locator('> p').nth(3)).toHaveText('Later para.');
  });
});
