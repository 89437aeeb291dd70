import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { FORMULA_CHARACTERS_MAX } from '@/server/domains/knowledge/document-formula.schema';
import { keepWordsOfBoth } from './words-of-both';

const HEARD = 'heard';
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Somebody with a formula before them, and what they said. */
class Somebody {
  readonly said: Uint8Array[] = [];
  readonly doc = new Y.Doc();

  constructor(begun: Uint8Array, id: number) {
    this.doc.clientID = id;
    Y.applyUpdate(this.doc, begun);
    ends.push(keepWordsOfBoth(this.doc));
    this.doc.on('update', (bytes: Uint8Array, origin: unknown) => void (origin !== HEARD && this.said.push(bytes)));
  }

  get formula(): Y.XmlElement {
    return this.doc.getXmlFragment('t').get(0) as Y.XmlElement;
  }

  get latex(): string {
    return this.formula.getAttribute('latex') ?? '';
  }

  /** As the form does it: with every letter the whole. */
  type(words: string): void {
    for (const letter of words) this.formula.setAttribute('latex', this.latex + letter);
  }

  hear(updates: readonly Uint8Array[]): void {
    for (const bytes of updates) Y.applyUpdate(this.doc, bytes, HEARD);
  }
}

/** @param latex null where the formula never had any */
function somebodies(ids: readonly number[], latex: string | null = 'x^2'): Somebody[] {
  const doc = new Y.Doc();
  const formula = new Y.XmlElement('blockMath');
  if (latex !== null) formula.setAttribute('latex', latex);
  doc.getXmlFragment('t').insert(0, [formula]);
  const begun = Y.encodeStateAsUpdate(doc);
  return ids.map((id) => new Somebody(begun, id));
}

/** All hear what the others have said, as often as something is said. @returns how often */
function settle(all: readonly Somebody[]): number {
  for (let round = 0; ; round += 1) {
    const said = all.map((one) => one.said.splice(0));
    if (said.every((one) => one.length === 0)) return round;
    for (const [at, one] of all.entries()) one.hear(said.filter((_, by) => by !== at).flat());
  }
}

test.each([[[1, 2]], [[2, 1]]])(
  'ED-T203 what two people type into one formula at the same moment stands in it: %j',
  (ids) => {
    const [ana, noah] = somebodies(ids) as [Somebody, Somebody];
    ana.type(' + aaa');
    noah.type(' + bbb');
    expect(settle([ana, noah])).toBeLessThanOrEqual(3);
    expect([' + aaa', ' + bbb'].map((words) => ana.latex.split(words).length)).toEqual([2, 2]);
    expect(ana.latex).toHaveLength('x^2 + aaa + bbb'.length);
    expect(noah.latex).toBe(ana.latex);
  },
);

test('ED-T203 also of three, and where one has heard a part of what another typed', () => {
  const all = somebodies([2, 3, 1]) as [Somebody, Somebody, Somebody];
  const [ana, noah, zoe] = all;
  ana.type(' + a');
  noah.hear(ana.said.slice(0, 3));
  ana.type('aa');
  noah.type('bbb');
  zoe.type(' + c');
  settle(all);
  for (const { latex } of all) {
    expect(latex).toBe(ana.latex);
    for (const words of ['aaa', 'bbb', 'c']) expect(latex).toContain(words);
  }
});

test('ED-T203 what was written with knowledge of the other stands as it is', () => {
  const [ana, noah] = somebodies([1, 2]) as [Somebody, Somebody];
  ana.type(' + aaa');
  settle([ana, noah]);
  noah.formula.setAttribute('latex', 'y');
  settle([ana, noah]);
  expect([ana.latex, noah.latex]).toEqual(['y', 'y']);
});

test('ED-T203 what would be too long for a formula is not put together', () => {
  const [ana, noah] = somebodies([1, 2]) as [Somebody, Somebody];
  for (const [one, sign] of [
    [ana, 'a'],
    [noah, 'b'],
  ] as const) {
    one.formula.setAttribute('latex', sign.repeat(FORMULA_CHARACTERS_MAX));
  }
  settle([ana, noah]);
  expect(ana.latex).toHaveLength(FORMULA_CHARACTERS_MAX);
  expect(noah.latex).toBe(ana.latex);
});

test.each([[[1, 2]], [[2, 1]]])(
  'ED-T273 two who begin words that never were there keep all their letters: %j',
  (ids) => {
    const [ana, noah] = somebodies(ids, null) as [Somebody, Somebody];
    ana.type('Quick fox');
    noah.type('Slow bear');
    settle([ana, noah]);
    expect(['Quick foxSlow bear', 'Slow bearQuick fox', 'Quick fox Slow bear', 'Slow bear Quick fox']).toContain(
      ana.latex,
    );
    expect(noah.latex).toBe(ana.latex);
  },
);

test('ED-T273 also where each hears letter after letter of the other', () => {
  for (const ids of [
    [1, 2],
    [2, 1],
  ]) {
    const [ana, noah] = somebodies(ids, null) as [Somebody, Somebody];
    for (const [at, letter] of [...'Quick'].entries()) {
      ana.type(letter);
      noah.type('Storm'[at] ?? '');
      settle([ana, noah]);
    }
    expect(noah.latex).toBe(ana.latex);
    expect([...ana.latex.replaceAll(' ', '')].sort()).toEqual([...'QuickStorm'].sort());
  }
});

test.each([[''], [null]])(
  'ED-T203 letters typed in turns, with messages held back at random, all arrive once: %j',
  (begun) => {
    let seed = 11;
    const any = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * most);
    };
    for (let run = 0; run < 300; run += 1) {
      const [ana, noah] = somebodies(any(2) === 0 ? [1, 2] : [2, 1], begun) as [Somebody, Somebody];
      let counts = [0, 0];
      for (let step = 0; step < 30; step += 1) {
        const which = any(2);
        const [one, other] = which === 0 ? [ana, noah] : [noah, ana];
        if (any(3) === 0) other.hear(one.said.splice(0, 1 + any(3)));
        else {
          one.type(which === 0 ? 'a' : 'b');
          counts = counts.map((count, at) => count + (at === which ? 1 : 0));
        }
      }
      settle([ana, noah]);
      expect(noah.latex).toBe(ana.latex);
      const there = ['a', 'b'].map((sign) => ana.latex.split(sign).length - 1);
      expect(there).toEqual(counts);
    }
  },
);
