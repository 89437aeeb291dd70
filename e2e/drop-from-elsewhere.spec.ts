import { readFileSync } from 'node:fs';
import { drop, paste } from './support/clipboard';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

const WORD = readFileSync('components/editor/paste/fixtures/word.html', 'utf8');
/** One white point. */
const POINT = {
  name: 'point.png',
  type: 'image/png',
  base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
};
const PAPER = { name: 'paper.pdf', type: 'application/pdf', base64: 'JVBERi0=' };

test('what is dragged here is read as a paste is, where it falls', async ({ as, world }) => {
  const title = 'Brought by hand';
  const markdown = 'First line.\n\nLast line.';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown });
  const ana = await as('ana');
  await ana.goto(`${item.path}/edit`);
  const text = textOf(ana, title);
  await expect(text).toBeFocused();
  const first = text.getByText('First line.');

  await test.step('ED-P50 a page of Word: cleaned, between the lines, and what is left out is said', async () => {
    await drop(first, { html: WORD, text: 'Moving the tick store' });
    await expect(text.getByRole('heading', { name: 'Why we move' })).toBeVisible();
    await expect(text.locator('ol[start="3"]').first()).toContainText('Stop the feeds');
    await expect(text.getByText('Was it not four?')).toHaveCount(0);
    await expect(ana.getByText(/Left out: .*1 comment/)).toBeVisible();
    await expect(text.locator(':scope > *').first()).toContainText('First line.');
    await expect(text.locator(':scope > *').last()).toHaveText('Last line.');
    await ana.keyboard.press('Control+z');
    await expect(text.getByRole('heading', { name: 'Why we move' })).toHaveCount(0);
  });

  await test.step('ED-P51 Markdown, and the address of an item', async () => {
    await drop(text.getByText('Last line.'), { text: '## Feeds\n\n- quiet ones\n' });
    await expect(text.getByRole('heading', { name: 'Feeds' })).toBeVisible();
    await drop(first, { text: `${world.url}${item.path}`, html: `<a href="${world.url}${item.path}">${title}</a>` });
    await expect(
      text.locator('[data-item-mention], [data-mention]').or(text.getByRole('link', { name: title })),
    ).toHaveCount(1);
  });

  await test.step('ED-P52 an image of another page is a link to it, which is said; its file is an image here', async () => {
    await drop(first, { html: '<p>Seen: <img src="https://example.com/a/map.png" alt="A map"></p>', text: 'Seen: ' });
    await expect(text.locator('a[href="https://example.com/a/map.png"]')).toHaveText('A map');
    const said = ana.getByText(/1 image from elsewhere, to which a link leads now/);
    await expect(said).toContainText('To have one here, copy or save the image itself');
    await drop(first, { html: '<img src="https://example.com/a/map.png">' }, [POINT]);
    await expect(text.locator('figure img')).toHaveCount(1);
  });

  await test.step('ED-P54 too much is refused before anything is put in', async () => {
    await drop(first, { text: 'Word after word. '.repeat(60_000) });
    await expect(ana.getByText(/Nothing was added: the page would be [\d,]+ characters longer/)).toBeVisible();
    await expect(text).not.toContainText('Word after word.');
  });
});

test('any file that is dropped, pasted or chosen is kept with the item, and linked to', async ({ as, world }) => {
  const title = 'Brought as files';
  const markdown = 'First line.\n\nLast line.';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown });
  const ana = await as('ana');
  await ana.goto(`${item.path}/edit`);
  const text = textOf(ana, title);
  await expect(text).toBeFocused();
  const first = text.getByText('First line.');
  const files = text.locator('a[href^="/files/"]');
  await test.step('ED-P53 a file that no page shows is kept with the item, and a link where it falls leads to it', async () => {
    await drop(first, {}, [PAPER, POINT]);
    await expect(files).toHaveText('paper.pdf');
    await expect(first).toContainText('First line. paper.pdf');
    await expect(text.locator('figure img')).toHaveCount(1);
    await expect(text.locator('p:has(a) + figure')).toHaveCount(1);
    const paper = await ana.request.get((await files.getAttribute('href')) ?? '');
    expect(await paper.text()).toBe('%PDF-');
    expect(paper.headers()['content-disposition']).toMatch(/^attachment/);
  });

  await test.step('ED-P67 pasted, with its name beside it as systems do, it is the same; and so is one that is chosen', async () => {
    await text.getByText('Last line.').click();
    await ana.keyboard.press('End');
    await caretTold(ana);
    await paste(text, { text: 'notes.zip' }, [{ ...PAPER, name: 'notes.zip', type: 'application/zip' }]);
    await expect(files.filter({ hasText: 'notes.zip' })).toHaveCount(1);
    await expect(text.locator(':scope > *').last()).toHaveText('Last line. notes.zip');
    const chooser = ana.waitForEvent('filechooser');
    await ana.keyboard.type(' /attach');
    await ana.keyboard.press('Enter');
    await (await chooser).setFiles({ name: 'plan.docx', mimeType: '', buffer: Buffer.from('plan') });
    await expect(text.locator(':scope > *').last()).toHaveText('Last line. notes.zip plan.docx');
    await expect(stateOf(ana)).toHaveText('Saved');
  });

  await test.step('whoever reads the page finds them in it and beside it', async () => {
    await ana.goto(item.path);
    await expect(ana.getByRole('main').getByRole('link', { name: 'paper.pdf' })).toHaveCount(2);
  });
});

test('ED-P110 a picture in the clipboard is uploaded, and has its caption and its words when the page is loaded again', async ({
  as,
  world,
}) => {
  const title = 'Seen on the screen';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'First line.' });
  const ana = await as('ana', { permissions: ['clipboard-read', 'clipboard-write'] });
  await ana.goto(`${item.path}/edit`);
  const text = textOf(ana, title);
  const figure = text.locator('figure');
  await expect(text).toBeFocused();
  const shot = await ana.screenshot({ clip: { x: 0, y: 0, width: 320, height: 200 } });
  const base64 = shot.toString('base64');
  await ana.keyboard.press('End');
  await caretTold(ana);

  await test.step('a picture of the screen, by the key, out of the clipboard of the browser', async () => {
    await ana.evaluate(async (bytes) => {
      const png = new Blob([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], { type: 'image/png' });
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    }, base64);
    await ana.keyboard.press('Control+v');
    await expect(figure.locator('img')).toHaveAttribute('src', /^\/files\//);
    await figure.locator('figcaption').click();
    await ana.keyboard.type('On the first of May');
    const bar = ana.getByRole('toolbar', { name: 'Image' });
    await bar.getByRole('textbox', { name: 'What the image shows' }).fill('The board before noon');
    await ana.keyboard.press('Enter');
    await expect(stateOf(ana)).toHaveText('Saved');
  });

  await test.step('loaded again it is there, of its size, and so it is read', async () => {
    await ana.reload();
    await expect(stateOf(ana)).toHaveText('Saved');
    const article = ana.getByRole('article', { name: title });
    for (const place of [text, article]) {
      if (place === article) await ana.goto(item.path);
      const shown = place.locator('figure');
      await expect(shown.locator('figcaption')).toHaveText('On the first of May');
      const picture = shown.getByRole('img', { name: 'The board before noon' });
      await expect(picture).toHaveAttribute('src', /^\/files\//);
      await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(320);
    }
  });

  await test.step('copied from a page, which says where it stood, it is the picture itself all the same', async () => {
    await ana.goto(`${item.path}/edit`);
    await text.getByText('First line.').click();
    await ana.keyboard.press('End');
    await caretTold(ana);
    const html = '<meta charset="utf-8"><img src="https://example.com/board.png" alt="A board">';
    await paste(text, { html }, [{ name: 'image.png', type: 'image/png', base64 }]);
    await expect(figure).toHaveCount(2);
    await expect(text.locator('[src*="example.com"], [href*="example.com"]')).toHaveCount(0);
    await expect(stateOf(ana)).toHaveText('Saved');
    expect(await world.database.prisma.attachment.count({ where: { itemId: item.id } })).toBe(2);
  });
});
