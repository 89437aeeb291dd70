import { endSessions } from '@/server/platform/auth';
import { inTransaction } from '@/server/platform/db/client';
import { personIdOf, stateOf, textOf, writeItem } from './support/items';
import { keptIn } from './support/kept';
import { networkOf } from './support/network';
import { expect, signIn, test } from './support/test';

const SESSION_ENDED = 'Your session was ended: sign in again to go on.';

test('CO-O66 whose session is ended from elsewhere keeps nothing in this browser: neither a page that is open nor one that was closed', async ({
  as,
  world,
}) => {
  const { prisma } = world.database;
  const given = { author: 'ana', maintainers: ['noah'], markdown: 'Known to few.' };
  const [open, shut] = [
    await writeItem(prisma, { ...given, title: 'Rota of the bargees' }),
    await writeItem(prisma, { ...given, title: 'Rota of the stokers' }),
  ];
  const noah = await as('noah');
  const network = await networkOf(noah);
  const writeOffline = async ({ path, title }: typeof open) => {
    await network.mend();
    await noah.goto(`${path}/edit`);
    await expect(stateOf(noah)).toHaveText('Saved');
    await network.cut();
    await expect(stateOf(noah)).toContainText('Offline');
    await textOf(noah, title).getByText('Known to few.').click();
    await noah.keyboard.press('End');
    await noah.keyboard.type(' Never told.');
    await expect.poll(() => keptIn(noah)).toBeGreaterThan(0);
  };
  const personId = await personIdOf(prisma, 'noah');
  const endAll = () =>
    inTransaction(prisma, (tx) => endSessions(tx, { personId, reason: 'ended_by_person', now: new Date() }));

  await test.step('at the door, with no page of the text open', async () => {
    await writeOffline(shut);
    noah.once('dialog', (dialog) => dialog.accept());
    await network.onlyPages();
    await noah.goto('/people');
    await expect.poll(() => keptIn(noah)).toBeGreaterThan(0);
    await endAll();
    await noah.goto('/library');
    await expect(noah.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expect.poll(() => keptIn(noah)).toBe(0);
  });

  await test.step('in an open page, where it stays in sight to be taken along', async () => {
    await signIn(noah.context(), world, 'noah@tradesense.example');
    await writeOffline(open);
    await endAll();
    await network.mend();
    await expect(stateOf(noah)).toContainText(SESSION_ENDED);
    await expect.poll(() => keptIn(noah)).toBe(0);
    await expect(textOf(noah, open.title)).toContainText('Known to few. Never told.');
    await expect(noah.getByRole('alert').filter({ hasText: 'Not saved: “Never told.”' })).toBeVisible();
    await expect(noah.getByRole('alert').getByRole('link', { name: 'Sign in again' })).toBeVisible();
  });
});
