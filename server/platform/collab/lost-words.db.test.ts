import { beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { OneServer } from './one-server.testing';
import { connectClient, loadDocument, RIG_VERSION, type RigClient } from './rig';
import { AT_ONCE_BYTES } from './update-slices';

const one = new OneServer({ ana: 'write', ben: 'write' });
let ana: RigClient;
let ben: RigClient;

const page = ({ doc }: { doc: Y.Doc }) => doc.getXmlFragment('nodes');
const written = (client: { doc: Y.Doc }) => page(client).toString();

function block(kind: string, words: string): Y.XmlElement {
  const element = new Y.XmlElement(kind);
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}

/** A client whose Yjs client has this number: Yjs puts the lower one first. */
function clientAs(personId: string, clientID: number): RigClient {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  return connectClient(one.rig.url, personId, 'd1', RIG_VERSION, doc);
}

const blockOf = (client: RigClient, at: number) => page(client).get(at) as Y.XmlElement;
const wordsOf = (client: RigClient, at: number) => blockOf(client, at).get(0) as Y.XmlText;

/** As an editor does it: the block goes, and its words are written into a new one. */
function replace(client: RigClient, at: number, made: (words: string) => Y.XmlElement): void {
  const words = wordsOf(client, at).toString();
  client.doc.transact(() => {
    page(client).delete(at, 1);
    page(client).insert(at, [made(words)]);
  });
}

const turn = (client: RigClient, at: number) => replace(client, at, (words) => block('heading', words));

function away(client: RigClient, act: () => void): void {
  client.provider.disconnect();
  act();
}

async function back(client: RigClient): Promise<void> {
  client.provider.connect();
  await vi.waitFor(() => expect(client.provider.synced).toBe(true), 10_000);
  await client.saved();
}

async function allSee(text: string): Promise<void> {
  await vi.waitFor(() => expect([written(ana), written(ben)]).toEqual([text, text]), 10_000);
  const stored = await loadDocument(one.sql, 'd1');
  expect(stored && written(stored)).toBe(text);
  stored?.doc.destroy();
}

beforeEach(async () => {
  [ana, ben] = [await one.enter('ana'), await one.enter('ben')];
  page(ana).insert(0, [block('paragraph', 'first'), block('paragraph', 'one two three'), block('paragraph', 'last')]);
  await ana.saved();
  await vi.waitFor(() => expect(page(ben).length).toBe(3));
});

test('CO-D70 words in a block that somebody turns who has not seen them go along, once, as their author’s', async () => {
  away(ana, () => turn(ana, 1));
  wordsOf(ben, 1).insert(4, 'more ');
  wordsOf(ben, 1).insert(18, '!');
  await ben.saved();
  await back(ana);
  await allSee('<paragraph>first</paragraph><heading>one more two three!</heading><paragraph>last</paragraph>');
  const rows = await one.database.prisma.documentAuthor.findMany({ where: { documentId: 'd1' } });
  expect(rows.filter(({ personId }) => personId === 'ben')).toHaveLength(2);
});

test('CO-D71 in a block that is wrapped or moved as well, also after it was left', async () => {
  away(ana, () => {
    replace(ana, 1, (words) => {
      const quote = new Y.XmlElement('blockquote');
      quote.insert(0, [block('paragraph', words)]);
      return quote;
    });
    const last = block('paragraph', 'last');
    ana.doc.transact(() => {
      page(ana).delete(2, 1);
      page(ana).insert(0, [last]);
    });
  });
  wordsOf(ben, 1).insert(13, ' four');
  wordsOf(ben, 2).insert(0, 'the ');
  await ben.saved();
  ben.provider.disconnect();
  await back(ana);
  await back(ben);
  await allSee(
    '<paragraph>the last</paragraph><paragraph>first</paragraph>' +
      '<blockquote><paragraph>one two three four</paragraph></blockquote>',
  );
});

test('CO-D72 words in a block that somebody deletes who has not seen them stand by themselves where it was', async () => {
  away(ana, () => page(ana).delete(1, 1));
  wordsOf(ben, 1).insert(13, ' and four');
  await ben.saved();
  await back(ana);
  await allSee('<paragraph>first</paragraph><paragraph> and four</paragraph><paragraph>last</paragraph>');
});

test('CO-D73 what somebody has seen and deletes, or deletes and turns, is gone', async () => {
  wordsOf(ben, 1).insert(4, 'more ');
  await ben.saved();
  await vi.waitFor(() => expect(wordsOf(ana, 1).toString()).toBe('one more two three'));
  away(ana, () => {
    wordsOf(ana, 1).delete(4, 5);
    turn(ana, 1);
    page(ana).delete(0, 1);
  });
  wordsOf(ben, 2).insert(0, 'the ');
  await ben.saved();
  await back(ana);
  await allSee('<heading>one two three</heading><paragraph>the last</paragraph>');
});

test.each([
  ['lower', 1, 2],
  ['higher', 2, 1],
])(
  'CO-D91 words go along as well with a change that is cut because it is large, by the %s client',
  async (_which, ofAna, ofBen) => {
    for (const client of [ana, ben]) client.leave();
    [ana, ben] = [clientAs('ana', ofAna), clientAs('ben', ofBen)];
    await vi.waitFor(() => expect([ana.provider.synced, ben.provider.synced]).toEqual([true, true]));
    wordsOf(ben, 1).insert(4, 'seen ');
    await ben.saved();
    await vi.waitFor(() => expect(wordsOf(ana, 1).toString()).toBe('one seen two three'));
    const long = 'long '.repeat(AT_ONCE_BYTES / 4);
    away(ana, () => {
      wordsOf(ana, 1).delete(4, 5);
      turn(ana, 1);
      page(ana).insert(3, [block('paragraph', long)]);
      page(ana).delete(2, 1);
    });
    wordsOf(ben, 1).insert(0, 'more ');
    await ben.saved();
    await back(ana);
    await allSee(`<paragraph>first</paragraph><heading>more one two three</heading><paragraph>${long}</paragraph>`);
    ana.leave();
    ben.leave();
  },
);
