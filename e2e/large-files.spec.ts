import { createHash, randomBytes } from 'node:crypto';
import { writeItem } from './support/items';
import { expect, test } from './support/test';

const MIB_BYTES = 1024 * 1024;

test('WB-G7 a large file comes in whole, and of who is not signed in nothing is taken', async ({
  as,
  world,
  request,
}) => {
  const { prisma } = world.database;
  const item = await writeItem(prisma, { title: 'Recordings of the control room', author: 'ana', markdown: 'Listen.' });
  const bytes = randomBytes(11 * MIB_BYTES);
  const address = `/files?item=${item.id}&name=recording.bin`;
  const sent = { data: bytes, headers: { origin: world.url } };

  const refused = await request.post(address, sent);
  expect(refused.status()).toBe(401);

  const { request: ana } = (await as('ana')).context();
  const answer = await ana.post(address, sent);
  expect(answer.status()).toBe(201);
  const added = (await answer.json()) as { url: string; sizeBytes: number };
  expect(added.sizeBytes).toBe(bytes.byteLength);
  const served = await (await ana.get(added.url)).body();
  expect(createHash('sha256').update(served).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('WB-G8 where no page is, none is shown without its policy', async ({ as }) => {
  const { request } = (await as('ana')).context();
  for (const path of ['/api/nothing', '/api', '/files/nothing', '/files/a/b/c', '/collab/nothing', '/favicon.icon']) {
    const answer = await request.get(path);
    const isPage = answer.headers()['content-type']?.startsWith('text/html') ?? false;
    expect(answer.status(), path).toBe(404);
    expect(isPage && !answer.headers()['content-security-policy'], `${path} is a page without a policy`).toBe(false);
  }
  const answer = await request.get('/api/nothing');
  expect(await answer.json()).toMatchObject({ error: { code: 'not_found' } });
});
