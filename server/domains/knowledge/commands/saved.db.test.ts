import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Actor } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import type { Database } from '@/server/platform/db/client';
import { openLocalFileStore } from '@/server/platform/storage';
import { untilOneWaits } from '@/server/platform/testing/blocked';
import { testDatabase } from '@/server/platform/testing/database';
import { editDocument } from '@/server/platform/testing/edit-document';
import { DOCUMENT_FRAGMENT } from '../document.schema';
import { buildItem } from '../factory';
import { importFolder } from '../import/import-folder';
import { itemMarkdown } from '../item.queries';
import { as, makeWorld, TEST_NOW } from '../testing/world';
import { changeContent } from './change-content';
import { patchItem } from './patch-item';

let database: Database;
let author: Actor;
let stranger: Actor;
let place: string;

beforeAll(async () => {
  database = await testDatabase();
  ({ author, newcomer: stranger } = (await makeWorld(database.prisma)).people);
  place = await mkdtemp(join(tmpdir(), 'kenning-saved-'));
});
afterAll(async () => {
  await database.close();
  await rm(place, { recursive: true, force: true });
});

const by = (actor: Actor) => as(actor, database.prisma);
const textOf = async (id: string) => (await itemMarkdown(by(author), { id })).markdown;

/** Begins `work` while somebody's words are being committed, and commits them once it waits for the document. */
async function duringCommit<Output>(documentId: string, work: () => Promise<Output>): Promise<Output> {
  const { prisma } = database;
  const { result } = await prisma.$transaction(async (tx) => {
    await editDocument(tx, { documentId, personId: author.personId, now: TEST_NOW }, (doc) => {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.insert(0, [new Y.XmlText('Saved words.')]);
      doc.getXmlFragment(DOCUMENT_FRAGMENT).push([paragraph]);
    });
    const running = work();
    running.catch(() => undefined);
    await untilOneWaits(prisma);
    return { result: running };
  });
  return result;
}

test('KN-R6: Markdown is read only for who may write it, on the state that is there', async () => {
  const { id, etag } = await buildItem(by(author), { accessLevel: 'restricted' });
  const markdown = '> '.repeat(5_000);
  const refusals: [Context, string, object][] = [
    [by(stranger), etag, { code: 'not_found' }],
    [by(author), '"1-0"', { code: 'precondition_failed' }],
    [by(author), etag, { code: 'too_large' }],
  ];
  for (const [ctx, ifMatch, refusal] of refusals) {
    await expect(patchItem(ctx, { id, markdown, confirmed: false }, ifMatch)).rejects.toMatchObject(refusal);
    await expect(changeContent(ctx, { id, markdown, ifMatch })).rejects.toMatchObject(refusal);
  }
});

describe('what is being saved while a change on an older state is made', () => {
  const refused = { code: 'precondition_failed', reason: 'changed_since' };

  test('KN-R4: content on the older state is refused, and the words stay', async () => {
    const { id, etag } = await buildItem(by(author), { markdown: 'One.\n' });
    const change = () => changeContent(by(author), { id, markdown: 'Other.\n', ifMatch: etag });
    await expect(duringCommit(id, change)).rejects.toMatchObject(refused);
    expect(await textOf(id)).toBe('One.\n\nSaved words.\n');
  });

  test('KN-R4: a patch on the older state is refused, and the words stay', async () => {
    const { id, etag } = await buildItem(by(author), { markdown: 'One.\n' });
    const change = () => patchItem(by(author), { id, markdown: 'Other.\n', confirmed: false }, etag);
    await expect(duringCommit(id, change)).rejects.toMatchObject(refused);
    expect(await textOf(id)).toBe('One.\n\nSaved words.\n');
  });

  test('KN-R5: a change that names no state is merged with the words, and the answer holds both', async () => {
    const { id } = await buildItem(by(author), { markdown: 'One.\n' });
    const change = () => patchItem(by(author), { id, markdown: 'Other.\n', confirmed: false }, '*');
    expect(await duringCommit(id, change)).toMatchObject({ content: 'Other.\n\nSaved words.\n' });
    const content = () => changeContent(by(author), { id, markdown: 'Other.\n\nSaved words.\n\nThird.\n' });
    await duringCommit(id, content);
    // Which of two who wrote at one place stands first, their random ids say.
    const paragraphs = (await textOf(id)).trim().split('\n\n');
    expect(paragraphs.sort()).toEqual(['Other.', 'Saved words.', 'Saved words.', 'Third.']);
  });

  test('KN-R4: an import answers with a conflict, and keeps the words, the title and the attachments', async () => {
    const folder = join(place, 'docs');
    await mkdir(folder);
    const files = await openLocalFileStore(join(place, 'files'), database.prisma);
    const access = { accessLevel: 'public' as const, teamIds: [], jobRoleIds: [], namedPersonIds: [] };
    const run = () => importFolder(by(author), files, folder, { access });
    await writeFile(join(folder, 'a.md'), '# Old title\n\nOne.\n');
    const id = (await run()).items[0]?.id ?? '';
    await writeFile(join(folder, 'a.md'), '---\ntitle: New title\n---\n\nOther.\n\n![p](p.png)\n');
    await writeFile(join(folder, 'p.png'), Buffer.from('89504e470d0a1a0a', 'hex'));
    const report = await duringCommit(id, run);
    expect(report.details.conflicts).toMatchObject([{ path: 'a.md', reason: 'edited_since' }]);
    expect(await textOf(id)).toContain('Saved words.');
    const item = { id, title: 'Old title', attachments: { none: {} } };
    expect(await database.prisma.knowledgeItem.count({ where: item })).toBe(1);
  });
});
