import { setBlockType, splitBlock } from '@tiptap/pm/commands';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentSchema } from '@/server/domains/knowledge/document.schema';
import { documentContent } from '@/server/domains/knowledge/document-content';
import { DOCUMENT_SCHEMA_VERSION } from '@/server/domains/knowledge/document-version.schema';
import { SESSION_CHANGES } from '@/server/domains/knowledge/history/changes.tasks';
import { after, DAY_MS } from '@/server/platform/clock';
import { listSessions, readSession } from '@/server/platform/collab';
import { gatherDocument } from '@/server/platform/collab/gather';
import { type Rig, seedDocument, startRig } from '@/server/platform/collab/rig';
import { sqlOf } from '@/server/platform/collab/sql';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import type { EditorSession } from './session';
import { eventually, openSession, saved } from './session.testing';
import { Typist } from './writer.testing';

let database: Database;
let rig: Rig;
let sessions: EditorSession[];

beforeEach(async () => {
  database = await testDatabase();
  await seedDocument(database, 'd1');
  rig = await startRig(database, { version: DOCUMENT_SCHEMA_VERSION, rules: documentContent() });
  sessions = [];
});

afterEach(async () => {
  for (const session of sessions) session.destroy();
  await rig.close();
  await database.close();
});

async function open(personId: string): Promise<EditorSession> {
  const session = await openSession(rig, personId);
  sessions.push(session);
  return session;
}

/** What the only session added, and by whom. */
async function added(): Promise<unknown[]> {
  const sql = sqlOf(database.pool);
  const [session, other] = await listSessions(sql, 'd1', { before: null, limit: 2 });
  if (!session || other) throw new Error('It is not one session.');
  const { lines } = SESSION_CHANGES.run(await readSession(sql, 'd1', session));
  const segments = lines.flatMap((line) => ('segments' in line ? line.segments : []));
  return segments.flatMap(({ change, text, by }) => (change === 'added' && text !== '' ? [[by, text]] : []));
}

test('CO-V70: words that stand by themselves, since their block was turned meanwhile, are their writer’s', async () => {
  const ana = await open('ana');
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText('Light the boiler by hand.')]);
  ana.doc.getXmlFragment(DOCUMENT_FRAGMENT).insert(0, [paragraph]);
  await saved(ana);
  const noah = await open('noah');
  const [anas, noahs] = [new Typist(ana.doc), new Typist(noah.doc)];
  noah.provider.disconnect();
  noahs.goTo(1);
  noahs.type('Written by Noah, who was away. ');
  noahs.does(splitBlock);
  noahs.type('And more. ');
  anas.goTo(1);
  anas.does(setBlockType(documentSchema().nodes.heading as never, { level: 2 }));
  await saved(ana);
  noah.connect();
  await saved(noah);
  await eventually(() => expect(anas.text).toBe(noahs.text));
  const expected = [
    ['ana', 'Light the boiler by hand.'],
    ['noah', 'Written by Noah, who was away.'],
    ['noah', 'And more. '],
    ['ana', 'Light the boiler by hand.'],
  ];
  expect(await added()).toEqual(expected);
  await gatherDocument(database.prisma, { documentId: 'd1', now: after(new Date(), DAY_MS) });
  expect(await database.prisma.documentUpdate.count()).toBe(0);
  expect(await added(), 'gathered').toEqual(expected);
});
