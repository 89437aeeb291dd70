import { Extension } from '@tiptap/core';
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { Editor } from '@tiptap/react';
import { relativePositionToAbsolutePosition, ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { PARAGRAPH_NODE } from '@/server/domains/knowledge/document.schema';
import classes from './editor.module.css';

export type TextRange = { from: number; to: number };
/** Letters that one Yjs client wrote at a stretch. */
type Stretch = { from: number; to: number };
type Part = Y.XmlFragment | Y.XmlText;
type Place = { type: Part; from: number; to: number };

const isPart = (type: unknown): type is Part => type instanceof Y.XmlFragment || type instanceof Y.XmlText;

/** What some changes wrote, by the Yjs client that wrote it. */
function writtenBy(changes: readonly Uint8Array[]): Map<number, Stretch[]> {
  const written = new Map<number, Stretch[]>();
  for (const change of changes) {
    for (const { id, length } of Y.decodeUpdate(change).structs) {
      const stretches = written.get(id.client) ?? [];
      const last = stretches.at(-1);
      // Typing is one letter after the other.
      if (last?.to === id.clock) last.to += length;
      else stretches.push({ from: id.clock, to: id.clock + length });
      written.set(id.client, stretches);
    }
  }
  return written;
}

/** Which letters, and which things that hold none, of all that stands in a shared text were written in these stretches. */
function* placesIn(type: Part, written: ReadonlyMap<number, Stretch[]>): Generator<Place> {
  let index = 0;
  for (let item = type._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable || !(item instanceof Y.Item)) continue;
    const { id, length, content } = item;
    const inner = content instanceof Y.ContentType && isPart(content.type) ? content.type : null;
    const own = inner === null || (inner._start === null && !(inner instanceof Y.XmlText));
    if (inner?._start) yield* placesIn(inner, written);
    for (const stretch of own ? (written.get(id.client) ?? []) : []) {
      const [from, to] = [Math.max(stretch.from, id.clock), Math.min(stretch.to, id.clock + length)];
      if (from < to) yield { type, from: index + from - id.clock, to: index + to - id.clock };
    }
    index += length;
  }
}

/** Whether changes wrote nothing but blanks and empty lines, and took nothing away: nobody misses those. */
export function isBlank(changes: readonly Uint8Array[]): boolean {
  const isOfBlanks = (bytes: Uint8Array) => {
    const { structs, ds } = Y.decodeUpdate(bytes);
    return ds.clients.size === 0 && structs.every((struct) => struct instanceof Y.Item && holdsNothing(struct.content));
  };
  return changes.length > 0 && changes.every(isOfBlanks);
}

function holdsNothing(content: Y.Item['content']): boolean {
  if (content instanceof Y.ContentString) return content.str.trim() === '';
  if (!(content instanceof Y.ContentType)) return false;
  const { type } = content;
  return type instanceof Y.XmlText || (type instanceof Y.XmlElement && type.nodeName === PARAGRAPH_NODE);
}

/** What is shared, and which node each of its blocks is shown as. */
type Shown = { type: Y.XmlFragment; mapping: Parameters<typeof relativePositionToAbsolutePosition>[3] };

/**
 * CO-E68: where in the text that stands which these changes wrote, in its order. What they took away stands nowhere.
 */
export function rangesIn({ type: shared, mapping }: Shown, changes: readonly Uint8Array[]): TextRange[] {
  const { doc } = shared;
  if (!doc) return [];
  const place = (type: Part, index: number, assoc: number): number | null =>
    relativePositionToAbsolutePosition(
      doc,
      shared,
      Y.createRelativePositionFromTypeIndex(type as Y.XmlText, index, assoc),
      mapping,
    );
  const ranges: TextRange[] = [];
  for (const { type, from, to } of placesIn(shared, writtenBy(changes))) {
    const [start, end] = [place(type, from, 0), place(type, to, -1)];
    const last = ranges.at(-1);
    if (start === null || end === null || start >= end) continue;
    if (last && last.to === start) last.to = end;
    else ranges.push({ from: start, to: end });
  }
  return ranges;
}

/** The same for an editor as it stands. */
export function rangesOf(state: EditorState, changes: readonly Uint8Array[]): TextRange[] {
  const sync = ySyncPluginKey.getState(state);
  return sync?.binding && changes.length > 0
    ? rangesIn({ type: sync.type, mapping: sync.binding.mapping }, changes)
    : [];
}

/** The words of some ranges, a line for each block that they stand in. */
export function wordsIn({ doc }: Pick<EditorState, 'doc'>, ranges: readonly TextRange[]): string {
  const lines: { block: number; words: string }[] = [];
  for (const { from, to } of ranges) {
    doc.nodesBetween(from, to, (node, at) => {
      if (!node.isTextblock) return true;
      const start = Math.max(from, at + 1);
      const words = doc.textBetween(start, Math.min(to, at + 1 + node.content.size), undefined, ' ');
      const last = lines.at(-1);
      if (last?.block === at) last.words += words.startsWith(' ') ? words : ` ${words}`;
      else lines.push({ block: at, words });
      return false;
    });
  }
  return lines
    .map(({ words }) => words.trim())
    .filter((words) => words !== '')
    .join('\n');
}

const key = new PluginKey<DecorationSet>('unsavedMarks');

/** Marks some ranges of the text as not saved, and no others. */
export function markUnsaved({ view }: Editor, ranges: readonly TextRange[]): void {
  if (ranges.length === 0 && key.getState(view.state) === DecorationSet.empty) return;
  view.dispatch(view.state.tr.setMeta(key, ranges));
}

/** Shows what was not saved of a text that one may not change any more. */
export const UnsavedMarks = Extension.create({
  name: 'unsavedMarks',
  addProseMirrorPlugins() {
    return [
      new Plugin({
        key,
        state: {
          init: () => DecorationSet.empty,
          apply: (tr, marks) => {
            const ranges: TextRange[] | undefined = tr.getMeta(key);
            if (!ranges) return marks.map(tr.mapping, tr.doc);
            if (ranges.length === 0) return DecorationSet.empty;
            const marked = ranges.map(({ from, to }) =>
              Decoration.inline(from, to, { nodeName: 'mark', class: classes.unsaved ?? '' }),
            );
            return DecorationSet.create(tr.doc, marked);
          },
        },
        props: { decorations: (state) => key.getState(state) },
      }),
    ];
  },
});
