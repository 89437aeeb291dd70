import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { Actor } from '@/server/platform/access';
import { type Database, inTransaction } from '@/server/platform/db/client';
import type { FileStore } from '@/server/platform/storage';
import { testDatabase } from '@/server/platform/testing/database';
import { editDocument } from '@/server/platform/testing/edit-document';
import { scratchFileStore } from '@/server/platform/testing/file-store';
import type * as Tasks from '@/server/platform/worker/task';
import { DOCUMENT_FRAGMENT } from '../document.schema';
import { importFolder } from '../import/import-folder';
import { itemMarkdown } from '../item.queries';
import { makeSourceFolder, PNG, type SourceFolder } from '../testing/source-folder';
import { as, makeWorld, TEST_NOW } from '../testing/world';
import { addAttachment } from './add-attachment';

/** What happens while a text is worked out, as it may take minutes. */
const meanwhile = vi.hoisted(() => ({ happens: async (): Promise<void> => undefined }));
vi.mock('@/server/platform/worker/task', async (original) => {
  const tasks = await original<typeof Tasks>();
  const runBeside: typeof Tasks.runBeside = async (task, input) => {
    if (task.name === 'draft-text') await meanwhile.happens();
    return tasks.runBeside(task, input);
  };
  return { ...tasks, runBeside };
});

let database: Database;
let author: Actor;
let files: FileStore;
let removeFiles: () => Promise<void>;
let source: SourceFolder;

beforeAll(async () => {
  database = await testDatabase();
  ({ author } = (await makeWorld(database.prisma)).people);
  ({ files, remove: removeFiles } = await scratchFileStore(database.prisma));
});
afterAll(async () => {
  await database.close();
  await removeFiles();
});
beforeEach(async () => {
  source = await makeSourceFolder();
});
afterEach(async () => {
  meanwhile.happens = async () => undefined;
  await source.remove();
});

const ACCESS = { accessLevel: 'public' as const, teamIds: [], jobRoleIds: [], namedPersonIds: [] };
const ctx = () => as(author, database.prisma);
const run = () => importFolder(ctx(), files, source.folder, { access: ACCESS });
const textOf = async (id: string) => (await itemMarkdown(ctx(), { id })).markdown;

/** Lets something happen while the next text is worked out, `times` over; what it does itself sets nothing off. */
function whileDrafting(times: number, happens: (time: number) => Promise<unknown>): { happened: () => number } {
  let happened = 0;
  let isHappening = false;
  meanwhile.happens = async () => {
    if (isHappening || happened === times) return;
    isHappening = true;
    happened += 1;
    await happens(happened);
    isHappening = false;
  };
  return { happened: () => happened };
}

async function openTransactions(): Promise<number> {
  const [row] = await database.prisma.$queryRaw<{ open: number }[]>`
    SELECT count(*)::int AS open FROM pg_stat_activity
    WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()`;
  return row?.open ?? -1;
}

async function importOne(text: string): Promise<string> {
  await source.put('a.md', text);
  return (await run()).items[0]?.id ?? '';
}

test('W6 nothing is held while the text of a file is worked out, of a new item or of one that is there', async () => {
  await source.put('p.png', PNG);
  const open: number[] = [];
  const look = async () => void open.push(await openTransactions());
  const first = whileDrafting(1, look);
  const id = await importOne('# A\n\nOne. ![p](p.png)\n');
  const second = whileDrafting(1, look);
  await importOne('# A\n\nTwo. ![p](p.png)\n');
  expect([first.happened(), second.happened()]).toEqual([1, 1]);
  expect(open).toEqual([0, 0]);
  expect(await textOf(id)).toMatch(/^# A\n\nTwo\. !\[p\]\(\/files\/\w+\/p\.png\)\n$/);
});

test('KN-R4 what is typed while an import works out the text is not lost: the file is a conflict', async () => {
  const id = await importOne('# A\n\nOne.\n');
  whileDrafting(1, () =>
    inTransaction(database.prisma, (tx) =>
      editDocument(tx, { documentId: id, personId: author.personId, now: TEST_NOW }, (doc) => {
        const paragraph = new Y.XmlElement('paragraph');
        paragraph.insert(0, [new Y.XmlText('Typed words.')]);
        doc.getXmlFragment(DOCUMENT_FRAGMENT).push([paragraph]);
      }),
    ),
  );
  await source.put('a.md', '# Other title\n\nTwo.\n');
  const report = await run();
  expect(report.details.conflicts).toMatchObject([{ path: 'a.md', reason: 'edited_since' }]);
  expect(await textOf(id)).toBe('# A\n\nOne.\n\nTyped words.\n');
});

test('W6 a text that another import wrote meanwhile is worked out again, so often and no more', async () => {
  const id = await importOne('# A\n\nOne.\n');
  const written = whileDrafting(1, async () => {
    await importOne('# A\n\nFrom the other import.\n');
  });
  await importOne('# A\n\nTwo.\n');
  expect(written.happened()).toBe(1);
  expect(await textOf(id)).toBe('# A\n\nTwo.\n');

  whileDrafting(Number.POSITIVE_INFINITY, async (time) => {
    await importOne(`# A\n\nFrom the other import, ${time}.\n`);
  });
  await source.put('a.md', '# A\n\nThree.\n');
  const { details } = await run();
  expect(details.failed).toMatchObject([{ path: 'a.md', reason: 'imported_meanwhile' }]);
  expect(await textOf(id)).toBe('# A\n\nFrom the other import, 3.\n');
});

test('W6 a file that was attached meanwhile is named by the id that it has', async () => {
  await source.put('p.png', PNG);
  const id = await importOne('# A\n\nOne.\n');
  const attached: string[] = [];
  whileDrafting(1, async () => {
    attached.push((await addAttachment(ctx(), files, { itemId: id, name: 'p.png', source: PNG })).id);
  });
  await importOne('# A\n\n![p](p.png)\n');
  expect(await textOf(id)).toBe(`# A\n\n![p](/files/${attached[0]}/p.png)\n`);
  expect(await database.prisma.attachment.count({ where: { itemId: id } })).toBe(1);
});
