import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { DOCUMENT_SCHEMA_VERSION } from '@/server/domains/knowledge/document-version.schema';
import { Chance } from '@/server/domains/knowledge/together/random.testing';
import { seeded } from '@/server/domains/knowledge/together/seed.testing';
import { loadDocument, type Rig, seedDocument, startRig } from '@/server/platform/collab/rig';
import { sqlOf } from '@/server/platform/collab/sql';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import type { EditorSession } from './session';
import { eventually, openSession, saved } from './session.testing';

let database: Database;
let rig: Rig;
let sessions: EditorSession[];

beforeEach(async () => {
  database = await testDatabase();
  await seedDocument(database, 'd1');
  rig = await startRig(database, { version: DOCUMENT_SCHEMA_VERSION });
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

const page = ({ doc }: { doc: Y.Doc }) => doc.getXmlFragment('nodes');
const written = (session: { doc: Y.Doc }) => page(session).toString();

function block(kind: string, words: string): Y.XmlElement {
  const element = new Y.XmlElement(kind);
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}

const wordsAt = (session: EditorSession, at: number) => (page(session).get(at) as Y.XmlElement).get(0) as Y.XmlText;

/** As an editor does it: the block goes, and its words are written into a new one. */
function turn(session: EditorSession, from: number, to = from, kind = 'heading'): void {
  const words = wordsAt(session, from).toString();
  session.doc.transact(() => {
    page(session).delete(from, 1);
    page(session).insert(to, [block(kind, words)]);
  });
}

async function allSee(text: string): Promise<void> {
  await eventually(() => expect(sessions.map(written)).toEqual(sessions.map(() => text)));
}

async function threeLines(): Promise<[EditorSession, EditorSession]> {
  const [ana, ben] = [await open('ana'), await open('ben')];
  page(ana).insert(
    0,
    ['first', 'one two three', 'last'].map((words) => block('paragraph', words)),
  );
  await eventually(() => expect(page(ben).length).toBe(3));
  return [ana, ben];
}

test('CO-O50 what one types offline comes to where a colleague has taken its block meanwhile, and is saved', async () => {
  const [ana, ben] = await threeLines();
  ben.provider.disconnect();
  wordsAt(ben, 1).insert(4, 'more ');
  turn(ana, 1);
  await saved(ana);
  wordsAt(ana, 1).insert(0, 'zero ');
  await saved(ana);
  ben.connect();
  await allSee('<paragraph>first</paragraph><heading>zero one more two three</heading><paragraph>last</paragraph>');
  await saved(ben);
  const stored = await loadDocument(sqlOf(database.pool), 'd1');
  expect(stored && written(stored)).toBe(written(ben));
  stored?.doc.destroy();
});

test('CO-O55 also where one goes on with a word of which the beginning is saved', async () => {
  const [ana, ben] = await threeLines();
  wordsAt(ben, 1).insert(13, ' fo');
  await saved(ben);
  await eventually(() => expect(wordsAt(ana, 1).toString()).toBe('one two three fo'));
  ben.provider.disconnect();
  for (const [at, letter] of [...'ur'].entries()) wordsAt(ben, 1).insert(16 + at, letter);
  turn(ana, 1);
  await saved(ana);
  ben.connect();
  await allSee('<paragraph>first</paragraph><heading>one two three four</heading><paragraph>last</paragraph>');
});

test('CO-O51 of a block that was deleted meanwhile stands what one typed in it, and no more', async () => {
  const [ana, ben] = await threeLines();
  ben.provider.disconnect();
  wordsAt(ben, 1).insert(4, 'more ');
  page(ana).delete(1, 1);
  await saved(ana);
  ben.connect();
  await allSee('<paragraph>first</paragraph><paragraph>more </paragraph><paragraph>last</paragraph>');
});

test('CO-O52 what was saved and is deleted knowingly is gone, whoever else still types', async () => {
  const [ana, ben] = await threeLines();
  wordsAt(ben, 1).insert(4, 'more ');
  await saved(ben);
  await eventually(() => expect(wordsAt(ana, 1).toString()).toBe('one more two three'));
  ben.provider.disconnect();
  wordsAt(ben, 1).insert(0, 'zero ');
  wordsAt(ana, 1).delete(4, 5);
  turn(ana, 1);
  await saved(ana);
  ben.connect();
  await allSee('<paragraph>first</paragraph><heading>zero one two three</heading><paragraph>last</paragraph>');
});

const STEPS = 80;

/** One step of somebody: the connection goes or comes, a block is turned or moved, or a word is written. */
function act(writer: EditorSession, chance: Chance, word: string, mayTurn: boolean): boolean {
  const what = chance.below(10);
  const at = chance.below(page(writer).length);
  if (what === 0) writer.provider.disconnect();
  else if (what === 1) writer.connect();
  else if (what < 5 && mayTurn) turn(writer, at, chance.below(3), chance.of(['heading', 'paragraph']));
  else {
    const text = wordsAt(writer, at);
    const blanks = [...`${text.toString()} `.matchAll(/ /g)].map(({ index }) => index);
    text.insert(chance.of(blanks), ` ${word}`);
    return true;
  }
  return false;
}

test.each([1, 2, 3])(
  'CO-O53 whoever turns and moves blocks, what the others write in them is there once, cut off or not (%i)',
  async () => {
    await seeded(async (seed) => {
      const chance = new Chance(seed);
      const [ana, ben] = await threeLines();
      const writers = [ana, ben, await open('cem')];
      const typed: string[] = [];
      for (let step = 0; step < STEPS; step += 1) {
        const writer = chance.of(writers);
        const word = `w${100 + step}`;
        if (act(writer, chance, word, writer === ana)) typed.push(word);
        if (chance.below(3) === 0) await new Promise((resolve) => setTimeout(resolve, chance.below(30)));
      }
      for (const writer of writers) writer.connect();
      await Promise.all(writers.map(saved));
      await eventually(() => expect(new Set(writers.map(written)).size).toBe(1));
      expect(written(ana).match(/w\d+/g)?.toSorted()).toEqual(typed.toSorted());
    });
  },
  60_000,
);
