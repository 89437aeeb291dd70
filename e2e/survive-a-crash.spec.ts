import { buildPerson } from '@/server/domains/people/factory';
import { stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

const WRITER = 'writer@company.example';
const READER = 'reader@company.example';
const LINES = Array.from(
  { length: 5 },
  (_, line) => `Line ${line + 1}: Δ of the spread is ${(line * 7919) % 1000} basis points, “as agreed” — naïve café.`,
);

test('every character that was Saved is there after application and database were killed', async ({ installation }) => {
  await installation.start();
  const { prisma } = (await installation.attach()).database;
  await buildPerson(prisma, { email: WRITER, name: 'Wilma Writer' });
  await buildPerson(prisma, { email: READER, name: 'Rolf Reader' });
  const title = 'What the night shift noted';
  const item = await writeItem(prisma, { title, author: WRITER });

  await test.step('somebody types until Saved stands there', async () => {
    const page = await installation.as(WRITER);
    await page.goto(`${item.path}/edit`);
    await textOf(page, title).click();
    for (const line of LINES) {
      await page.keyboard.type(line);
      await page.keyboard.press('Enter');
    }
    await expect(textOf(page, title)).toContainText(LINES.at(-1) ?? '');
    await expect(stateOf(page)).toHaveText('Saved');
  });

  await test.step('all browsers are closed, and everything is killed at once', async () => {
    await installation.crash();
    await installation.start();
  });

  await test.step('another person, in another browser, reads all of it', async () => {
    const page = await installation.as(READER);
    await page.goto(item.path);
    const article = page.getByRole('article', { name: title });
    await expect(article.getByRole('paragraph')).toContainText(LINES);
  });

  await test.step('and the writer goes on where it ended', async () => {
    const page = await installation.as(WRITER);
    await page.goto(`${item.path}/edit`);
    await expect(textOf(page, title).getByRole('paragraph')).toContainText(LINES);
    await textOf(page, title)
      .getByText(LINES[0] ?? '')
      .click();
    await page.keyboard.press('End');
    await page.keyboard.type(' And on we go.');
    await expect(stateOf(page)).toHaveText('Saved');
  });
});
