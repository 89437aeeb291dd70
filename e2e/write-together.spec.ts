import { stateOf, textOf, writeItem } from './support/items';
import { expect, test } from './support/test';

test('two people write one article at once, each undoing only what is theirs', async ({ as, world }) => {
  const title = 'Moving the tick store to the new rack';
  const markdown = 'First line.\n\nLast line.\n';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
  const [ana, noah] = [await as('ana'), await as('noah')];
  await Promise.all([ana.goto(`${item.path}/edit`), noah.goto(`${item.path}/edit`)]);
  const [anaText, noahText] = [textOf(ana, title), textOf(noah, title)];
  await expect(anaText).toContainText('Last line.');
  await expect(noahText).toContainText('Last line.');

  await test.step('both are told who is here', async () => {
    await expect(ana.getByRole('img', { name: 'Here now: Ana Souza (you), Noah Brooks' })).toBeVisible();
    await expect(noah.getByRole('img', { name: 'Here now: Noah Brooks (you), Ana Souza' })).toBeVisible();
  });

  const byAna = 'Ana switches the feeds over one by one, beginning with the quiet ones.';
  const byNoah = 'Noah watches the lag of every replica and stops her when it grows.';
  await test.step('they type at the same time, and converge', async () => {
    await anaText.getByText('First line.').click();
    await noahText.getByText('Last line.').click();
    await ana.keyboard.press('End');
    await noah.keyboard.press('End');
    await Promise.all([ana.keyboard.type(` ${byAna}`, { delay: 5 }), noah.keyboard.type(` ${byNoah}`, { delay: 5 })]);
    for (const text of [anaText, noahText]) {
      await expect(text.getByRole('paragraph')).toContainText([`First line. ${byAna}`, `Last line. ${byNoah}`]);
    }
  });

  await test.step('each sees the caret of the other, with the name', async () => {
    await expect(anaText.getByText('Noah Brooks')).toBeVisible();
    await expect(noahText.getByText('Ana Souza')).toBeVisible();
  });

  await test.step('both read Saved', async () => {
    await expect(stateOf(ana)).toHaveText('Saved');
    await expect(stateOf(noah)).toHaveText('Saved');
  });

  await test.step('undo takes back what one wrote oneself, and redo brings it again', async () => {
    const undo = ana.getByRole('button', { name: 'Undo your last change' });
    while (await undo.isEnabled()) await undo.click();
    await expect(noahText).not.toContainText('Ana switches');
    await expect(anaText.getByRole('paragraph').first()).toHaveText('First line.');
    for (const text of [anaText, noahText]) await expect(text).toContainText(byNoah);
    const redo = ana.getByRole('button', { name: /^Redo/ });
    while (await redo.isEnabled()) await redo.click();
    await expect(noahText).toContainText(byAna);
    await expect(stateOf(ana)).toHaveText('Saved');
  });

  await test.step('whoever reads it now reads both', async () => {
    const reader = await as('zoe');
    await reader.goto(item.path);
    const article = reader.getByRole('article', { name: title });
    await expect(article).toContainText(byAna);
    await expect(article).toContainText(byNoah);
  });
});
