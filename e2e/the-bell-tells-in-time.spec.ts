import type { Page } from '@playwright/test';
import { personIdOf, writeItem } from './support/items';
import { expect, test } from './support/test';

/** Nobody waits longer than about ten seconds for what concerns them. */
const IN_TIME = { timeout: 12_000 };
/** Sooner than the page would ask by itself. */
const AT_ONCE = { timeout: 4_000 };

const bell = (page: Page, unread: number) =>
  page.getByRole('button', { name: unread > 0 ? `Notifications, ${unread} unread` : 'Notifications', exact: true });

test('the bell and what waits at home tell in time, and agree', async ({ as, world }) => {
  const { prisma } = world.database;
  const keepers = { author: 'ana', maintainers: ['marco'], accessLevel: 'restricted', markdown: 'Up.' } as const;
  const items = [
    await writeItem(prisma, { title: 'The first of two that are kept close', ...keepers }),
    await writeItem(prisma, { title: 'The second of two that are kept close', ...keepers }),
  ];
  // Told of being made a maintainer by and by: the story begins after that.
  const subjectId = { in: items.map(({ id }) => id) };
  await expect.poll(() => prisma.notification.count({ where: { subjectId } })).toBe(items.length);
  for (const account of ['ana', 'marco', 'zoe']) {
    await prisma.notification.deleteMany({ where: { personId: await personIdOf(prisma, account) } });
  }
  const [keeper, other, asker] = [await as('ana'), await as('marco'), await as('zoe')];
  const requests = keeper.getByRole('list', { name: 'Requests to read' }).getByRole('listitem');
  const ask = async (path: string | undefined) => {
    await asker.goto(path ?? '');
    await asker.getByRole('button', { name: 'Ask for access' }).click();
    await expect(asker.getByRole('main').getByRole('status')).toBeVisible();
  };

  await test.step('a request comes to the badge and to the page by itself', async () => {
    await keeper.goto('/');
    await expect(bell(keeper, 0)).toBeVisible();
    const before = await requests.count();
    await ask(items[0]?.path);
    await expect(bell(keeper, 1)).toBeVisible(IN_TIME);
    await expect(requests).toHaveCount(before + 1, IN_TIME);
  });

  await test.step('opening the bell brings badge and list to the same state', async () => {
    await ask(items[1]?.path);
    await expect
      .poll(async () => prisma.notification.count({ where: { person: { email: { startsWith: 'ana@' } } } }))
      .toBe(2);
    await bell(keeper, 1).or(bell(keeper, 2)).click();
    const unread = keeper.getByRole('list', { name: 'Unread notifications' }).getByRole('listitem');
    await expect(unread).toHaveCount(2, AT_ONCE);
    await expect(bell(keeper, 2)).toBeVisible({ timeout: 500 });
    await keeper.keyboard.press('Escape');
  });

  await test.step('another page asks again', async () => {
    await other.goto('/');
    await expect(bell(other, 2)).toBeVisible();
    await prisma.notification.updateMany({
      where: { person: { email: { startsWith: 'marco@' } }, subjectId: items[0]?.id ?? '' },
      data: { readAt: new Date() },
    });
    await other.getByRole('link', { name: 'Library', exact: true }).first().click();
    await expect(bell(other, 1)).toBeVisible(AT_ONCE);
  });

  await test.step('what was answered is not counted on, for any keeper', async () => {
    const given = requests.filter({ hasText: 'The first of two' });
    await given.getByRole('button', { name: 'Let Zoé read' }).click();
    await expect(bell(keeper, 1)).toBeVisible(AT_ONCE);
    const declined = requests.filter({ hasText: 'The second of two' });
    await declined.getByRole('button', { name: 'Decline the request of Zoé Laurent' }).click();
    await expect(bell(keeper, 0)).toBeVisible(AT_ONCE);
    await expect(bell(other, 0)).toBeVisible(IN_TIME);
    await expect(bell(asker, 1)).toBeVisible(IN_TIME);
  });
});
