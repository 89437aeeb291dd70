import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import fc from '@/server/platform/testing/fast-check';
import type { Said } from './sayings';
import { stateOf } from './structs.rules';
import { blockOf, linesOf, plainOf, start, Tab, wordsOf } from './words-go-along.testing';

const ACTS = ['turn', 'wrap', 'move', 'split', 'join', 'delete', 'write', 'strike'] as const;
const act = fc.record({ act: fc.constantFrom(...ACTS), at: fc.nat(20), to: fc.nat(20) });
const place = fc.record({ at: fc.nat(20), word: fc.nat(20), isBold: fc.boolean() });

/** Before which letter the nth word of a text stands; the end counts as one. */
function wordPlace(text: Y.XmlText, word: number): number {
  const starts = [...plainOf(text).matchAll(/\S+/g)].map(({ index }) => index);
  return [...starts, text.length][word % (starts.length + 1)] ?? 0;
}

describe('words go along with the block they are in', () => {
  test('CO-D81 whatever one writes while another turns, wraps, moves and deletes: each word is there once, what was seen and deleted is gone', {
    timeout: 60_000,
  }, () => {
    const paragraphs = fc.array(fc.integer({ min: 2, max: 8 }), { minLength: 1, maxLength: 5 });
    const input = fc.record({
      kinds: fc.constantFrom(3, 1_000),
      lengths: paragraphs,
      acts: fc.array(act, { minLength: 1, maxLength: 5 }),
      places: fc.array(place, { minLength: 1, maxLength: 5 }),
      clients: fc.constantFrom<[number, number]>([11, 12], [12, 11]),
      inSlices: fc.boolean(),
    });
    fc.assert(
      fc.property(input, ({ kinds, lengths, acts, places, clients, inSlices }) => {
        let count = 0;
        const next = (by: string) => {
          count += 1;
          return kinds === 3 ? `word${count % kinds}` : `${by}${count}`;
        };
        const paragraphsOf = lengths.map((length) => Array.from({ length }, () => next('word')).join(' '));
        const { room, ana, ben } = start(paragraphsOf, clients);
        ana.leaves();
        for (const one of acts) {
          if (ana.page.length === 0) break;
          const at = one.at % ana.page.length;
          const text = ana.text(at);
          if (one.act === 'turn') ana.replace(at, 'heading');
          else if (one.act === 'wrap') ana.replace(at, 'blockquote');
          else if (one.act === 'move') ana.replace(at, 'paragraph', one.to % ana.page.length);
          else if (one.act === 'split') ana.split(at, wordPlace(text, one.to));
          else if (one.act === 'join') ana.join(at);
          else if (one.act === 'write') text.insert(wordPlace(text, one.to), ` ${next('ana')} `);
          else if (one.act === 'delete') ana.page.delete(at, 1);
          else {
            const from = wordPlace(text, one.to);
            text.delete(from, (/^\S*/.exec(plainOf(text).slice(from))?.[0] ?? '').length);
          }
        }
        const all = wordsOf(ana.page);
        for (const { at, word: before, isBold } of places) {
          const text = ben.text(at % ben.page.length);
          const said = next('ben');
          text.insert(wordPlace(text, before), ` ${said} `, isBold ? { bold: {} } : {});
          all.push(said);
        }
        ben.says();
        ana.says(inSlices);
        const page = room.doc.getXmlFragment('nodes');
        expect(wordsOf(page).sort()).toEqual(all.sort());
        const isAll = (...names: string[]) => acts.every((one) => names.includes(one.act));
        if (isAll('turn', 'wrap', 'move', 'write')) expect(page.length).toBe(ana.page.length);
        // Of which none changes the order of words.
        if (kinds > 3 && isAll('turn', 'wrap', 'split')) expect(wordsOf(page)).toEqual(wordsOf(ben.page));
        if (isAll('turn', 'wrap', 'move')) expect(linesOf(page).sort()).toEqual(linesOf(ben.page).sort());
        expect(room.onUnlooked).not.toHaveBeenCalled();
        expect(room.isKept()).toBe(true);
      }),
      { numRuns: 200 },
    );
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
    expect(ana.says()).toEqual(['ana', 'ben', 'cleo', 'ana']);
    expect(room.doc.getXmlFragment('nodes').toString()).toBe('<heading>one ben two cleo three imported</heading>');
  });

  test.each([
    [3, ' ', 'cleo', 'one cleo'],
    [3, ' ben ', 'cleo', 'one ben cleo'],
    [0, 'ben', ' cleo ', 'ben cleo one'],
  ])(
    'CO-D132 words of two people that stood beside each other do so again, with no blank more: at %i, "%s", "%s"',
    (at, bens, cleos, line) => {
      const { room, ana, ben } = start(['one']);
      const cleo = new Tab(room, 'cleo', 13);
      ben.text(0).insert(at, bens);
      ben.says();
      cleo.sees();
      cleo.text(0).insert(at + bens.length, cleos);
      cleo.says();
      ana.replace(0, 'heading');
      ana.says();
      expect(room.doc.getXmlFragment('nodes').toString()).toBe(`<heading>${line}</heading>`);
    },
  );

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

  test('CO-D95 nobody is said to have written what somebody else wrote, where of their own nothing had to be written', () => {
    const { room, ana, ben } = start(['one two three']);
    const cleo = new Tab(room, 'cleo', 13);
    cleo.sees();
    // A blank beside another one is not written again.
    ben.text(0).insert(3, ' ');
    ben.says();
    cleo.text(0).insert(8, 'cleo ');
    cleo.says();
    ana.replace(0, 'heading');
    expect(ana.says()).toEqual(['ana', 'cleo']);
    expect(room.doc.getXmlFragment('nodes').toString()).toBe('<heading>one two cleo three</heading>');
  });

  test('CO-D130 what others have just written at the end of a text that is split goes along, and what was there for long stays', () => {
    const splitWith = (isFresh: boolean) => {
      const { room, ana, ben } = start(['one two']);
      room.settled = isFresh ? stateOf(room.doc) : null;
      ben.text(0).insert(7, ' three');
      ben.says();
      ana.split(0, 4);
      ana.says();
      return linesOf(room.doc.getXmlFragment('nodes'));
    };
    expect(splitWith(true)).toEqual(['one', 'two three']);
    expect(splitWith(false)).toEqual(['one three', 'two']);
  });

  test('CO-D97 words are written again though the same stand elsewhere in their text, or in another one', () => {
    const { room, ana, ben } = start(['we ship today', 'in the last summary', 'Summary', 'end']);
    ben.text(0).insert(7, ' not late');
    ben.text(2).insert(7, ' of what and then');
    ben.says();
    ana.text(0).insert(2, ' do not');
    ana.replace(0, 'heading');
    ana.page.delete(2, 1);
    ana.text(1).insert(0, 'X and then ');
    ana.says();
    expect(linesOf(room.doc.getXmlFragment('nodes'))).toEqual([
      'we do not ship not late today',
      'X and then in the last summary',
      'of what and then',
      'end',
    ]);
  });

  test('CO-D99 letters that are seen as one stay whole', () => {
    const { room, ana, ben } = start(['hi 😁 there', '🇩🇪', 'नमस्ते']);
    ben.text(0).insert(3, '😀');
    ben.text(1).insert(0, '🇫🇷');
    ben.text(2).insert(6, 'ं');
    ben.says();
    for (const at of [0, 1, 2]) ana.replace(at, 'heading');
    ana.says();
    expect(linesOf(room.doc.getXmlFragment('nodes'))).toEqual(linesOf(ben.page));
  });

  test('CO-D100 words look as they did, where that may be', () => {
    const { room, ana, ben } = start(['one two three', 'four five']);
    ben.text(0).insert(4, 'bold ', { bold: {} });
    ben.text(1).insert(5, 'bold ', { bold: {} });
    ben.says();
    ana.replace(0, 'heading');
    ana.doc.transact(() => {
      ana.page.delete(1, 1);
      ana.page.insert(1, [blockOf('codeBlock', 'four five')]);
    });
    ana.says();
    expect(room.doc.getXmlFragment('nodes').toString()).toBe(
      '<heading>one <bold>bold </bold>two three</heading><codeblock>four bold five</codeblock>',
    );
  });

  test('CO-D101 words of the lines of a list that is deleted stand in their order', () => {
    const { room, ana, ben } = start(['first']);
    const list = new Y.XmlElement('list');
    ana.page.insert(1, [list]);
    for (const words of ['three', 'two', 'one']) list.insert(0, [blockOf('paragraph', words)]);
    ana.says();
    ben.sees();
    const lines = ben.block(1);
    for (const at of [1, 0, 2]) ((lines.get(at) as Y.XmlElement).get(0) as Y.XmlText).insert(0, `ben${at} `);
    ben.says();
    ana.page.delete(1, 1);
    ana.says();
    expect(linesOf(room.doc.getXmlFragment('nodes'))).toEqual(['first', 'ben0', 'ben1', 'ben2']);
  });

  test('CO-D107 with each of several changes of one that come at once, the second of what the first was made', () => {
    const { room, ana, ben } = start(['one two three']);
    ana.leaves();
    const vector = Y.encodeStateVector(room.doc);
    ben.text(0).insert(4, 'more ');
    ben.says();
    const said = (introduces: boolean, since: Uint8Array): Said => ({
      ...{ kind: 'update', from: ana.from, bytes: Y.encodeStateAsUpdate(ana.doc, since), ofWhole: null },
      introduces,
    });
    ana.replace(0, 'heading');
    const [first, between] = [said(true, vector), Y.encodeStateVector(ana.doc)];
    ana.replace(0, 'blockquote');
    expect(room.take([first, said(false, between)])).toEqual(['ana', 'ben', 'ana', 'ben']);
    expect(linesOf(room.doc.getXmlFragment('nodes'))).toEqual(['one more two three']);
  });

  test('CO-D104 what is written in the second half of a text comes along when somebody splits it who was not there', () => {
    const { room, ana, ben } = start(['one two three']);
    ana.leaves();
    ben.text(0).insert(13, ' four');
    ben.text(0).insert(7, ' and a half');
    ben.says();
    ana.split(0, 4);
    expect(ana.says()).toEqual(['ana', 'ben']);
    expect(linesOf(room.doc.getXmlFragment('nodes'))).toEqual(['one', 'two and a half three four']);
  });

  test('CO-D105 of somebody who was there, what stands between the letters that they take elsewhere, and no more', () => {
    const { room, ana, ben } = start(['one two three end', 'last']);
    ben.text(0).insert(7, ' and a half');
    ben.says();
    ana.doc.transact(() => {
      ana.text(0).delete(4, 10);
      ana.text(1).insert(4, ' two three');
    });
    ana.says();
    expect(linesOf(room.doc.getXmlFragment('nodes'))).toEqual(['one end', 'last two and a half three']);
  });
});
