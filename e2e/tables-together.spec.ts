import type { Locator, Page } from '@playwright/test';
import { caretTold, textOf, writeItem } from './support/items';
import { expect, type SignedIn, test, type World } from './support/test';

const MARKDOWN = `Above.

| Name | Cost | Place |
|---|---|---|
| b1 | c1 | d1 |
| b2 | c2 | d2 |
| b3 | c3 | d3 |

The end.
`;

const chosenIn = (text: Locator): Locator => text.locator('.selectedCell');

async function middleOf(cell: Locator): Promise<[x: number, y: number]> {
  const box = await cell.boundingBox();
  if (!box) throw new Error('the cell is not seen');
  return [box.x + box.width / 2, box.y + box.height / 2];
}

const cellOf = (text: Locator, words: string): Locator => text.getByRole('cell', { name: words, exact: true });

/** Presses the mouse in one cell and goes to another with it. */
async function dragOver(page: Page, text: Locator, from: string, to: string): Promise<void> {
  await page.mouse.move(...(await middleOf(cellOf(text, from))));
  await page.mouse.down();
  await page.mouse.move(...(await middleOf(cellOf(text, to))), { steps: 8 });
}

/** The table in a text of this title, open to be written in by Ana and by Noah. */
async function bothWriting(title: string, as: SignedIn, world: World): Promise<[ana: Page, noah: Page]> {
  const people = { author: 'ana', maintainers: ['noah'] };
  const item = await writeItem(world.database.prisma, { title, ...people, markdown: MARKDOWN });
  const both: [Page, Page] = [await as('ana'), await as('noah')];
  for (const page of both) {
    await page.goto(`${item.path}/edit`);
    await expect(textOf(page, title)).toBeFocused();
  }
  return both;
}

/** Noah goes to the end of a text and writes there; Ana has seen it. */
async function writesAtEnd(noah: Page, text: Locator, words: string): Promise<void> {
  await noah.keyboard.press('Control+End');
  await caretTold(noah);
  await noah.keyboard.type(words);
  await expect(text).toContainText(words);
}

test('ED-T264 cells stay chosen, and go on being chosen with the mouse, while a colleague writes', async ({
  as,
  world,
}) => {
  const title = 'Cells of two';
  const [ana, noah] = await bothWriting(title, as, world);
  const text = textOf(ana, title);

  await test.step('those that are chosen', async () => {
    await dragOver(ana, text, 'c1', 'c3');
    await ana.mouse.up();
    await expect(chosenIn(text)).toHaveText(['c1', 'c2', 'c3']);
    await writesAtEnd(noah, text, ' Some words.');
    await expect(chosenIn(text)).toHaveText(['c1', 'c2', 'c3']);
    await ana.keyboard.press('Delete');
    await expect(text.getByRole('cell')).toHaveText(['b1', '', 'd1', 'b2', '', 'd2', 'b3', '', 'd3']);
    for (const words of ['c1', 'c2', 'c3']) await expect(cellOf(textOf(noah, title), words)).toHaveCount(0);
  });

  await test.step('and those that are being chosen', async () => {
    await dragOver(ana, text, 'b1', 'b2');
    await expect(chosenIn(text)).toHaveText(['b1', 'b2']);
    await writesAtEnd(noah, text, ' More words.');
    await expect(chosenIn(text)).toHaveText(['b1', 'b2']);
    await ana.mouse.move(...(await middleOf(cellOf(text, 'b3'))), { steps: 4 });
    await writesAtEnd(noah, text, ' The last.');
    await ana.mouse.up();
    await caretTold(ana);
    await expect(chosenIn(text)).toHaveText(['b1', 'b2', 'b3']);
    await writesAtEnd(noah, text, ' After all.');
    await expect(chosenIn(text)).toHaveText(['b1', 'b2', 'b3']);
  });
});

test('ED-T274 a column is as wide as it was dragged while a colleague types in the same table', async ({
  as,
  world,
}) => {
  const title = 'A column of two';
  const [ana, noah] = await bothWriting(title, as, world);
  const [text, noahs] = [textOf(ana, title), textOf(noah, title)];
  const box = await cellOf(text, 'b2').boundingBox();
  if (!box) throw new Error('the cell is not seen');
  const [edge, y] = [box.x + box.width - 2, box.y + box.height / 2];
  const handles = text.locator('.column-resize-handle');
  await ana.mouse.move(edge - 20, y);
  await ana.mouse.move(edge, y);
  await expect(handles).toHaveCount(4);
  await writesAtEnd(noah, text, ' Some words.');
  await expect(handles).toHaveCount(4);
  await ana.mouse.down();
  await cellOf(noahs, 'c1').click();
  await noah.keyboard.press('End');
  const shownAs = (of: Locator, width: number) =>
    expect(of.locator('col').first()).toHaveAttribute('style', new RegExp(`width: ${width}px`));
  const before = await cellOf(text, 'b2').evaluate((cell: HTMLElement) => cell.offsetWidth);
  for (const by of [20, 40, 60]) {
    await ana.mouse.move(edge - by, y, { steps: 4 });
    await noah.keyboard.type(` by ${by}`);
    await expect(text).toContainText(` by ${by}`);
    await shownAs(text, before - by);
  }
  await ana.mouse.up();
  for (const shown of [text, noahs]) {
    await shownAs(shown, before - 60);
    await expect(shown).toContainText('c1 by 20 by 40 by 60');
  }
});
