import type { Page } from '@playwright/test';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

const ANA = ' alpha bravo charlie';
const NOAH = ' 11111 22222 33333';

/** Opens the editor and goes to a place in its first line. */
async function standAt(page: Page, item: { path: string; title: string }, keys: readonly string[]): Promise<void> {
  await page.goto(`${item.path}/edit`);
  await expect(stateOf(page)).toHaveText('Saved');
  await textOf(page, item.title).locator('p').first().click();
  await caretTold(page);
  for (const key of keys) await page.keyboard.press(key);
}

for (const [where, markdown, keys] of [
  ['at the end of a line', 'Begin.', ['End']],
  ['before a space', 'One two', ['Home', 'ArrowRight', 'ArrowRight', 'ArrowRight']],
] as const) {
  test(`CO-O60 two who type at one place at the same moment each keep their words together: ${where}`, async ({
    as,
    world,
  }) => {
    const title = `Two at one place, ${where}`;
    const item = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
    const [ana, noah] = [await as('ana'), await as('noah')];
    for (const page of [ana, noah]) await standAt(page, item, keys);
    await Promise.all([ana.keyboard.type(ANA, { delay: 40 }), noah.keyboard.type(NOAH, { delay: 50 })]);
    await ana.goto(item.path);
    const article = ana.getByRole('article', { name: title });
    for (const words of [ANA, NOAH]) await expect(article).toContainText(words);
    const [first, last] = markdown === 'Begin.' ? ['Begin.', ''] : ['One', ' two'];
    const text = await article.textContent();
    expect([`${first}${ANA}${NOAH}${last}`, `${first}${NOAH}${ANA}${last}`]).toContain(text);
  });
}

test('ED-T199 whoever clicks into a text in the moment in which it opens writes there', async ({ as, world }) => {
  const title = 'A text that has just been opened';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'One.\n\nTwo.' });
  const page = await as('ana');
  // Whatever the page puts off to the next frame comes between the click and the moment in which the page hears of it.
  await page.addInitScript(() => {
    const soon = window.requestAnimationFrame.bind(window);
    const putOff: FrameRequestCallback[] = [];
    window.requestAnimationFrame = (work) => putOff.push(work);
    document.addEventListener(
      'mousedown',
      () => {
        window.requestAnimationFrame = soon;
        for (const work of putOff.splice(0)) soon(work);
      },
      { capture: true, once: true },
    );
  });
  await page.goto(`${item.path}/edit`);
  await expect(stateOf(page)).toHaveText('Saved');
  const { x = 0, y = 0, width = 0, height = 0 } = (await textOf(page, title).locator('p').last().boundingBox()) ?? {};
  await page.mouse.click(x + width - 5, y + height / 2);
  await caretTold(page);
  await page.keyboard.type(' More.');
  await expect(textOf(page, title)).toHaveText('One.Two. More.');
});

test('ED-T222 what is typed right after a click stands where the click was, and replaces nothing that was chosen before', async ({
  as,
  world,
}) => {
  const title = 'A click and a letter';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'One.\n\nTwo.\n\nThree.' });
  const page = await as('ana');
  await page.goto(`${item.path}/edit`);
  await expect(stateOf(page)).toHaveText('Saved');
  const lines = textOf(page, title).locator('p');
  const { x = 0, y = 0, width = 0, height = 0 } = (await lines.last().boundingBox()) ?? {};
  // The browser may tell of a click before the letter; five times in turn it hardly does.
  for (const typed of ['!', '!!', '!!!', '!!!!', '!!!!!']) {
    await lines.first().click();
    await page.keyboard.press('Shift+ArrowDown');
    await caretTold(page);
    await page.mouse.click(x + width - 5, y + height / 2);
    await page.keyboard.press('!');
    await expect(lines).toHaveText(['One.', 'Two.', `Three.${typed}`]);
  }
});

test('CO-O63 two who begin in one empty line at the same moment write every letter once', async ({ as, world }) => {
  const title = 'Two in one empty line';
  const item = await writeItem(world.database.prisma, {
    title,
    author: 'ana',
    maintainers: ['noah'],
    markdown: 'Begin.',
  });
  const [ana, noah] = [await as('ana'), await as('noah')];
  await standAt(ana, item, ['End', 'Enter']);
  await standAt(noah, item, ['ArrowDown', 'End']);
  await expect(textOf(noah, title).locator('p')).toHaveCount(2);
  await noah.keyboard.press('Control+End');
  await Promise.all([ana.keyboard.type(ANA.trim(), { delay: 40 }), noah.keyboard.type(NOAH.trim(), { delay: 50 })]);
  await ana.goto(item.path);
  const article = ana.getByRole('article', { name: title });
  for (const words of [ANA.trim(), NOAH.trim()]) await expect(article).toContainText(words);
  const both = [`Begin.${ANA.trim()}${NOAH.trim()}`, `Begin.${NOAH.trim()}${ANA.trim()}`];
  expect(both).toContain(await article.textContent());
});

type Holding = { held: (() => void)[] | null };

/** In the page: what is said by the server can be kept back, and let through within one turn of the page. */
function mayHold(): void {
  const page = globalThis as unknown as Holding;
  page.held = null;
  const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage') ?? {};
  Object.defineProperty(WebSocket.prototype, 'onmessage', {
    set(this: WebSocket, hear: (event: MessageEvent) => void) {
      set?.call(this, (event: MessageEvent) => {
        if (page.held) page.held.push(() => hear(event));
        else hear(event);
      });
    },
  });
}

/** Ana behind the first line, Noah behind the last; Ana's page keeps back what the server says from then on. */
async function standApart(ana: Page, noah: Page, item: { path: string; title: string }): Promise<void> {
  await ana.addInitScript(mayHold);
  await standAt(ana, item, ['End']);
  await noah.goto(`${item.path}/edit`);
  await textOf(noah, item.title).getByText('Another line').click();
  await noah.keyboard.press('End');
  await expect(textOf(ana, item.title).locator('p').nth(1)).toContainText('Noah');
  await Promise.all([ana, noah].map(caretTold));
  await ana.evaluate(() => {
    (globalThis as unknown as Holding).held = [];
  });
}

test('ED-T185 where the browser has moved the caret it stays, though a colleague writes before the browser has said so', async ({
  as,
  world,
}) => {
  const title = 'A caret on its way';
  const markdown = 'One two three\n\nAnother line';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
  const [ana, noah] = [await as('ana'), await as('noah')];
  await standApart(ana, noah, item);
  await noah.keyboard.type('!');
  await ana.waitForFunction(() => ((globalThis as unknown as Holding).held?.length ?? 0) > 0);
  await ana.evaluate(() => {
    const page = globalThis as unknown as Holding;
    const held = page.held ?? [];
    page.held = null;
    for (const _letter of 'three') getSelection()?.modify('move', 'backward', 'character');
    for (const hear of held) hear();
  });
  await caretTold(ana);
  await ana.keyboard.type('and ');
  await expect(textOf(noah, title).locator('p').first()).toContainText('One two and');
});

test('ED-T193 where the browser has moved the caret it stays, though that of a colleague is redrawn before the browser has said so', async ({
  as,
  world,
}) => {
  const title = 'A caret beside another';
  const markdown = 'One two three\n\nAnother line';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
  const [ana, noah] = [await as('ana'), await as('noah')];
  await standApart(ana, noah, item);
  await noah.keyboard.press('Home');
  await ana.waitForFunction(() => ((globalThis as unknown as Holding).held?.length ?? 0) > 0);
  // Carets are redrawn by a timer: what waits for one is run in the very turn in which the caret is moved.
  await ana.evaluate(() => {
    const page = globalThis as unknown as Holding;
    const [held, due, { setTimeout }] = [page.held ?? [], [] as (() => void)[], globalThis];
    page.held = null;
    globalThis.setTimeout = ((run: () => void) => due.push(run)) as unknown as typeof setTimeout;
    for (const hear of held) hear();
    globalThis.setTimeout = setTimeout;
    for (const _letter of 'three') getSelection()?.modify('move', 'backward', 'character');
    for (const run of due) run();
  });
  await caretTold(ana);
  await ana.keyboard.type('and ');
  await expect(textOf(noah, title).locator('p').first()).toContainText('One two and');
});

test('ED-T204 what two type into one formula stands in it, and in the form of either', async ({ as, world }) => {
  const title = 'Two at one formula';
  const markdown = 'Begin.\n\n$$\nx^2\n$$\n';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
  const pages = [await as('ana'), await as('noah')] as const;
  const [ana, noah] = pages;
  const fieldOf = (page: Page) => page.getByRole('textbox', { name: 'Formula in LaTeX' });
  for (const page of pages) {
    await page.goto(`${item.path}/edit`);
    await expect(stateOf(page)).toHaveText('Saved');
    await textOf(page, title).locator('math').click();
    await expect(fieldOf(page)).toBeFocused();
    await page.keyboard.press('Control+End');
  }
  await ana.keyboard.type(' + aaa');
  await expect(fieldOf(noah)).toHaveValue('x^2 + aaa');
  await noah.keyboard.press('Control+End');
  await noah.keyboard.type(' + bbb');
  await expect(fieldOf(ana)).toHaveValue('x^2 + aaa + bbb');
  await Promise.all([ana.keyboard.type('+ccc', { delay: 40 }), noah.keyboard.type('+ddd', { delay: 50 })]);
  for (const page of pages) await page.keyboard.press('Control+Enter');
  await expect(stateOf(ana)).toHaveText('Saved');
  await ana.goto(item.path);
  const formula = ana.getByRole('article', { name: title }).locator('math');
  for (const words of ['aaa', 'bbb', 'ccc', 'ddd']) await expect(formula).toContainText(words);
});

test('ED-T273 two who begin the title of a callout at the same moment keep all their letters', async ({
  as,
  world,
}) => {
  const title = 'Two at one title';
  const markdown = 'Begin.\n\n> [!NOTE]\n> Words in it.\n';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
  const [ana, noah] = [await as('ana'), await as('noah')];
  const fieldOf = (page: Page) => textOf(page, title).getByRole('textbox', { name: 'Title' });
  for (const page of [ana, noah]) {
    await page.goto(`${item.path}/edit`);
    await expect(stateOf(page)).toHaveText('Saved');
    await fieldOf(page).click();
  }
  await Promise.all([ana.keyboard.type('Quick fox', { delay: 40 }), noah.keyboard.type('Slow bear', { delay: 40 })]);
  const lettersOf = async (page: Page) => [...(await fieldOf(page).inputValue()).replaceAll(' ', '')].sort().join('');
  for (const page of [ana, noah])
    await expect.poll(() => lettersOf(page)).toBe([...'QuickfoxSlowbear'].sort().join(''));
  expect(await fieldOf(ana).inputValue()).toBe(await fieldOf(noah).inputValue());
});

test('ED-T212 a colleague is named while another types further in front in the line', async ({ as, world }) => {
  const title = 'Two in one line';
  const markdown = 'One two';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
  const [ana, noah] = [await as('ana'), await as('noah')];
  await standAt(ana, item, ['End']);
  await standAt(noah, item, ['Home', 'ArrowRight', 'ArrowRight', 'ArrowRight']);
  let isTyping = true;
  const typed = (async () => {
    for (let at = 0; isTyping && at < 400; at += 1) await noah.keyboard.type(at % 6 === 5 ? ' ' : 'n', { delay: 60 });
  })();
  await ana.keyboard.type(' @zoe', { delay: 60 });
  const offered = ana.getByRole('listbox', { name: 'People and items' }).getByRole('option', { name: /Zoé/ });
  await expect(offered).toBeVisible();
  await ana.keyboard.press('Enter');
  isTyping = false;
  await typed;
  await expect(textOf(ana, title)).toContainText(/two @Zoé/);
  await expect(textOf(ana, title)).not.toContainText('@zoe');
});

test('ED-T198 Home and End work in a line at whose beginning or end a colleague has their caret', async ({
  as,
  world,
}) => {
  const title = 'A line for two';
  const given = { title, author: 'ana', maintainers: ['noah'], markdown: 'One two three' };
  const item = await writeItem(world.database.prisma, given);
  const [ana, noah] = [await as('ana'), await as('noah')];
  await standAt(ana, item, []);
  for (const [theirs, own, other, shown, words] of [
    ['Home', 'End', 'Home', /^\u2060Noah/, 'One two three.'],
    ['End', 'Home', 'End', /Noah Brooks$/, '.One two three.'],
  ] as const) {
    await standAt(noah, item, [theirs]);
    await expect(textOf(ana, title).locator('p').first()).toHaveText(shown);
    await ana.keyboard.press(other);
    await caretTold(ana);
    await ana.keyboard.press(own);
    await caretTold(ana);
    await ana.keyboard.type('.');
    await expect(stateOf(ana)).toHaveText('Saved');
    const reading = world.database.prisma.knowledgeItem;
    const text = async () => (await reading.findUniqueOrThrow({ where: { id: item.id } })).content.trim();
    await expect.poll(text).toBe(words);
  }
});
