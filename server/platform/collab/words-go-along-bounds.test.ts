import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Said } from './sayings';
import { structsOf } from './structs.rules';
import { encodeUpdate } from './update-encode.rules';
import { SLICE_DELETES_MAX } from './update-slices';
import { blockOf, linesOf, Room, slicesOf, start, Tab, wordsOf } from './words-go-along.testing';

describe('words that go along cost no more than they may', () => {
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
    expect(slicesOf(update).slices).toHaveLength(2);
    room.hear(ana.from, update, true);
    expect(wordsOf(room.doc.getXmlFragment('nodes')).filter((word) => !word.startsWith('x'))).toEqual(['unseen']);
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

  test('CO-D96 letters of two people in turn are one block, of one of them, and the document does not grow by it', () => {
    const { room, ana, ben } = start(['one']);
    const cleo = new Tab(room, 'cleo', 13);
    ben.page.insert(1, [blockOf('paragraph', '.')]);
    ben.says();
    cleo.sees();
    const LETTERS = 3_000;
    for (let at = 0; at < LETTERS; at += 1)
      (at % 3 === 0 ? ben : cleo).text(1).insert((at % 3) + Math.floor(at / 3), 'bcd'.charAt(at % 3));
    ben.says();
    cleo.says();
    const before = structsOf(room.doc);
    const block = (ben.block(1)._item as Y.Item).id;
    const from = room.hear(ana.from, encodeUpdate([], new Map([[block.client, [{ clock: block.clock, len: 1 }]]])));
    expect(from).toEqual(['ana', 'cleo']);
    expect(linesOf(room.doc.getXmlFragment('nodes')).map(({ length }) => length)).toEqual([3, LETTERS + 1]);
    expect(structsOf(room.doc)).toBeLessThan(before);
    expect(room.costs).toEqual([1 + Math.ceil((LETTERS + 1) / 1_024)]);
  });

  test('CO-D98 of several changes at once only the one pays that took away unseen words, and nobody’s are its sender’s', () => {
    const { room, ana, ben } = start(['one two three', 'typo']);
    const nobody = new Y.Doc();
    Y.applyUpdate(nobody, Y.encodeStateAsUpdate(room.doc));
    ((nobody.getXmlFragment('nodes').get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(13, ' imported');
    Y.applyUpdate(room.doc, Y.encodeStateAsUpdate(nobody));
    ben.text(1).delete(3, 1);
    ana.replace(0, 'heading');
    const said = [ben, ana].map((tab): Said => {
      const bytes = Y.encodeStateAsUpdate(tab.doc, Y.encodeStateVector(room.doc));
      return { kind: 'update', from: tab.from, bytes, introduces: false, ofWhole: null };
    });
    expect(room.take(said)).toEqual(['ben', 'ana', 'ana']);
    expect(linesOf(room.doc.getXmlFragment('nodes'))).toEqual(['one two three imported', 'typ']);
    expect(ana.room.costs).toEqual([2]);
  });
});
