import { describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { linesOf, start, Tab } from './words-go-along.testing';

describe('words that are put back', () => {
  test('CO-D110 stand in their order where their text was written anew right before them', () => {
    const { room, ana, ben } = start(['one two']);
    ana.leaves();
    ben.text(0).insert(7, ' last');
    ben.text(0).insert(3, ' more');
    ben.says();
    ana.doc.transact(() => {
      ana.text(0).insert(0, 'one two');
      ana.text(0).delete(7, 7);
    });
    ana.says();
    expect(linesOf(room.doc.getXmlFragment('nodes'))).toEqual(['one more two last']);
  });

  test('CO-D110 also those of several people, each written and taken out as their own', () => {
    const { room, ana, ben } = start(['one two']);
    const cleo = new Tab(room, 'cleo', 13);
    cleo.sees();
    ana.leaves();
    ben.text(0).insert(7, ' last');
    ben.text(0).insert(3, ' more');
    ben.says();
    cleo.text(0).insert(7, ' cleo');
    cleo.says();
    ana.doc.transact(() => {
      ana.text(0).insert(0, 'one two');
      ana.text(0).delete(7, 7);
    });
    expect(ana.says()).toEqual(['ana', 'ben', 'cleo', 'ben']);
    expect(linesOf(room.doc.getXmlFragment('nodes'))).toEqual(['one more two last cleo']);
    expect(room.isKept()).toBe(true);
  });

  test('CO-D111 letters that stand together are taken out together, however many and in whatever order they were written', () => {
    const LETTERS = 3_000;
    const { room, ana, ben } = start(['one two three four', 'end']);
    ben.doc.transact(() => {
      for (let at = 0; at < LETTERS; at += 1) ben.text(0).insert(8, 'x');
    });
    ben.says();
    ana.split(0, 4);
    const takesOut = vi.spyOn(Y.Text.prototype, 'applyDelta');
    ana.says();
    expect(takesOut).toHaveBeenLastCalledWith([{ retain: 4 }, { delete: LETTERS }]);
    takesOut.mockRestore();
    expect(linesOf(room.doc.getXmlFragment('nodes'))).toEqual(['one', `two ${'x'.repeat(LETTERS)}three four`, 'end']);
  });

  test('CO-D112 at however many places one has written in a text, it is gone through once', () => {
    const { room, ana, ben } = start(['one two three four']);
    for (const at of [13, 7, 3]) ben.text(0).insert(at, ` ben${at}`, at === 7 ? { bold: {} } : {});
    ben.says();
    ana.replace(0, 'heading');
    const writes = vi.spyOn(Y.Text.prototype, 'applyDelta');
    ana.says();
    expect(writes).toHaveBeenCalledOnce();
    writes.mockRestore();
    expect(`${room.doc.getXmlFragment('nodes')}`).toBe(
      '<heading>one ben3 two<bold> ben7</bold> three ben13 four</heading>',
    );
  });
});
