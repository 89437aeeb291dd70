import { Plugin, PluginKey } from '@tiptap/pm/state';
import * as Y from 'yjs';
import { align, shareIn } from '@/server/platform/collab/alignment.rules';
import { GonePlaces } from '@/server/platform/collab/gone-places.rules';
import { broughtBy, writtenBy } from '@/server/platform/collab/gone-texts.rules';
import { eachRange, type IdRanges, isIn, partsOf, rangesOf } from '@/server/platform/collab/id-ranges.rules';
import { stateOf, structsBetween } from '@/server/platform/collab/structs.rules';
import {
  SHARE_MIN,
  SURE_CHARACTERS,
  TextVersions,
  type Written,
  wordsOfVersion,
} from '@/server/platform/collab/text-versions.rules';
import { hearChanges } from './hear-changes';

/** A step of one's own, as Yjs keeps it. */
export type Step = NonNullable<ReturnType<Y.UndoManager['undo']>>;

type Steps = Pick<Y.UndoManager, 'undoStack' | 'redoStack' | 'doc'>;
type Letter = { client: number; clock: number };
/** Letters that a change took out of a text, which stood together in it; `ids`: of which client, from which clock on. */
type Run = { text: Y.XmlText; words: string; ids: (Letter & { length: number })[] };

/** Whether some words stand in a later version of them, each letter. */
export function standsIn(words: string, version: readonly Written[]): boolean {
  const { kept } = align(words, wordsOfVersion(version));
  return kept.every((isKept, at) => isKept || words.charAt(at).trim() === '');
}

/**
 * What a step wrote stays its own when somebody else turns, splits, joins or moves the block it stands in, which is to
 * delete the letters and to write them anew: the step has the new letters as well. Where it is not certain which those are,
 * it is left as it was. To be called before Yjs forgets what was deleted.
 */
function stepsGoAlong(transaction: Y.Transaction, { undoStack, redoStack }: Steps): void {
  const { doc, beforeState, deleteSet } = transaction;
  if (transaction.local || deleteSet.clients.size === 0) return;
  const steps = [...undoStack, ...redoStack];
  if (steps.length === 0) return;
  // With what was put back upon the change, by whom it was told to.
  const brought = broughtBy({ beforeState, afterState: stateOf(doc) });
  if (brought.clients.length === 0) return;
  const own = rangesOf(steps.map(({ insertions }) => insertions.clients));
  const runs = runsTaken(transaction, own, brought);
  if (runs.length === 0) return;
  const wrote = steps.map((step) => ({
    step,
    insertions: rangesOf([step.insertions.clients]),
    anew: Y.createDeleteSet(),
  }));
  const written = writtenBy(doc, brought);
  const versions = new TextVersions(written);
  for (const run of runs) {
    const alike = ({ words }: { words: string }) => words === run.words;
    const version = isAnyIn(own, run) ? versions.take(run.words) : [];
    // Of several texts that are the same, each has its own version.
    if (version.length === 0) versions.takeSame(run.words);
    const isOneOfMore = written.filter(alike).length > runs.filter(alike).length;
    if (version.length === 0 || isOneOfMore || !isCertain(run, version)) continue;
    const later = lettersAnew(run, version, brought);
    if (!later) continue;
    for (const one of wrote) if (isAnyIn(one.insertions, run)) follow(doc, one, run, later, own);
  }
  for (const { step, anew } of wrote) {
    if (anew.clients.size > 0) step.insertions = Y.mergeDeleteSets([step.insertions, anew]);
  }
}

/**
 * Has steps go along for as long as they are an editor's. The manager of the steps cannot hear of changes by itself: Tiptap
 * ends it whenever an editor gets another plugin, and brings back only what Yjs' own had listened to.
 */
export const stepsGoAlongPlugin = (steps: Steps): Plugin =>
  new Plugin({
    key: new PluginKey('stepsGoAlong'),
    view: () => ({ destroy: hearChanges(steps.doc, (transaction) => stepsGoAlong(transaction, steps)) }),
  });

const isAnyIn = (ranges: IdRanges, { ids }: Run): boolean =>
  ids.some(({ client, clock, length }) => partsOf(ranges, client, clock, length).some((part) => part.isIn));

/** In the order of the document; none where none of them was written by a step. */
function runsTaken(transaction: Y.Transaction, own: IdRanges, brought: IdRanges): Run[] {
  const texts = new Set<Y.XmlText>();
  let isAnyOwn = false;
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!(struct instanceof Y.Item) || !(struct.parent instanceof Y.XmlText)) return;
    if (!(struct.content instanceof Y.ContentString)) return;
    texts.add(struct.parent);
    isAnyOwn ||= partsOf(own, struct.id.client, struct.id.clock, struct.length).some((part) => part.isIn);
  });
  if (!isAnyOwn) return [];
  const inOrder = new GonePlaces(transaction.doc).inOrder([...texts].map((text) => ({ text })));
  return inOrder.flatMap(({ text }) => runsIn(transaction, text, brought));
}

function runsIn({ deleteSet }: Y.Transaction, text: Y.XmlText, brought: IdRanges): Run[] {
  const runs: Run[] = [];
  let run: Run | null = null;
  for (let item = text._start; item !== null; item = item.right) {
    const { content, id, deleted } = item;
    if (!(content instanceof Y.ContentString) || isIn(brought, id.client, id.clock)) continue;
    if (!deleted) run = null;
    if (!deleted || !Y.isDeleted(deleteSet, id)) continue;
    if (!run) {
      run = { text, words: '', ids: [] };
      runs.push(run);
    }
    run.words += content.str;
    run.ids.push({ client: id.client, clock: id.clock, length: content.str.length });
  }
  return runs;
}

/** Whether words were written anew, and not others in which they stand. */
function isCertain({ text, words }: Run, version: readonly Written[]): boolean {
  const isShort = words.replaceAll(/\s/g, '').length < SURE_CHARACTERS;
  if (version.some((part) => part.text === text || (isShort && !part.isNew))) return false;
  const later = wordsOfVersion(version);
  return standsIn(words, version) && shareIn(later, words) > SHARE_MIN;
}

/** For each letter of a run the one that stands for it; null where one of these was there before. */
function lettersAnew({ words }: Run, version: readonly Written[], brought: IdRanges): (Letter | null)[] | null {
  const later = wordsOfVersion(version);
  const letters = version.flatMap((part, at) => [...(at > 0 ? [null] : []), ...lettersIn(part)]);
  const { kept, places } = align(words, later);
  const anew = [...kept].map((isKept, at) => {
    const place = (places[at + 1] as number) - 1;
    return isKept && later.charAt(place) === words.charAt(at) ? (letters[place] ?? null) : null;
  });
  return anew.every((letter) => letter === null || isIn(brought, letter.client, letter.clock)) ? anew : null;
}

function lettersIn({ text, words, start }: Written): Letter[] {
  const letters: Letter[] = [];
  for (let item = text._start; item !== null; item = item.right) {
    const { content, id, deleted } = item;
    if (deleted || !(content instanceof Y.ContentString)) continue;
    for (let by = 0; by < content.str.length; by += 1) letters.push({ client: id.client, clock: id.clock + by });
  }
  return letters.slice(start, start + words.length);
}

/** What of a run a step wrote: the letters, by where they stood in it. */
function lettersOf({ text, words, ids }: Run, insertions: IdRanges): { text: Y.XmlText; words: string; at: number[] } {
  const places: number[] = [];
  let place = 0;
  for (const { client, clock, length } of ids) {
    for (const part of partsOf(insertions, client, clock, length)) {
      for (const end = place + part.length; place < end; place += 1) if (part.isIn) places.push(place);
    }
  }
  return { text, words: places.map((at) => words.charAt(at)).join(''), at: places };
}

/** Puts so many ids from one on into a set of Yjs'. */
export function addIds({ clients }: Step['insertions'], { client, clock }: Letter, len: number): void {
  const ranges = clients.get(client) ?? [];
  clients.set(client, ranges);
  ranges.push({ clock, len });
}

/** Notes the letters that stand for those of a run which a step wrote. */
function follow(
  doc: Y.Doc,
  { step, insertions, anew }: { step: Step; insertions: IdRanges; anew: Step['insertions'] },
  run: Run,
  later: readonly (Letter | null)[],
  own: IdRanges,
): void {
  const its = lettersOf(run, insertions);
  if (isInPlaceOfOthers(doc, step, its, own)) return;
  for (const at of its.at) {
    const letter = later[at];
    if (letter) addIds(anew, letter, 1);
  }
}

/**
 * Whether a step wrote words because it took words away that it could not bring back: the same from elsewhere, as when it
 * moved them, or those of somebody else out of the same text.
 */
function isInPlaceOfOthers(
  doc: Y.Doc,
  { deletions, insertions }: Step,
  { text, words }: { text: Y.XmlText; words: string },
  own: IdRanges,
): boolean {
  const taken = new Map<unknown, string>();
  for (const [client, from, to] of eachRange(rangesOf([deletions.clients]))) {
    for (const { id, content, parent } of structsBetween(doc, client, from, to) as Iterable<Y.Item>) {
      if (!(content instanceof Y.ContentString) || Y.isDeleted(insertions, id)) continue;
      if (parent === text && content.str.trim() !== '' && !isIn(own, id.client, id.clock)) return true;
      taken.set(parent, (taken.get(parent) ?? '') + content.str);
    }
  }
  return [...taken.values()].some((one) => one.includes(words.trim()) || shareIn(words, one) > SHARE_MIN);
}
