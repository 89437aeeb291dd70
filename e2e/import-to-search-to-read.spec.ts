import { buffer } from 'node:stream/consumers';
import type { Page } from '@playwright/test';
import { ZipFile } from 'yazl';
import { expect, test } from './support/test';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const FILES: Record<string, string | Buffer> = {
  'harbour/README.md': '# Harbour handbook\n\nBegin with [berths](ops/berths.md#tides).\n',
  'harbour/ops/berths.md':
    '---\ntags: [harbour]\nauthor: lena\n---\n# Assigning berths\n\nThe quokkaberth rule.\n\n## Tides\n\n![Plan](../plan.png)\n\n| Berth | Depth |\n|---|--:|\n| 7 | 12 |\n',
  'harbour/plan.png': PNG,
  'harbour/notes.txt': 'No page leads here.',
};

async function archive(changed: typeof FILES = {}): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries({ ...FILES, ...changed })) zip.addBuffer(Buffer.from(content), path);
  zip.end();
  return buffer(zip.outputStream as NodeJS.ReadableStream & AsyncIterable<Buffer>);
}

/** The list of files that no page uses, of the plan or of the report. */
const leftOut = (page: Page) => page.getByRole('group').filter({ hasText: '1 other file is left out' }).locator('li');

/** What importing the same source once more says before and after it. */
async function importAgain(page: Page): Promise<void> {
  await test.step('the same archive once more changes nothing', async () => {
    await page.goto('/library/import');
    const files = page.getByLabel('Zip archive or Markdown files');
    await files.setInputFiles({ name: 'harbour.zip', mimeType: 'application/zip', buffer: await archive() });
    await page.getByRole('button', { name: 'Look at harbour.zip' }).click();
    await expect(page.getByRole('row', { name: 'Assigning berths' })).toContainText('Imported before, unchanged');
    // Nothing is new: nobody is asked who may read it, or of what kind it is.
    await expect(page.getByRole('radiogroup', { name: 'Who may read what is new' })).toHaveCount(0);
    await expect(page.getByLabel(/^Kind of content of all/)).toHaveCount(0);
    await page.getByRole('button', { name: 'Import 2 files' }).click();
    await expect(page.getByText('0 created, 2 unchanged.')).toBeVisible();
  });

  await test.step('what changed here and there is named before and after', async () => {
    await page.goto('/search?q=harbour+handbook');
    await page.getByRole('link', { name: 'Harbour handbook' }).click();
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Handbook of the harbour');
    await page.keyboard.press('Enter');
    await expect(page.getByText('It is called “Handbook of the harbour” now')).toBeVisible();
    await page.goto('/library/import');
    const changed = { 'harbour/README.md': '# Harbour handbook\n\nBegin anew.\n' };
    await page
      .getByLabel('Zip archive or Markdown files')
      .setInputFiles({ name: 'harbour.zip', mimeType: 'application/zip', buffer: await archive(changed) });
    await page.getByRole('button', { name: 'Look at harbour.zip' }).click();
    const kept = page.getByRole('group').filter({ hasText: '1 file will not be overwritten' });
    await expect(kept.getByRole('listitem')).toHaveText(/^README\.md – somebody edited the item/);
    await page.getByRole('button', { name: 'Import 2 files' }).click();
    await expect(
      page.getByText('0 created, 1 unchanged, 1 left as it is because of a conflict.', { exact: true }),
    ).toBeVisible();
    await expect(page.getByRole('link', { name: 'README.md' })).toHaveClass(/mantine-Anchor/);
  });
}

test('a zip of Markdown is looked at, corrected, imported, found and read', async ({ as }) => {
  const page = await as('ana');
  await page.goto('/library/import');

  await test.step('what each file would become is shown before anything is written', async () => {
    const files = page.getByLabel('Zip archive or Markdown files');
    await files.setInputFiles({ name: 'harbour.zip', mimeType: 'application/zip', buffer: await archive() });
    await expect(page.getByRole('textbox', { name: 'Name of the source' })).toHaveValue('harbour');
    await page.getByRole('button', { name: 'Look at harbour.zip' }).click();
    await expect(page.getByRole('row', { name: 'Assigning berths' })).toBeVisible();
    await page.getByLabel('Kind of content of Assigning berths').selectOption({ label: 'Procedure' });
    await expect(leftOut(page)).toHaveText(['notes.txt']);
  });

  await test.step('whoever goes away finds it again at its page', async () => {
    await page.goto('/library/import');
    const mine = page.getByRole('table', { name: 'Your imports' }).getByRole('row').filter({ hasText: 'harbour' });
    await expect(mine).toContainText('Waits for your decision');
    await mine.getByRole('link', { name: 'harbour' }).click();
    await expect(page.getByRole('heading', { name: 'harbour' })).toBeVisible();
    await expect(page.getByRole('radiogroup', { name: 'Who may read what is new' })).toBeVisible();
    await expect(page.getByLabel('Kind of content of Assigning berths')).toHaveValue('procedures');
  });

  await test.step('the import says what it did', async () => {
    await page.getByRole('button', { name: 'Import 2 files' }).click();
    await expect(page.getByText('2 created.')).toBeVisible();
    await expect(leftOut(page)).toHaveText(['notes.txt']);
  });

  await test.step('whoever left the page is told, and led back to what it did', async () => {
    const told = page.getByRole('link', { name: /Your import of “harbour” is done: 2 created$/ });
    await expect(async () => {
      await page.goto('/inbox');
      await expect(told).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await told.click();
    await expect(page.getByText('2 created.')).toBeVisible();
  });

  await test.step('search finds it by its words, and marks them', async () => {
    await page.goto('/search?q=quokkaberth');
    await expect(page.getByRole('main').locator('mark')).toHaveText(['quokkaberth']);
    await page.getByRole('link', { name: 'Assigning berths' }).click();
  });

  await test.step('and it reads with its table, its image and its place', async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Assigning berths' })).toBeVisible();
    await expect(page.getByText('Procedure', { exact: true })).toBeVisible();
    await expect(page.getByText('Not reviewed yet')).toBeVisible();
    await expect(page.getByRole('cell', { name: '12' })).toBeVisible();
    const image = page.getByRole('img', { name: 'Plan' });
    await image.scrollIntoViewIfNeeded();
    await expect(image).toHaveJSProperty('naturalWidth', 1);
  });

  await test.step('links between the files lead on', async () => {
    await page.goto('/search?q=harbour+handbook');
    await page.getByRole('link', { name: 'Harbour handbook' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Harbour handbook' })).toBeVisible();
    await page.getByRole('link', { name: 'berths', exact: true }).click();
    await expect(page).toHaveURL(/\/library\/assigning-berths-\w+#tides$/);
    await expect(page.getByRole('heading', { name: 'Tides' })).toBeVisible();
  });

  await importAgain(page);
});
