import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { networkOf } from './support/network';
import { expect, test } from './support/test';

const LINES = ['The feed handlers come first.', 'The tick store moves on Saturday', 'Then the replicas follow.'];
const LINE = LINES[1] as string;

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
