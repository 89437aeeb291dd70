import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { Log } from '../log';
import type { Connection } from './connection';
import { exactDocument } from './encoded';
import { COLLAB_LIMITS, type CollabLimits } from './limits';
import { RoomDocument } from './room-document';
import type { Said } from './sayings';
import { takeIn } from './take-in';
import type { ContentRules } from './update-check';
import { encodeUpdate } from './update-encode.rules';
import { SLICE_DELETES_MAX, sliceUpdate } from './update-slices';

const RULES: ContentRules = {
  root: (name) => (name === 'nodes' ? 'nodes' : null),
  node: () => true,
  mark: () => true,
  attribute: () => true,
  paragraph: 'paragraph',
};

/** A room's document, and what a turn needs of the rest. */
class Room {
  readonly doc = exactDocument();
  readonly document: RoomDocument;
  readonly log = { error: vi.fn(), info: vi.fn() };
  readonly onUnlooked = vi.fn();
  readonly costs: number[] = [];

  constructor(limits: Partial<CollabLimits> = {}) {
    const log = this.log as unknown as Log;
    const sql = () => Promise.reject(new Error('No turn reads the database.'));
    this.document = new RoomDocument({ documentId: 'd', limits: { ...COLLAB_LIMITS, ...limits }, log, sql });
    this.document.live = this.doc;
  }

  connection(personId: string): Connection {
    const charge = (cost: number) => this.costs.push(cost) > 0;
    const own = { identity: { personId }, access: 'write', introduced: true, dismissed: false, charge };
    return own as unknown as Connection;
  }

  /** @returns who has written what this made, in its order */
  take(said: readonly Said[]): string[] {
    const turn = takeIn(said, this.doc, this.document, {
      rules: RULES,
      log: this.log as unknown as Log,
      presentAs: () => undefined,
      isCareful: false,
      onUnlooked: this.onUnlooked,
    });
    expect([turn.broken, turn.left]).toEqual([false, []]);
    return turn.accepted.map(({ personId }) => personId);
  }

  hear(from: Connection, bytes: Uint8Array, inSlices = false): string[] {
    const sliced = inSlices ? sliceUpdate(bytes) : null;
    const parts = sliced ? sliced.slices : [bytes];
    return parts.flatMap((part) =>
      this.take([{ kind: 'update', from, bytes: part, introduces: false, whole: sliced?.whole ?? null }]),
    );
  }
}

/** A tab of somebody, who hears nothing of others but by `sees`. */
class Tab {
  readonly doc = new Y.Doc();
  readonly from: Connection;
  private readonly room: Room;

  constructor(room: Room, personId: string, client: number) {
    this.room = room;
    this.from = room.connection(personId);
    this.doc.clientID = client;
  }

  sees(): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.room.doc));
  }

  /** All that the room lacks, as one update. */
  says(inSlices = false): string[] {
    const update = Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(this.room.doc));
    return this.room.hear(this.from, update, inSlices);
  }

  get page(): Y.XmlFragment {
    return this.doc.getXmlFragment('nodes');
  }

  block(at: number): Y.XmlElement {
    return this.page.get(at) as Y.XmlElement;
  }

  text(at: number): Y.XmlText {
    let node: Y.XmlElement | Y.XmlText = this.block(at);
    while (!(node instanceof Y.XmlText)) node = node.get(0) as Y.XmlElement | Y.XmlText;
    return node;
  }

  /** Takes a block away and writes its words into another one, which comes to where `to` was. */
  replace(at: number, kind: 'heading' | 'blockquote' | 'paragraph', to = at): void {
    const words = plainOf(this.text(at));
    this.doc.transact(() => {
      this.page.delete(at, 1);
      this.page.insert(Math.min(to, this.page.length), [blockOf(kind, words)]);
    });
  }
}

function blockOf(kind: string, words: string): Y.XmlElement {
  const block = new Y.XmlElement(kind);
  block.insert(0, [kind === 'blockquote' ? blockOf('paragraph', words) : new Y.XmlText(words)]);
  return block;
}

const plainOf = (text: Y.XmlText): string =>
  text
    .toDelta()
    .map(({ insert }: { insert: unknown }) => (typeof insert === 'string' ? insert : ''))
    .join('');

const wordsOf = (page: Y.XmlFragment): string[] =>
  page
    .toString()
    .replace(/<[^>]*>/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');

/** A room with some paragraphs, which both have seen. */
function start(paragraphs: readonly string[], clients: readonly [number, number] = [11, 12], room = new Room()) {
  const [ana, ben] = [new Tab(room, 'ana', clients[0]), new Tab(room, 'ben', clients[1])];
  ana.page.insert(
    0,
    paragraphs.map((words) => blockOf('paragraph', words)),
  );
  ana.says();
  ben.sees();
  return { room, ana, ben };
}

const ACTS = ['turn', 'wrap', 'move', 'delete', 'write', 'strike'] as const;
const act = fc.record({ act: fc.constantFrom(...ACTS), at: fc.nat(20), to: fc.nat(20) });
const place = fc.record({ at: fc.nat(20), word: fc.nat(20) });

/** Before which letter the nth word of a text stands; the end counts as one. */
function wordPlace(text: Y.XmlText, word: number): number {
  const starts = [...plainOf(text).matchAll(/\S+/g)].map(({ index }) => index);
  return [...starts, text.length][word % (starts.length + 1)] ?? 0;
}

describe('words go along with the block they are in', () => {
  test('CO-D81 whatever one writes while another turns, wraps, moves and deletes: each word is there once, what was seen and deleted is gone', () => {
    const paragraphs = fc.array(fc.integer({ min: 2, max: 8 }), { minLength: 1, maxLength: 5 });
    const input = fc.record({
      lengths: paragraphs,
      acts: fc.array(act, { minLength: 1, maxLength: 5 }),
      places: fc.array(place, { minLength: 1, maxLength: 5 }),
      clients: fc.constantFrom<[number, number]>([11, 12], [12, 11]),
      inSlices: fc.boolean(),
    });
    fc.assert(
      fc.property(input, ({ lengths, acts, places, clients, inSlices }) => {
        let count = 0;
        const next = (by: string) => {
          count += 1;
          return `${by}${count}`;
        };
        const paragraphsOf = lengths.map((length) => Array.from({ length }, () => next('word')).join(' '));
        const { room, ana, ben } = start(paragraphsOf, clients);
        const gone = new Set<string>();
        for (const one of acts) {
          if (ana.page.length === 0) break;
          const at = one.at % ana.page.length;
          const text = ana.text(at);
          if (one.act === 'turn') ana.replace(at, 'heading');
          else if (one.act === 'wrap') ana.replace(at, 'blockquote');
          else if (one.act === 'move') ana.replace(at, 'paragraph', one.to % ana.page.length);
          else if (one.act === 'write') text.insert(wordPlace(text, one.to), ` ${next('ana')} `);
          else if (one.act === 'delete') {
            for (const each of plainOf(text).match(/\S+/g) ?? []) gone.add(each);
            ana.page.delete(at, 1);
          } else {
            const from = wordPlace(text, one.to);
            const [struck] = plainOf(text).slice(from).match(/^\S+/) ?? [''];
            if (struck) gone.add(struck);
            text.delete(from, struck.length);
          }
        }
        for (const { at, word: before } of places) {
          const text = ben.text(at % ben.page.length);
          text.insert(wordPlace(text, before), ` ${next('ben')} `);
        }
        ben.says();
        const all = new Set([...wordsOf(ana.page), ...wordsOf(ben.page)].filter((one) => !gone.has(one)));
        ana.says(inSlices);
        expect(wordsOf(room.doc.getXmlFragment('nodes')).sort()).toEqual([...all].sort());
        if (acts.every((one) => one.act !== 'delete' && one.act !== 'strike')) {
          expect(room.doc.getXmlFragment('nodes').length).toBe(ana.page.length);
        }
        expect(room.onUnlooked).not.toHaveBeenCalled();
      }),
      { numRuns: 200 },
    );
  });

  test('CO-D82 what one has seen and deletes does not come back when the update is cut between its deletes', () => {
    const { room, ana, ben } = start(['one two three', 'x'.repeat(3 * SLICE_DELETES_MAX)], [12, 11]);
    const x = (ana.text(1)._start as Y.Item).id.clock;
    ben.text(0).insert(4, 'seen ');
    ben.says();
    ana.sees();
    ben.text(0).insert(0, 'unseen ');
    ben.says();
    ana.page.delete(0, 1);
    const { ds } = Y.decodeUpdate(Y.encodeStateAsUpdate(ana.doc, Y.encodeStateVector(ana.doc)));
    // Of Ana's own client, whose deletes fill the first slice; what is of Ben's is named in the second.
    const every = Array.from({ length: SLICE_DELETES_MAX }, (_, at) => ({ clock: x + 2 * at, len: 1 }));
    const deletes = new Map([...ds.clients, [12, [...(ds.clients.get(12) ?? []), ...every]]]);
    const update = encodeUpdate([], deletes);
    expect(sliceUpdate(update)?.slices).toHaveLength(2);
    room.hear(ana.from, update, true);
    expect(wordsOf(room.doc.getXmlFragment('nodes')).filter((word) => !word.startsWith('x'))).toEqual(['unseen']);
  });

  test('CO-D83 words of several people in one block are written again as each one’s own; what is nobody’s, as of who took it', () => {
    const { room, ana, ben } = start(['one two three']);
    const cleo = new Tab(room, 'cleo', 13);
    cleo.sees();
    const nobody = new Y.Doc();
    Y.applyUpdate(nobody, Y.encodeStateAsUpdate(room.doc));
    ((nobody.getXmlFragment('nodes').get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(13, ' imported');
    Y.applyUpdate(room.doc, Y.encodeStateAsUpdate(nobody));
    ben.text(0).insert(4, 'ben ');
    ben.says();
    cleo.text(0).insert(8, 'cleo ');
    cleo.says();
    ana.replace(0, 'heading');
    expect(ana.says()).toEqual(['ana', 'ana', 'cleo', 'ben']);
    expect(room.doc.getXmlFragment('nodes').toString()).toBe('<heading>one ben two cleo three imported</heading>');
  });

  test('CO-D93 words of several blocks that are deleted stand in the order in which the blocks stood', () => {
    const { room, ana, ben } = start(['last']);
    for (const words of ['four', 'three', 'two', 'one', 'first']) ana.page.insert(0, [blockOf('paragraph', words)]);
    ana.says();
    ben.sees();
    for (const at of [3, 1, 4, 2]) ben.text(at).insert(0, `ben${at} `);
    ben.says();
    ana.page.delete(1, 4);
    ana.says();
    expect(wordsOf(room.doc.getXmlFragment('nodes'))).toEqual(['first', 'ben1', 'ben2', 'ben3', 'ben4', 'last']);
  });

  test('CO-D84 in a document that is full as well', () => {
    const room = new Room({ documentStructsMax: 20 });
    const { ana, ben } = start(['one two three'], [11, 12], room);
    for (let at = 0; room.document.fits(0, 3); at += 1) {
      ben.text(0).insert(0, `b${at} `);
      ben.says();
    }
    const said = wordsOf(room.doc.getXmlFragment('nodes'));
    ana.page.delete(0, 1);
    ana.says();
    expect(wordsOf(room.doc.getXmlFragment('nodes'))).toEqual(said.filter((word) => word.startsWith('b')));
  });

  test('CO-D85 whoever deletes blocks and not what is in them pays for what is written again', () => {
    const words = 'word '.repeat(2_000);
    const { room, ana, ben } = start(['one']);
    ben.page.insert(1, [blockOf('paragraph', words), blockOf('paragraph', words)]);
    ben.says();
    const blocks = [1, 2].map((at) => (ben.block(at)._item as Y.Item).id);
    const deletes = new Map([[12, blocks.map(({ clock }) => ({ clock, len: 1 }))]]);
    room.hear(ana.from, encodeUpdate([], deletes));
    expect(wordsOf(room.doc.getXmlFragment('nodes'))).toHaveLength(1 + 4_000);
    expect(room.costs).toEqual([2 + Math.ceil((2 * words.length) / 1_024)]);
  });

  test('CO-D86 where looking fails, what was said is taken, nobody goes, and it is counted', () => {
    const { room, ana, ben } = start(['one two three']);
    ben.text(0).insert(4, 'more ');
    ben.says();
    room.doc.getXmlFragment = () => {
      throw new Error('A fault of ours.');
    };
    ana.page.delete(0, 1);
    expect(ana.says()).toEqual(['ana']);
    expect(room.onUnlooked).toHaveBeenCalledOnce();
    expect(room.log.error).toHaveBeenCalledOnce();
  });
});
