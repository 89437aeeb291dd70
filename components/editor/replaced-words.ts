import type { Node as DocumentNode } from '@tiptap/pm/model';
import type { Transaction } from '@tiptap/pm/state';
import type { updateYFragment } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { runOf, runsOf, textsOf } from './shared-line';

/** Words that were put in place of what stood from one place of a document to another. */
export type Replaced = { from: number; to: number; words: string };
type Shown = Parameters<typeof updateYFragment>[3];
/** Where something in a line is replaced: letters of one run. */
type InRun = { run: number; start: number; end: number; words: string };
type Change = { index: number; remove: number; words: string };

const REPLACED = 'replaced';

/** Says of a change that it replaced words, in the order of the document. */
export const setReplaced = (tr: Transaction, replaced: readonly Replaced[]): Transaction =>
  tr.setMeta(REPLACED, replaced);

/** The words that a change says it replaced. */
export const replacedBy = (tr: Transaction): readonly Replaced[] | undefined => tr.getMeta(REPLACED);

/**
 * Shares words that were replaced as the taking away of exactly those and the putting in of others. The sync plugin
 * compares a text with what it was, and writes all anew from the first letter that differs to the last one, with what
 * others write between them. What comes in stands in front of what goes, so that nothing comes between that and what
 * others write behind it at the same moment, or when it is taken back and brought again.
 */
export function shareReplaced(
  shared: Y.XmlFragment,
  shown: Shown,
  before: DocumentNode,
  now: DocumentNode,
  replaced: readonly Replaced[],
): void {
  let next = 0;
  const inBlock = (around: Y.XmlFragment, was: DocumentNode, is: DocumentNode | null, start: number): void => {
    const elements = around.length === was.childCount && !was.inlineContent ? around.toArray() : [];
    was.forEach((child, offset, at) => {
      const [from, end] = [start + offset, start + offset + child.nodeSize];
      const inIt: Replaced[] = [];
      const [element, later] = [elements[at], is?.maybeChild(at) ?? null];
      if (!child.isTextblock && (replaced[next]?.from ?? end) < end && element instanceof Y.XmlElement) {
        inBlock(element, child, later, from + 1);
      }
      for (let one = replaced[next]; one && one.from < end; one = replaced[++next]) inIt.push(one);
      if (inIt.length > 0 && child.isTextblock && element instanceof Y.XmlElement) {
        inLine(element, child, inIt, from + 1);
        if (later && isShownBy(element, later)) shown.mapping.set(element, later);
      }
    });
  };
  if (replaced.length > 0) inBlock(shared, before, now, 0);
}

function inLine(line: Y.XmlElement, was: DocumentNode, replaced: readonly Replaced[], start: number): void {
  const [runs, groups] = [runsOf(was), textsOf(line)];
  if (runs.length !== groups.length) return;
  const wanted = replaced.map(({ from, to, words }): InRun => {
    const run = runs.findLastIndex((one) => one.from <= from - start);
    const place = start + (runs[run]?.from ?? 0);
    return { run, start: from - place, end: to - place, words };
  });
  for (const [at, texts] of groups.entries()) {
    const words = runs[at]?.run?.words;
    if (!texts || texts.map((text) => runOf(text).words).join('') !== words) continue;
    const own = wanted.filter(({ run, end }) => run === at && end <= words.length);
    inTexts(
      texts,
      own.filter((one) => words.slice(one.start, one.end) !== one.words),
    );
  }
}

/** @param texts of one run */
function inTexts(texts: readonly Y.XmlText[], replaced: readonly InRun[]): void {
  let begin = 0;
  for (const text of texts) {
    const end = begin + text.length;
    const own = replaced.filter((one) => one.start < end && one.end > begin);
    const changes = own.map((one): Change => {
      const from = Math.max(one.start, begin);
      // What goes on in another text comes into the first one.
      return {
        index: from - begin,
        remove: Math.min(one.end, end) - from,
        words: from === one.start ? one.words : '',
      };
    });
    begin = end;
    change(text, changes);
  }
}

/** All at once: a text is gone through from its beginning each time. */
function change(text: Y.XmlText, changes: readonly Change[]): void {
  const looks: { end: number; attributes: object }[] = [];
  for (const { insert, attributes = {} } of text.toDelta() as { insert: string; attributes?: object }[]) {
    looks.push({ end: (looks.at(-1)?.end ?? 0) + insert.length, attributes });
  }
  const delta: object[] = [];
  let [done, look] = [0, 0];
  for (const { index, remove, words } of changes) {
    while ((looks[look]?.end ?? Number.POSITIVE_INFINITY) <= index) look += 1;
    if (index > done) delta.push({ retain: index - done });
    if (words !== '') delta.push({ insert: words, attributes: looks[look]?.attributes ?? {} });
    delta.push({ delete: remove });
    done = index + remove;
  }
  text.applyDelta(delta);
}

/**
 * Whether a line is shown as it is shared, where two texts make one run. (Compared, the second would be copied into the
 * first, by two people at once twice.)
 */
function isShownBy(line: Y.XmlElement, now: DocumentNode): boolean {
  const [runs, groups] = [runsOf(now), textsOf(line)];
  if (runs.length !== groups.length || groups.every((texts) => (texts?.length ?? 0) < 2)) return false;
  return groups.every((texts, at) => {
    const run = runs[at]?.run;
    if (!texts || !run) return !texts && !run;
    const all = texts.map(runOf);
    return run.isPlain && all.every(({ isPlain }) => isPlain) && all.map(({ words }) => words).join('') === run.words;
  });
}
