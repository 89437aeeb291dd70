import type { Page } from '@playwright/test';
import { buildPerson } from '@/server/domains/people/factory';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { networkOf } from './support/network';
import { expect, type Installation, test } from './support/test';

const MINUTE_MS = 60_000;
const ANA = 'ana@company.example';
const NOAH = 'noah@company.example';
const TITLE = 'What the harbour needs before winter';
const FILLER = Array.from({ length: 12 }, (_, at) => `Point ${at + 1} of the list.`);
const [TOP, MIDDLE, FOOT] = ['Top of the page.', 'Middle of the page.', 'Foot of the page.'];
const PLACES = [TOP, MIDDLE, FOOT];
const markdown = [TOP, ...FILLER, MIDDLE, ...FILLER, FOOT].join('\n\n');

/** Writes before or behind words that stand somewhere. */
async function writeBeside(page: Page, words: string, where: 'Home' | 'End', typed: string): Promise<void> {
  await textOf(page, TITLE).getByText(words).click();
  await page.keyboard.press(where);
  await caretTold(page);
  await page.keyboard.type(typed);
}

/** How many documents the server holds open. */
async function roomsOf(url: string): Promise<number> {
  const figures = await (await fetch(`${url}/api/metrics`)).text();
  return Number(/^kenning_collaboration\{what="rooms"\} (\d+)$/m.exec(figures)?.[1] ?? Number.NaN);
}

/** Until so many real minutes are over. */
function untilMinute(minutes: number, since: number): Promise<void> {
  const options = { timeout: minutes * MINUTE_MS + MINUTE_MS, intervals: [1_000] };
  return expect.poll(() => (Date.now() - since) / MINUTE_MS, options).toBeGreaterThanOrEqual(minutes);
}

/** Who is here, whether they write or rest. */
function hereIs(page: Page, me: string, other?: string): Promise<void> {
  const name = new RegExp(`^Here now: ${me} \\(you\\)${other ? `, ${other}(, not active)?` : ''}$`);
  return expect(page.getByRole('group', { name })).toBeVisible({ timeout: MINUTE_MS });
}

/** Ana and Noah in one long text, on an installation that has no other. */
async function bothIn(installation: Installation) {
  const { url } = await installation.start();
  const { prisma } = (await installation.attach()).database;
  await buildPerson(prisma, { email: ANA, name: 'Ana Souza' });
  await buildPerson(prisma, { email: NOAH, name: 'Noah Brooks' });
  const item = await writeItem(prisma, { title: TITLE, author: ANA, maintainers: [NOAH], markdown });
  const [ana, noah] = [await installation.as(ANA), await installation.as(NOAH)];
  const network = await networkOf(ana);
  for (const page of [ana, noah]) {
    await page.goto(`${item.path}/edit`);
    await expect(stateOf(page)).toHaveText('Saved');
  }
  await hereIs(noah, 'Noah Brooks', 'Ana Souza');
  return { url, item, ana, noah, network };
}

test('CO-O68 ten real minutes offline, writing everywhere, while a colleague writes, leaves and comes again: all is there once', async ({
  installation,
}) => {
  test.setTimeout(15 * MINUTE_MS);
  const { url, item, ana, noah, network } = await bothIn(installation);
  await network.cut();
  const since = Date.now();

  await test.step('she writes behind the beginning, the middle and the end, and he before them', async () => {
    await expect(stateOf(ana)).toContainText('Offline');
    for (const [at, place] of PLACES.entries()) {
      await Promise.all([
        writeBeside(ana, place, 'End', ` Ana says ${at + 1}.`),
        writeBeside(noah, place, 'Home', `Noah says ${at + 1}. `),
      ]);
    }
    await expect(stateOf(ana)).toHaveText(/^Offline: \d+ changes? kept in this browser$/);
    await expect(stateOf(noah)).toHaveText('Saved');
    await hereIs(noah, 'Noah Brooks');
  });

  await test.step('he leaves, nobody is there, and the server lets go of the document', async () => {
    await noah.goto('/library');
    expect(await roomsOf(url)).toBe(1);
    await expect.poll(() => roomsOf(url), { timeout: 2 * MINUTE_MS, intervals: [1_000] }).toBe(0);
  });

  await test.step('she writes on, and he comes again and does too', async () => {
    await untilMinute(5, since);
    await writeBeside(ana, MIDDLE, 'End', ' Ana insists.');
    await noah.goto(`${item.path}/edit`);
    await expect(stateOf(noah)).toHaveText('Saved');
    await writeBeside(noah, FOOT, 'Home', 'Noah agrees. ');
    await expect(stateOf(noah)).toHaveText('Saved');
    await untilMinute(10, since);
    await expect(stateOf(ana)).toHaveText(/^Offline: \d+ changes? kept in this browser$/);
  });

  const all = [
    `Noah says 1. ${TOP} Ana says 1.`,
    ...FILLER,
    `Noah says 2. ${MIDDLE} Ana says 2. Ana insists.`,
    ...FILLER,
    `Noah agrees. Noah says 3. ${FOOT} Ana says 3.`,
  ];
  await test.step('she returns: all of both is there once, saved, and each is here', async () => {
    await network.mend();
    await expect(stateOf(ana)).toHaveText('Saved');
    await expect(stateOf(noah)).toHaveText('Saved');
    await hereIs(ana, 'Ana Souza', 'Noah Brooks');
    await hereIs(noah, 'Noah Brooks', 'Ana Souza');
    const reader = await installation.as(NOAH);
    await reader.goto(item.path);
    await expect(reader.getByRole('article', { name: TITLE }).getByRole('paragraph')).toHaveText(all);
    for (const page of [ana, noah]) {
      await page.reload();
      await expect(stateOf(page)).toHaveText('Saved');
    }
    await reader.reload();
    await expect(reader.getByRole('article', { name: TITLE }).getByRole('paragraph')).toHaveText(all);
  });
});
