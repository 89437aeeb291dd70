import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { replaceMatches } from './find/find-plugin';
import { Finder } from './find/search';
import { begin, line, Writer } from './writer.testing';

const bold = (text: string) => ({ type: 'text', text, marks: [{ type: 'bold' }] });
const plain = (text: string) => ({ type: 'text', text });
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });

/** Replaces what is found of a text. @returns the two who have it open, and how much was taken away */
function replaceAll(content: readonly object[], text: string, words: string) {
  const begun = begin(content);
  const [ana, noah] = [new Writer(begun, 1), new Writer(begun, 2)];
  const matches = new Finder({ text, matchCase: true, wholeWord: false }).matchesIn(ana.state.doc);
  ana.does(({ tr }, dispatch) => {
    dispatch?.(replaceMatches(tr, matches, words));
    return true;
  });
  const { ds } = Y.decodeUpdate(Y.mergeUpdates(ana.said));
  const taken = [...ds.clients.values()].flat().reduce((sum, { len }) => sum + len, 0);
  noah.hear(ana.said);
  return { ana, noah, taken };
}

test.each<[string, object[], number]>([
  ['in one line', [line('The store 3 is a store of ticks.')], 2],
  ['in several', [line('store'), line('none'), { type: 'blockquote', content: [line('a store'), line('store')] }], 3],
  ['one beside the other', [line('storestore store')], 3],
  ['behind a line break', [paragraph(plain('the store'), { type: 'hardBreak' }, plain('a store'))], 2],
])('ED-T188 nothing is taken away but the words that are replaced: %s', (_where, content, count) => {
  for (const words of ['depot', 'stores', '']) {
    const { ana, noah, taken } = replaceAll(content, 'store', words);
    expect(taken).toBe(count * 'store'.length);
    expect(noah.state.doc.toJSON()).toEqual(ana.state.doc.toJSON());
  }
});

test.each<[string, object[], object[]]>([
  ['a bold one', [plain('a '), bold('store'), plain(' is')], [plain('a '), bold('depot'), plain(' is')]],
  ['a half of it', [plain('a '), bold('st'), plain('ore is')], [plain('a '), bold('depot'), plain(' is')]],
  ['the other half', [plain('a st'), bold('ore'), plain(' is')], [plain('a depot is')]],
  ['one after a bold word', [bold('a '), plain('store')], [bold('a '), plain('depot')]],
])('ED-T186 what replaces words looks as their first letter did: %s', (_what, before, after) => {
  const { ana, noah } = replaceAll([paragraph(...before)], 'store', 'depot');
  for (const one of [ana, noah]) expect(one.state.doc.firstChild?.toJSON()).toMatchObject(paragraph(...after));
});

test('ED-T187 words in a line that two have begun at once are replaced, and nothing stands twice', () => {
  const begun = begin([line('')]);
  const [ana, noah] = [new Writer(begun, 1), new Writer(begun, 2)];
  ana.goTo(1);
  noah.goTo(1);
  ana.type('a store');
  noah.type('the store');
  const [anas, noahs] = [ana.said.splice(0), noah.said.splice(0)];
  ana.hear(noahs);
  noah.hear(anas);
  for (const one of [ana, noah]) {
    const matches = new Finder({ text: 'store', matchCase: true, wholeWord: false }).matchesIn(one.state.doc);
    one.does(({ tr }, dispatch) => {
      dispatch?.(replaceMatches(tr, matches, one === ana ? 'depot' : 'shop'));
      return true;
    });
  }
  ana.hear(noah.said);
  noah.hear(ana.said);
  expect(ana.text).toBe(noah.text);
  expect(ana.text.replaceAll(/depot|shop/g, '')).toBe('a the ');
  expect(ana.text).toHaveLength('a the '.length + 2 * 'depotshop'.length);
});
