import { AxeBuilder } from '@axe-core/playwright';
import { textOf, writeItem } from './support/items';
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

test('ED-T276 what scrolls or folds on the screen is on paper as a whole, and nobody else’s caret', async ({
  as,
  world,
}) => {
  const title = 'Much of it on paper';
  const long = [
    `\`\`\`ts\nconst feeds = '${'and on '.repeat(60)}';\n\`\`\``,
    '<details>\n<summary>More of it</summary>\n\nWhat is folded.\n\n</details>',
  ].join('\n\n');
  const given = { title, author: 'ana', maintainers: ['noah'], markdown: `Words.\n\n${long}` };
  const item = await writeItem(world.database.prisma, given);
  const [ana, noah] = [await as('ana', { viewport: { width: 794, height: 1123 } }), await as('noah')];
  await noah.goto(`${item.path}/edit`);
  await textOf(noah, title).getByText('Words.').click();
  for (const path of [item.path, `${item.path}/edit`]) {
    await ana.goto(path);
    await ana.emulateMedia({ media: 'print' });
    const page = path === item.path ? ana.getByRole('article', { name: title }) : textOf(ana, title);
    await expect(page.getByText('What is folded.')).toBeVisible();
    const code = page.locator('pre').filter({ hasText: 'const feeds' });
    expect(await code.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
    await ana.emulateMedia({ media: 'screen' });
  }
  const name = textOf(ana, title).getByText('Noah Brooks');
  await expect(name).toBeVisible();
  await ana.emulateMedia({ media: 'print' });
  await expect(name).toBeHidden();
});
