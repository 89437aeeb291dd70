import * as decoding from 'lib0/decoding';
import { DOCUMENT_SCHEMA_VERSION } from '@/server/domains/knowledge/document-version.schema';
import { encodeHello, MESSAGE_KENNING, readClientMessage } from '@/server/platform/collab/protocol.schema';
import { stateOf, textOf, writeItem } from './support/items';
import { networkOf } from './support/network';
import { expect, test } from './support/test';

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
