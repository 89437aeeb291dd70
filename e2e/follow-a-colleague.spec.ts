import type { Page } from '@playwright/test';
import { stateOf, textOf, writeItem } from './support/items';
import { expectSound, Watch } from './support/page-check';
import { expect, test, type World } from './support/test';

const LINES = 80;
const markdown = Array.from({ length: LINES }, (_, index) => `Line ${index + 1} of the log.`).join('\n\n');
/** Not the first, in which Ana's caret stands, with her name. */
const FIRST = 'Line 2 of the log.';
const LAST = `Line ${LINES} of the log.`;

/** Puts somebody's caret at the end of a line. */
async function standAt(page: Page, title: string, words: string): Promise<void> {
  await textOf(page, title).getByText(words, { exact: true }).click();
  await page.keyboard.press('End');
}

type Given = { as: (account: string) => Promise<Page>; world: World };

/** Ana sees the top of a long text, in which Noah is as well. */
async function bothInLog({ as, world }: Given, title: string) {
  const item = await writeItem(world.database.prisma, { title, author: 'ana', maintainers: ['noah'], markdown });
  const [ana, noah] = [await as('ana'), await as('noah')];
  const watch = new Watch(ana);
  await ana.goto(`${item.path}/edit`);
  await expect(stateOf(ana)).toHaveText('Saved');
  await noah.goto(`${item.path}/edit`);
  await expect(ana.getByRole('group', { name: 'Here now: Ana Souza (you), Noah Brooks' })).toBeVisible();
  const said = (words: string) => ana.getByRole('status').filter({ hasText: words });
  await expect(said('Noah Brooks joined.')).toHaveCount(1);
  const avatar = ana.getByRole('button', { name: 'Go to Noah Brooks' });
  const follow = ana.getByRole('button', { name: 'Follow', exact: true });
  const frame = ana.getByText('Following Noah Brooks', { exact: true });
  return {
    item,
    ana,
    noah,
    watch,
    avatar,
    follow,
    frame,
    said,
    caret: textOf(ana, title).getByText('Noah Brooks'),
    followByKeys: async () => {
      await avatar.focus();
      await ana.keyboard.press('Enter');
      await expect(follow).toBeVisible();
      await ana.keyboard.press('Tab');
      await ana.keyboard.press('Tab');
      await expect(follow).toBeFocused();
      await ana.keyboard.press('Enter');
      await expect(frame).toBeVisible();
    },
  };
}

test('one goes to a colleague’s caret, and follows it until Escape', async ({ as, world }) => {
  const title = 'Log of the lighthouse';
  const log = await bothInLog({ as, world }, title);
  const { item, ana, noah, watch, avatar, follow, frame, said, caret } = log;

  await test.step('a press on the picture leads to the caret, and where that is is said', async () => {
    await standAt(noah, title, LAST);
    await expect(caret).toBeAttached();
    await expect(caret).not.toBeInViewport();
    await avatar.click();
    await ana.mouse.move(0, 0);
    await expect(ana.getByRole('tooltip')).toHaveCount(0);
    await expect(caret).toBeInViewport();
    await expect(said(`Noah Brooks is at: ${LAST}`)).toHaveCount(1);
    await expectSound(ana, watch, true);
    await ana.keyboard.press('Escape');
    await expect(follow).toHaveCount(0);
    await expect(avatar).toBeFocused();
  });

  await test.step('followed by keys alone, the page goes along', async () => {
    await log.followByKeys();
    await expect(said('Following Noah Brooks. Escape ends it.')).toHaveCount(1);
    await standAt(noah, title, FIRST);
    await expect(caret).toBeInViewport();
    await expectSound(ana, watch, true);
  });

  await test.step('Escape ends it and leads nowhere else', async () => {
    await ana.keyboard.press('Escape');
    await expect(frame).toHaveCount(0);
    await expect(ana).toHaveURL(`${item.path}/edit`);
    await standAt(noah, title, LAST);
    await expect(caret).not.toBeInViewport();
  });
});

test('following ends with one’s own scrolling and typing, and with whoever is followed', async ({ as, world }) => {
  const title = 'Log of the harbour';
  const log = await bothInLog({ as, world }, title);
  const { ana, noah, avatar, follow, frame, said } = log;
  await standAt(noah, title, LAST);

  await test.step('scrolling', async () => {
    await log.followByKeys();
    await ana.mouse.move(700, 500);
    await ana.mouse.wheel(0, -300);
    await expect(frame).toHaveCount(0);
  });

  await test.step('typing', async () => {
    await standAt(ana, title, `Line ${LINES - 1} of the log.`);
    await avatar.click();
    await follow.click();
    await expect(frame).toBeVisible();
    await textOf(ana, title).focus();
    await ana.keyboard.type('!');
    await expect(frame).toHaveCount(0);
  });

  await test.step('whoever leaves takes their caret along', async () => {
    await log.followByKeys();
    await noah.close();
    await expect(frame).toHaveCount(0);
    await expect(textOf(ana, title).getByText('Noah Brooks')).toHaveCount(0);
    await expect(ana.getByRole('group', { name: 'Here now: Ana Souza (you)' })).toBeVisible();
    await expect(said('Noah Brooks left.')).toHaveCount(1);
  });
});

test('two tabs are one picture; whoever is idle is dimmed; a name at the end of a line stays in the text', async ({
  as,
  world,
}) => {
  const title = 'Log of the weather';
  const item = await writeItem(world.database.prisma, {
    title,
    author: 'ana',
    maintainers: ['zoe'],
    markdown: 'A line that runs on until it has come near to the end of what fits on a telephone, and on.',
  });
  const phone = await as('ana', { viewport: { width: 390, height: 844 } });
  const zoe = await as('zoe');
  await zoe.clock.install();
  const second = await zoe.context().newPage();
  await phone.goto(`${item.path}/edit`);
  await Promise.all([zoe.goto(`${item.path}/edit`), second.goto(`${item.path}/edit`)]);
  await expect(phone.getByRole('group', { name: 'Here now: Ana Souza (you), Zoé Laurent' })).toBeVisible();
  await expect(phone.getByRole('button', { name: /^Go to/ })).toHaveCount(1);

  await test.step('the name is read where the line ends', async () => {
    await textOf(zoe, title).locator('p').click();
    const label = textOf(phone, title).getByText('Zoé Laurent').last();
    const text = await textOf(phone, title).boundingBox();
    for (let steps = 0; steps < 12; steps += 1) {
      for (let key = 0; key < 4; key += 1) await zoe.keyboard.press('ArrowRight');
      await expect
        .poll(async () => {
          const box = await label.boundingBox();
          return box && text ? box.x >= 0 && box.x + box.width <= text.x + text.width + 1 : false;
        })
        .toBe(true);
    }
  });

  await test.step('idle in both tabs is idle, in one is not', async () => {
    const idle = phone.getByRole('button', { name: 'Go to Zoé Laurent, not active' });
    const active = phone.getByRole('button', { name: 'Go to Zoé Laurent', exact: true });
    await zoe.clock.fastForward('02:30');
    await expect(idle).toBeVisible();
    await second.keyboard.press('ArrowRight');
    await expect(active).toBeVisible();
    await second.close();
    await expect(idle).toBeVisible();
    await zoe.keyboard.press('ArrowLeft');
    await expect(active).toBeVisible();
  });
});
