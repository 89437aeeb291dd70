import { AxeBuilder } from '@axe-core/playwright';
import { writeItem } from './support/items';
import { expect, test } from './support/test';

const markdown = [
  'A paragraph with a [link](https://example.com), `code` and **weight**.',
  '> [!WARNING]\n> Keep the old key until the new one is seen.',
  '```ts\n// A comment\nconst answer: number = 42; export const words = "forty-two";\n```',
  '| Key | Where |\n| --- | --- |\n| old | the vault |',
].join('\n\n');

test('what is printed from the dark scheme is dark ink on white, and what one presses is not on it', async ({
  as,
  world,
}) => {
  const title = 'The page that goes to paper';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown });
  const page = await as('ana', { colorScheme: 'dark' });
  await page.goto(item.path);
  const root = page.locator('html');
  await expect(root).toHaveAttribute('data-mantine-color-scheme', 'dark');
  // The heading's name is the title alone.
  await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
  const rename = page.getByRole('button', { name: 'Rename' });
  await expect(rename).toBeVisible();

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(root).toHaveAttribute('data-mantine-color-scheme', 'light');
  await expect(rename).toBeHidden();
  await expect(page.getByRole('link', { name: 'Edit', exact: true })).toBeHidden();
  await expect(page.getByRole('article', { name: title })).toContainText('the vault');
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(ground).toBe('rgb(255, 255, 255)');
  const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
  expect(violations.flatMap(({ nodes }) => nodes.map((node) => `${node.target} ${node.html}`))).toEqual([]);

  await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
  await expect(root).toHaveAttribute('data-mantine-color-scheme', 'dark');
});
