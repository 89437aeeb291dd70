import { diffArrays } from 'diff';
import {
  type BlockShape,
  CHANGED_LINES_MAX,
  type ChangedLine,
  LINES_AROUND,
  mentionToken,
  partsOfLine,
  type Segment,
  type SessionChanges,
} from './history.schema';
import type { Line } from './letters';

/** Texts further apart than this are not compared line by line: all of the one went, all of the other came. */
const LINE_EDITS_MAX = 3_000;
const WORD_EDITS_MAX = 600;
/** Lines are one line that was changed when so much of their words is the same. */
const ALIKE = 0.4;
/** Lines that were taken away and lines that came are looked through for such pairs up to so many of both. */
const PAIRS_MAX = 10_000;

const words = new Intl.Segmenter('und', { granularity: 'word' });
/** Whom or what a text names is one word. */
const wordsOf = (text: string): string[] =>
  partsOfLine(text).flatMap((part) =>
    'text' in part ? [...words.segment(part.text)].map(({ segment }) => segment) : [mentionToken(part.kind, part.id)],
  );

const NOBODY = { by: null, earlier: false } as const;

const shapeOf = ({ type, level, depth, marker, ordinal, frame, callout }: BlockShape): BlockShape => ({
  type,
  level,
  depth,
  marker,
  ordinal,
  frame,
  callout,
});

const HAS_WORD = /[\p{L}\p{N}]/u;

/** Marks and spaces among words are whose the words before them are, or those after them at the beginning. */
function withMarks(segments: readonly Segment[]): Segment[] {
  const kept: Segment[] = [];
  for (const segment of segments) {
    const last = kept.at(-1);
    const joins = last && (!HAS_WORD.test(segment.text) || !HAS_WORD.test(last.text) || isOfOne(last, segment));
    if (!joins) kept.push({ ...segment });
    else if (HAS_WORD.test(last.text)) last.text += segment.text;
    else kept[kept.length - 1] = { ...segment, text: last.text + segment.text };
  }
  return kept;
}

const isOfOne = (one: Segment, other: Segment): boolean => one.by === other.by && one.earlier === other.earlier;

/** Cuts a stretch of a line where its writer changes. */
function segmentsOf(line: Line, from: number, text: string, change: Segment['change']): Segment[] {
  if (change === 'same') return [{ text, change, ...NOBODY }];
  const segments: Segment[] = [];
  let start = 0;
  for (const { chars, by, earlier } of line.runs) {
    const [low, high] = [Math.max(start, from), Math.min(start + chars, from + text.length)];
    start += chars;
    if (low >= high) continue;
    const part = text.slice(low - from, high - from);
    segments.push({ text: part, change, by, earlier });
  }
  return withMarks(segments);
}

type Stretch = { same: boolean; removed: string; added: string };

/** The words of two lines, what is the same and what is not; a space alone between two changes belongs to them. */
function stretchesOf(before: string, after: string): Stretch[] {
  const found = diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: WORD_EDITS_MAX });
  if (!found) return [{ same: false, removed: before, added: after }];
  const stretches: Stretch[] = [];
  for (const [index, { value, added, removed }] of found.entries()) {
    const text = value.join('');
    const same = !added && !removed;
    const last = stretches.at(-1);
    const between = same && text.trim() === '' && last !== undefined && index < found.length - 1;
    if (last && !last.same && (!same || between)) {
      if (!added) last.removed += text;
      if (!removed) last.added += text;
    } else {
      stretches.push({ same, removed: added ? '' : text, added: removed ? '' : text });
    }
  }
  return stretches;
}

function changedLine(before: Line, after: Line): ChangedLine {
  if (before.text === after.text) {
    return { ...shapeOf(after), change: 'formatted', segments: [{ text: after.text, change: 'same', ...NOBODY }] };
  }
  let [old, fresh] = [0, 0];
  const segments = stretchesOf(before.text, after.text).flatMap(({ same, removed, added }) => {
    const parts = same
      ? segmentsOf(after, fresh, added, 'same')
      : [...segmentsOf(before, old, removed, 'removed'), ...segmentsOf(after, fresh, added, 'added')];
    old += removed.length;
    fresh += added.length;
    return parts;
  });
  return { ...shapeOf(after), change: 'changed', segments };
}

const wholeLine = (line: Line, change: 'same' | 'added' | 'removed'): ChangedLine => ({
  ...shapeOf(line),
  change,
  segments: segmentsOf(line, 0, line.text, change),
});

function countsOf(line: Line): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of wordsOf(line.text)) if (word.trim()) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const total = (counts: Map<string, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

/** How much of the words of two lines is the same, from 0 to 1. */
function likeness(one: Map<string, number>, other: Map<string, number>): number {
  const all = total(one) + total(other);
  if (all === 0) return 1;
  let shared = 0;
  for (const [word, count] of one) shared += Math.min(count, other.get(word) ?? 0);
  return (2 * shared) / all;
}

/** CO-V11: of lines that went and lines that came at one place, those that are one line which was changed. */
function pairUp(removed: readonly Line[], added: readonly Line[]): ChangedLine[] {
  const lines: ChangedLine[] = [];
  const counts = removed.length * added.length <= PAIRS_MAX ? removed.map(countsOf) : null;
  let next = 0;
  const went = (until: number) => {
    for (const line of removed.slice(next, until)) lines.push(wholeLine(line, 'removed'));
  };
  const came: Line[] = [];
  const flush = () => {
    for (const line of came.splice(0)) lines.push(wholeLine(line, 'added'));
  };
  for (const line of added) {
    const own = counts && countsOf(line);
    const match = own
      ? removed.findIndex(
          (other, index) =>
            index >= next && other.type === line.type && likeness(counts[index] ?? new Map(), own) >= ALIKE,
        )
      : -1;
    const old = removed[match];
    if (!old) {
      came.push(line);
      continue;
    }
    went(match);
    flush();
    lines.push(changedLine(old, line));
    next = match + 1;
  }
  went(removed.length);
  flush();
  return lines;
}

function allLines(before: readonly Line[], after: readonly Line[]): ChangedLine[] {
  const keys = (lines: readonly Line[]) => lines.map((line) => line.key);
  const found = diffArrays(keys(before), keys(after), { maxEditLength: LINE_EDITS_MAX });
  if (!found)
    return [...before.map((line) => wholeLine(line, 'removed')), ...after.map((line) => wholeLine(line, 'added'))];
  const lines: ChangedLine[] = [];
  let [old, fresh] = [0, 0];
  let [went, came]: [Line[], Line[]] = [[], []];
  const settle = () => {
    lines.push(...pairUp(went, came));
    [went, came] = [[], []];
  };
  for (const { value, added, removed } of found) {
    if (removed) {
      went.push(...before.slice(old, old + value.length));
    } else if (added) {
      came.push(...after.slice(fresh, fresh + value.length));
    } else {
      settle();
      for (const line of after.slice(fresh, fresh + value.length)) lines.push(wholeLine(line, 'same'));
    }
    if (!added) old += value.length;
    if (!removed) fresh += value.length;
  }
  settle();
  return lines;
}

/** CO-V12: of what stands there as before, only what is next to a change is told. */
function shortened(lines: readonly ChangedLine[]): SessionChanges {
  const changed = lines.flatMap((line, index) => (line.change === 'same' ? [] : [index]));
  const shown = new Set(changed.slice(0, CHANGED_LINES_MAX));
  const near = new Set<number>();
  for (const index of shown) {
    for (let at = index - LINES_AROUND; at <= index + LINES_AROUND; at += 1) near.add(at);
  }
  const result: SessionChanges = { lines: [], left: changed.length - shown.size };
  for (const [index, line] of lines.entries()) {
    if (shown.has(index) || (line.change === 'same' && near.has(index))) {
      result.lines.push(line);
    } else if (line.change === 'same') {
      const last = result.lines.at(-1);
      if (last && 'unchanged' in last) last.unchanged += 1;
      else result.lines.push({ unchanged: 1 });
    }
  }
  return result;
}

/** CO-V11: what became of a document, line by line and word by word. */
export const compareLines = (before: readonly Line[], after: readonly Line[]): SessionChanges =>
  shortened(allLines(before, after));
