import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Actor } from '@/server/platform/access';
import { after, MINUTE_MS } from '@/server/platform/clock';
import type { Database } from '@/server/platform/db/client';
import type { Log } from '@/server/platform/log';
import { testDatabase } from '@/server/platform/testing/database';
import { editDocument } from '@/server/platform/testing/edit-document';
import { DOCUMENT_FRAGMENT } from '../document.schema';
import { buildItem } from '../factory';
import { getItem, itemMarkdown, itemPage } from '../item.queries';
import { projectStale } from '../jobs';
import { searchItems } from '../search/search-items';
import { as, makeWorld, TEST_NOW } from '../testing/world';
import { deriveText } from '../text.tasks';
import { changeContent } from './change-content';
import { changeMetadata } from './change-metadata';
import { projectItem, staleItems, writeProjection } from './project-item';

let database: Database;
let author: Actor;
const LATER = after(TEST_NOW, 5 * MINUTE_MS);

beforeAll(async () => {
  database = await testDatabase();
  author = (await makeWorld(database.prisma)).people.author;
});
afterAll(() => database.close());

const by = (actor: Actor) => as(actor, database.prisma);

/** Types a paragraph at the end, as an editor does. */
const type = (documentId: string, words: string) =>
  database.prisma.$transaction((tx) =>
    editDocument(tx, { documentId, personId: author.personId, now: LATER }, (doc) => {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.insert(0, [new Y.XmlText(words)]);
      const fragment = doc.getXmlFragment(DOCUMENT_FRAGMENT);
      fragment.insert(fragment.length, [paragraph]);
    }),
  );

describe('what is derived from a document', () => {
  test('KN-M6: a reader meets what was typed, although no job has run', async () => {
    const { id, etag } = await buildItem(by(author), { markdown: '## One\n\nFirst words.\n' });
    await type(id, 'Freshly typed petrichor.');
    const page = await itemPage(by(author), { id });
    expect(JSON.stringify(page.document)).toContain('petrichor');
    expect(page.outline.map((heading) => heading.text)).toEqual(['One']);
    const item = await getItem(by(author), { id });
    expect(item.content).toBe('## One\n\nFirst words.\n\nFreshly typed petrichor.\n');
    expect(item.updatedAt).toEqual(LATER);
    expect(item.etag).not.toBe(etag);
    expect((await searchItems(by(author), { q: 'petrichor' })).total).toBe(1);
  });

  test('KN-M7: the round finds what was missed, once', async () => {
    const { id } = await buildItem(by(author));
    await type(id, 'Overlooked susurrus.');
    expect(await staleItems(database.prisma, { after: '', limit: 10 })).toEqual([id]);
    await projectStale({ db: database.prisma, now: LATER });
    expect(await staleItems(database.prisma, { after: '', limit: 10 })).toEqual([]);
    expect((await searchItems(by(author), { q: 'susurrus' })).results.map((hit) => hit.id)).toEqual([id]);
    expect(await projectItem({ db: database.prisma, now: LATER }, { id })).toBe(false);
  });

  test('KN-M8: an older state never replaces a newer one', async () => {
    const { id } = await buildItem(by(author), { markdown: 'Newest words.\n' });
    const before = await database.prisma.itemProjection.findUniqueOrThrow({ where: { itemId: id } });
    const old = { type: 'doc' as const, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Old.' }] }] };
    const write = (seq: bigint) =>
      database.prisma.$transaction((tx) =>
        writeProjection(tx, { id, text: deriveText(old), seq, at: LATER, now: LATER }),
      );
    expect(await write(before.seq)).toBe(false);
    expect(await write(before.seq - 1n)).toBe(false);
    expect((await getItem(by(author), { id })).content).toBe('Newest words.\n');
    const results = await Promise.all([write(before.seq + 1n), write(before.seq + 2n), write(before.seq + 1n)]);
    expect(results.filter(Boolean).length).toBeGreaterThan(0);
    const now = await database.prisma.itemProjection.findUniqueOrThrow({ where: { itemId: id } });
    expect(now.seq).toBe(before.seq + 2n);
  });

  test('KN-M9: a summary that somebody wrote stays; one that nobody wrote follows the first paragraph', async () => {
    const own = await buildItem(by(author), { summary: 'Mine.', markdown: 'The first paragraph says this.\n' });
    const empty = await buildItem(by(author), { markdown: '' });
    expect((await getItem(by(author), { id: own.id })).summary).toBe('Mine.');
    expect((await getItem(by(author), { id: empty.id })).summary).toBe('');
    await type(empty.id, 'Now there are some words.');
    expect((await getItem(by(author), { id: empty.id })).summary).toBe('Now there are some words.');
    await changeContent(by(author), { id: empty.id, markdown: 'Now there are other words.\n' });
    const summaryOf = async (id: string) => (await getItem(by(author), { id })).summary;
    expect(await summaryOf(empty.id)).toBe('Now there are other words.');
    const change = async (id: string, summary: string) => {
      const { revision } = await database.prisma.knowledgeItem.findUniqueOrThrow({ where: { id } });
      await changeMetadata(by(author), { id, revision, summary });
    };
    await change(empty.id, 'Now there are other words.');
    await changeContent(by(author), { id: empty.id, markdown: 'Still nobody wrote one.\n' });
    expect(await summaryOf(empty.id)).toBe('Still nobody wrote one.');
    await change(own.id, '');
    expect(await summaryOf(own.id)).toBe('The first paragraph says this.');
    await change(own.id, 'Mine again.');
    await changeContent(by(author), { id: own.id, markdown: 'This text is new.\n' });
    expect(await summaryOf(own.id)).toBe('Mine again.');
  });

  test('KN-M11: the Markdown is read as it was projected, with the state that it is of', async () => {
    const { id, etag } = await buildItem(by(author), { markdown: 'As written.\n' });
    await database.prisma.knowledgeItem.update({ where: { id }, data: { content: 'As projected.\n' } });
    expect(await getItem(by(author), { id })).toMatchObject({ content: 'As projected.\n', etag });
    expect(await itemMarkdown(by(author), { id })).toMatchObject({ markdown: 'As projected.\n', etag });
    await type(id, 'Typed.');
    expect((await getItem(by(author), { id })).content).toBe('As written.\n\nTyped.\n');
  });

  test('KN-M10: text that nobody can read costs nobody their list', async () => {
    const { id } = await buildItem(by(author), { markdown: `${'antidisestablishmentarianism'.repeat(20_000)}\n` });
    const words = Array.from({ length: 60_000 }, (_, index) => `w${index.toString(36)}`).join(' ');
    await type(id, words);
    expect(await projectItem({ db: database.prisma, now: LATER }, { id })).toBe(true);
  });

  test('KN-M14: what cannot be projected keeps nobody behind it waiting, and is left for the next round', async () => {
    const items = await Promise.all(Array.from({ length: 101 }, () => buildItem(by(author))));
    const [behind, ...broken] = items.map(({ id }) => id).sort((a, b) => (a < b ? 1 : -1));
    if (!behind) throw new Error('nothing was built');
    await database.prisma.documentUpdate.createMany({
      data: broken.map((documentId) => ({ documentId, at: LATER, bytes: Uint8Array.of(255, 255) })),
    });
    await type(behind, 'Behind them velleity.');
    const said: unknown[] = [];
    const log = { error: (fields: { itemId: string }) => void said.push(fields.itemId) } as unknown as Log;
    await projectStale({ db: database.prisma, now: LATER }, { log });
    expect((await searchItems(by(author), { q: 'velleity' })).total).toBe(1);
    expect(said.sort()).toEqual([...broken].sort());
    expect(await staleItems(database.prisma, { after: '', limit: 200 })).toHaveLength(100);
  });
});
