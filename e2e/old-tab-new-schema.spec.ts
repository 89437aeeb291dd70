import type { Page } from '@playwright/test';
import * as decoding from 'lib0/decoding';
import { DOCUMENT_SCHEMA_VERSION } from '@/server/domains/knowledge/document-version.schema';
import { encodeHello, MESSAGE_KENNING, readClientMessage } from '@/server/platform/collab/protocol.schema';
import { caretTold, stateOf, textOf, writeItem } from './support/items';
import { networkOf } from './support/network';
import { expect, test, type World } from './support/test';

/** What a tab of an older version would have said in its place; null for every other frame. */
function olderHello(frame: Buffer): Buffer | null {
  const decoder = decoding.createDecoder(frame);
  if (decoding.readVarUint(decoder) !== MESSAGE_KENNING) return null;
  const isHello = readClientMessage(decoder).verb === 'hello';
  return isHello ? Buffer.from(encodeHello(DOCUMENT_SCHEMA_VERSION - 1)) : null;
}

test('a tab from before a new version of the document is asked to reload, and its unsent changes come along', async ({
  as,
  world,
}) => {
  const title = 'Setting the sundial';
  const item = await writeItem(world.database.prisma, { title, author: 'ana', markdown: 'Begin.' });
  const page = await as('ana');
  let old = false;
  const network = await networkOf(page, (frame) => (old && olderHello(frame)) || frame);
  await page.goto(`${item.path}/edit`);
  await expect(stateOf(page)).toHaveText('Saved');

  await test.step('the server is renewed while the tab is away and something is typed in it', async () => {
    await network.cut();
    await expect(stateOf(page)).toContainText('Offline');
    await textOf(page, title).getByText('Begin.').click();
    await page.keyboard.press('End');
    await page.keyboard.type(' At noon.');
    await expect(stateOf(page)).toHaveText('Offline: 1 change kept in this browser');
    old = true;
    await network.mend();
  });

  const notice = page.getByRole('main').getByRole('alert');
  await test.step('it is said what happened, what was kept, and what to do; nothing more can be typed', async () => {
    await expect(stateOf(page)).toHaveText('Stopped: Kenning has been renewed since this page was loaded.');
    await expect(notice).toContainText('Load the page again to go on.');
    await expect(notice).toContainText('1 change of yours not saved yet: kept in this browser');
    await expect(textOf(page, title)).toContainText('Begin. At noon.');
    await expect(textOf(page, title)).toHaveAttribute('aria-readonly', 'true');
    await page.keyboard.type(' Too late.');
    await expect(textOf(page, title)).not.toContainText('Too late.');
  });

  await test.step('loaded again, the change is there and saved', async () => {
    old = false;
    await notice.getByRole('button', { name: 'Load the page again' }).click();
    await expect(stateOf(page)).toHaveText('Saved');
    await expect(textOf(page, title)).toHaveText('Begin. At noon.');
    await page.goto(item.path);
    await expect(page.getByRole('article', { name: title })).toHaveText('Begin. At noon.');
  });
});

const SCRIPTS = /\/_next\/static\/.*\.js/;
/** As the built script names the node, and a name that no document holds: to that script there are no callouts. */
const [CALLOUT, NO_CALLOUT] = ['name:"callout"', 'name:"calledOut"'];

/** Serves a browser the script of a time before there were callouts, until it is renewed. */
async function beforeCallouts(page: Page) {
  let [old, renamed] = [true, 0];
  await page.route(SCRIPTS, async (route) => {
    if (!old) return route.continue();
    const script = await (await route.fetch()).text();
    renamed += script.split(CALLOUT).length - 1;
    await route.fulfill({ contentType: 'text/javascript', body: script.replaceAll(CALLOUT, NO_CALLOUT) });
  });
  return {
    renamed: () => renamed,
    renew: () => {
      old = false;
    },
  };
}

type Given = { as: (account: string) => Promise<Page>; world: World };

/** Ana's tab does not know callouts, and is away while Noah, whose tab does, writes one. */
async function awayWhileACalloutComes({ as, world }: Given, title: string, said: (frame: Buffer) => Buffer) {
  const given = { title, author: 'ana', maintainers: ['noah'], markdown: 'Begin.\n\nMind this.' };
  const item = await writeItem(world.database.prisma, given);
  const [ana, noah] = [await as('ana'), await as('noah')];
  const script = await beforeCallouts(ana);
  const network = await networkOf(ana, said);
  await ana.goto(`${item.path}/edit`);
  await expect(stateOf(ana)).toHaveText('Saved');
  expect(script.renamed()).toBeGreaterThan(0);
  await network.cut();
  await expect(stateOf(ana)).toContainText('Offline');
  await textOf(ana, title).getByText('Begin.').click();
  await ana.keyboard.press('End');
  await ana.keyboard.type(' At noon.');
  await expect(stateOf(ana)).toHaveText('Offline: 1 change kept in this browser');

  await noah.goto(`${item.path}/edit`);
  await expect(stateOf(noah)).toHaveText('Saved');
  await textOf(noah, title).getByText('Mind this.').click();
  await noah.keyboard.press('End');
  await caretTold(noah);
  await noah.keyboard.press('Enter');
  await noah.keyboard.type('> [!WARNING] The shadow lags.');
  const callout = textOf(noah, title).locator('aside[data-callout="warning"]');
  await expect(callout).toContainText('The shadow lags.');
  await expect(stateOf(noah)).toHaveText('Saved');
  return { item, ana, noah, callout, script, network };
}

test('CO-O74 a tab that does not know a block deletes nothing of it: it is asked to reload, and the block is there', async ({
  as,
  world,
}) => {
  const title = 'Reading the sundial';
  let old = false;
  const tab = await awayWhileACalloutComes({ as, world }, title, (frame) => (old && olderHello(frame)) || frame);
  const { item, ana, noah, callout, script, network } = tab;

  await test.step('it comes back, and is let go before it has taken anything away', async () => {
    old = true;
    await network.mend();
    await expect(stateOf(ana)).toHaveText('Stopped: Kenning has been renewed since this page was loaded.');
    await expect(textOf(ana, title)).toHaveAttribute('aria-readonly', 'true');
    await expect(textOf(ana, title)).not.toContainText('The shadow lags.');
  });

  await test.step('the colleague has the callout with its words, writes on in it, and has it after a reload', async () => {
    await noah.keyboard.type(' By four minutes.');
    await expect(stateOf(noah)).toHaveText('Saved');
    await expect(callout).toContainText('The shadow lags. By four minutes.');
    await noah.reload();
    await expect(stateOf(noah)).toHaveText('Saved');
    await expect(callout).toContainText('The shadow lags. By four minutes.');
  });

  await test.step('loaded again the tab has it as well, and the change that waited takes nothing of it along', async () => {
    old = false;
    script.renew();
    await ana.getByRole('main').getByRole('alert').getByRole('button', { name: 'Load the page again' }).click();
    await expect(stateOf(ana)).toHaveText('Saved');
    const here = textOf(ana, title);
    await expect(here.locator('aside[data-callout="warning"]')).toContainText('The shadow lags. By four minutes.');
    await expect(here).toContainText('Begin. At noon.');
    await expect(textOf(noah, title)).toContainText('Begin. At noon.');
    await expect(callout).toContainText('The shadow lags. By four minutes.');
    await ana.goto(item.path);
    await expect(ana.getByRole('note')).toContainText('The shadow lags. By four minutes.');
  });
});

test('CO-O67 without a new version said, that same tab takes the block away: so the version is what protects it', async ({
  as,
  world,
}) => {
  const title = 'Reading the water clock';
  const { ana, callout, network } = await awayWhileACalloutComes({ as, world }, title, (frame) => frame);
  await expect(callout).toHaveCount(1);
  await network.mend();
  await expect(stateOf(ana)).toHaveText('Saved');
  await expect(callout).toHaveCount(0);
});
