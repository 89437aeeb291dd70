import type { Node as DocumentNode } from '@tiptap/pm/model';
import { updateYFragment } from '@tiptap/y-tiptap';
import * as Y from 'yjs';

type Shown = Parameters<typeof updateYFragment>[3];
/** The same block before and now, by where it is among the others: changed in place, or moved. */
type Pair = { was: number; is: number };
type Blocks = readonly DocumentNode[];

/** What a block without words counts for when it is moved past others: nothing tells where it went, so it is what stays. */
const EMPTY_WEIGHT = 1_000_000;

/**
 * The first thing in a block. ProseMirror keeps it as long as nobody changes it, wherever the block is put and whatever is
 * made new around it: so it tells a block, among those that look the same as well.
 */
function firstIn(block: DocumentNode): DocumentNode {
  let first = block;
  while (first.firstChild) first = first.firstChild;
  return first;
}

/** Pairs in the order of now, each block in one of them. */
function pairsOf(before: Blocks, now: Blocks): Pair[] {
  const places = new Map<DocumentNode, number[]>();
  for (const [at, block] of before.toReversed().entries()) {
    const first = firstIn(block);
    const known = places.get(first);
    const place = before.length - 1 - at;
    if (known) known.push(place);
    else places.set(first, [place]);
  }
  return now.flatMap((block, is) => {
    const was = places.get(firstIn(block))?.pop();
    return was === undefined ? [] : { was, is };
  });
}

/** Of some pairs those that can stay where they are while the others move past them, so that the least is written anew. */
function heaviestInOrder(pairs: readonly Pair[], before: Blocks): Pair[] {
  if (pairs.length < 2) return [...pairs];
  // Of the chains that end at or before a place, the heaviest: a Fenwick tree.
  const best: number[] = Array(before.length + 1).fill(-1);
  const [sums, behind]: [number[], number[]] = [[], []];
  const heavier = (one: number, other: number) => ((sums[one] ?? 0) > (sums[other] ?? 0) ? one : other);
  let last = -1;
  for (const [at, { was }] of pairs.entries()) {
    let chain = -1;
    for (let place = was; place > 0; place -= place & -place) chain = heavier(best[place] as number, chain);
    const block = before[was] as DocumentNode;
    behind[at] = chain;
    sums[at] = (sums[chain] ?? 0) + (block.textContent === '' ? EMPTY_WEIGHT : block.nodeSize);
    for (let place = was + 1; place < best.length; place += place & -place) {
      best[place] = heavier(at, best[place] as number);
    }
    last = heavier(at, last);
  }
  const found: Pair[] = [];
  for (let at = last; at >= 0; at = behind[at] as number) found.push(pairs[at] as Pair);
  return found.reverse();
}

/** From where to where blocks went, and from where to where others came there. */
type Gap = { was: number; wasEnd: number; is: number; isEnd: number };

/**
 * What became of blocks: those that stay, some of them changed, and between them what went and came. Where as many came as
 * went, of the same kinds, those were changed; where it is not known what became of what, it is left to the comparison.
 */
function changesOf(before: Blocks, now: Blocks): { staying: Pair[]; gaps: Gap[] } {
  const isOfOneKind = ({ was, is }: Pair) => before[was]?.type === now[is]?.type;
  const pairs = pairsOf(before, now);
  const [wasPaired, isPaired] = [new Set(pairs.map(({ was }) => was)), new Set(pairs.map(({ is }) => is))];
  const staying: Pair[] = [];
  const gaps: Gap[] = [];
  const end = { was: before.length, is: now.length };
  let [was, is] = [0, 0];
  for (const next of [...heaviestInOrder(pairs.filter(isOfOneKind), before), end]) {
    const gone = range(was, next.was).filter((at) => !wasPaired.has(at));
    const come = range(is, next.is).filter((at) => !isPaired.has(at));
    const inPlace = gone.map((at, index) => ({ was: at, is: come[index] ?? -1 }));
    const isChanged = gone.length === come.length && inPlace.every(isOfOneKind);
    const isKnown = isChanged || gone.length === 0 || come.length === 0;
    const found = [...(isChanged ? inPlace : []), next];
    for (const one of found) {
      if (isKnown) gaps.push({ was, wasEnd: one.was, is, isEnd: one.is });
      if (one !== end) staying.push(one);
      [was, is] = [one.was + 1, one.is + 1];
    }
  }
  return { staying, gaps };
}

const range = (from: number, end: number): number[] => Array.from({ length: end - from }, (_, at) => from + at);

/** How many blocks at the beginning, and at the end, are the very same before and now. */
export function sameEnds(was: Blocks, is: Blocks): { start: number; end: number } {
  const most = Math.min(was.length, is.length);
  let [start, end] = [0, 0];
  while (start < most && was[start] === is[start]) start += 1;
  while (start + end < most && was.at(-1 - end) === is.at(-1 - end)) end += 1;
  return { start, end };
}

const areAlike = (some: Blocks, others: Blocks): boolean =>
  some.length === others.length && some.every((one, at) => one.eq(others[at] as DocumentNode));

const areShownAs = (elements: readonly unknown[], blocks: Blocks): elements is Y.XmlElement[] =>
  elements.every((one, at) => one instanceof Y.XmlElement && one.nodeName === blocks[at]?.type.name);

/**
 * Shares blocks that were put in, taken out or moved as such, and leaves those that stay where they are. The sync plugin
 * compares blocks by their place, and writes the letters of one into its neighbour; what a colleague writes in it at that
 * moment would stand in the neighbour.
 * @param shared what the blocks are in
 * @param shown which node each shared block is shown as
 */
export function shareBlocks(shared: Y.XmlFragment, shown: Shown, before: DocumentNode, now: DocumentNode): void {
  const { doc } = shared;
  if (!doc || before.inlineContent || now.inlineContent || shared.length !== before.childCount) return;
  const [was, is] = [before.children, now.children];
  const { start, end } = sameEnds(was, is);
  const [old, later] = [was.slice(start, was.length - end), is.slice(start, is.length - end)];
  const elements = shared.slice(start, was.length - end);
  // Nothing is in a document that is new, but the editor shows an empty line.
  if (was.length === 0 || !areShownAs(elements, old) || areAlike(old, later)) return;
  const { staying, gaps } = changesOf(old, later);
  for (const pair of staying) {
    const [element, one, other] = [elements[pair.was], old[pair.was], later[pair.is]];
    if (element && one && other) shareBlocks(element, shown, one, other);
  }
  // From the end on, so that places before stay what they are.
  for (const gap of gaps.toReversed()) {
    if (gap.was === gap.wasEnd && gap.is === gap.isEnd) continue;
    for (const element of elements.slice(gap.was, gap.wasEnd)) shown.mapping.delete(element);
    shared.delete(start + gap.was, gap.wasEnd - gap.was);
    const come = later.slice(gap.is, gap.isEnd).map((block) => ({ block, element: new Y.XmlElement(block.type.name) }));
    shared.insert(
      start + gap.was,
      come.map(({ element }) => element),
    );
    for (const { block, element } of come) updateYFragment(doc, element, block, shown);
  }
}
