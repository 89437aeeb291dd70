import { Extension } from '@tiptap/core';
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state';
import { updateYFragment, ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { type Replaced, replacedBy, shareReplaced } from './replaced-words';
import { shareBlocks } from './share-blocks';
import { runOf, runsOf, textsOf } from './shared-line';

type Before = Pick<EditorState, 'doc'>;
type Now = Pick<EditorState, 'doc' | 'selection'>;
/** Letters that were typed, and where they stand in what is shared. `path`: the blocks around them, the outermost first. */
type Typed = { text: Y.XmlText; index: number; words: string; isSplit: boolean; path: Y.XmlElement[] };

function pathTo(shared: Y.XmlFragment, { selection: { $head } }: Now): Y.XmlElement[] | null {
  const path: Y.XmlElement[] = [];
  for (let depth = 0; depth < $head.depth; depth += 1) {
    const around = path.at(-1) ?? shared;
    const child: unknown = around.length === $head.node(depth).childCount ? around.get($head.index(depth)) : null;
    if (!(child instanceof Y.XmlElement)) return null;
    path.push(child);
  }
  return path;
}

/** Which of the texts of a run a place is in, and where: at its end rather than at the beginning of the next. */
function placeIn(texts: readonly Y.XmlText[], place: number): { text: Y.XmlText; index: number } | null {
  let index = place;
  for (const text of texts) {
    if (index <= text.length) return { text, index };
    index -= text.length;
  }
  return null;
}

/**
 * CO-O60: what was typed in front of the caret and is not shared yet. It is told by where the caret is: the difference
 * of two texts does not tell behind which of two equal letters a third one was typed, and what comes to stand behind a
 * colleague's letter parts the two people's words.
 * @returns null where anything else has changed as well
 */
export function typedAt(shared: Y.XmlFragment, now: Now): Typed | null {
  const { $head, empty } = now.selection;
  const path = empty && $head.parent.isTextblock ? pathTo(shared, now) : null;
  const line = path?.at(-1);
  if (!path || !line) return null;
  const [runs, groups] = [runsOf($head.parent), textsOf(line)];
  const at = runs.findLastIndex(({ from }) => from < $head.parentOffset);
  const [texts, found] = [groups[at], runs[at]];
  if (!texts || !found?.run || groups.length !== runs.length) return null;
  const { run, from } = found;
  const before = texts.map(runOf);
  const words = before.map((one) => one.words).join('');
  const [end, count] = [$head.parentOffset - from, run.words.length - words.length];
  const start = end - count;
  if (count <= 0 || start < 0 || end > run.words.length) return null;
  if (words !== run.words.slice(0, start) + run.words.slice(end)) return null;
  const isSplit = texts.length > 1;
  if (isSplit && !(run.isPlain && before.every(({ isPlain }) => isPlain))) return null;
  const place = placeIn(texts, start);
  return place && { ...place, words: run.words.slice(start, end), isSplit, path };
}

/** Whether nothing but the line with the caret is another than before. */
function isOnlyLine(before: Before, { doc, selection: { $head } }: Now): boolean {
  let [one, other] = [before.doc, doc];
  for (let depth = 0; depth < $head.depth; depth += 1) {
    const index = $head.index(depth);
    if (one.childCount !== other.childCount || !one.sameMarkup(other)) return false;
    for (let at = 0; at < one.childCount; at += 1) if (at !== index && one.child(at) !== other.child(at)) return false;
    [one, other] = [one.child(index), other.child(index)];
  }
  return one.sameMarkup(other);
}

type Shown = Parameters<typeof updateYFragment>[3];

/**
 * Shares what was typed where it was typed, and how it looks.
 * @param shown which node each shared block is shown as: the sync plugin does not compare again what is known to be shown,
 *   and looks for the caret by how long it is. (Compared, a run of two texts would be made one by copying the second into
 *   the first, by both people at once, and so twice.)
 */
function shareTyped(shared: Y.XmlFragment, shown: Shown, before: Before, now: Now): void {
  // Where other blocks are others as well, what stands at this place may be another line.
  const typed = isOnlyLine(before, now) ? typedAt(shared, now) : null;
  const line = typed?.path.at(-1);
  if (!typed || !line?.doc) return;
  const { $head } = now.selection;
  typed.text.insert(typed.index, typed.words);
  if (!typed.isSplit) updateYFragment(line.doc, line, $head.parent, shown);
  for (const [depth, block] of typed.path.entries()) shown.mapping.set(block, $head.node(depth + 1));
}

// biome-ignore lint/suspicious/noExplicitAny: the state of a plugin that has no types of its own
function share(sync: any, before: Before, now: Now, replaced: readonly Replaced[]): void {
  sync.binding.mux(() => {
    sync.doc.transact((transaction: Y.Transaction) => {
      transaction.meta.set('addToHistory', sync.addToHistory);
      shareReplaced(sync.type, sync.binding, before.doc, now.doc, replaced);
      const known = transaction.changed.size;
      shareBlocks(sync.type, sync.binding, before.doc, now.doc);
      // What is left of a block that was taken away, and written behind another one, is told in the same message.
      if (transaction.changed.size > known) updateYFragment(sync.doc, sync.type, now.doc, sync.binding);
      shareTyped(sync.type, sync.binding, before, now);
    }, ySyncPluginKey);
  });
}

/** What a change put in place of words, by places of before it. */
type LastReplaced = { doc: EditorState['doc']; replaced: readonly Replaced[] } | null;

const TYPED_PLACE = new PluginKey<LastReplaced>('typedPlace');

/**
 * Shares blocks that came, went or moved, words that were replaced, and letters where they were typed, before the sync
 * plugin compares what else has changed.
 */
export function typedPlacePlugin(): Plugin {
  return new Plugin<LastReplaced>({
    key: TYPED_PLACE,
    state: {
      init: () => null,
      apply: (tr, last) => {
        const replaced = replacedBy(tr);
        if (replaced) return { doc: tr.before, replaced };
        return tr.getMeta('appendedTransaction') ? last : null;
      },
    },
    view: () => ({
      update: ({ state }, before) => {
        const sync = ySyncPluginKey.getState(state);
        if (before.doc === state.doc || !sync?.binding || sync.snapshot || sync.prevSnapshot) return;
        const last = TYPED_PLACE.getState(state);
        share(sync, before, state, last?.doc === before.doc ? last.replaced : []);
      },
    }),
  });
}

/** What is typed is shared where it was typed. */
export const TypedPlace = Extension.create({
  name: 'typedPlace',
  // Before Collaboration, which has 1000.
  priority: 1_001,
  addProseMirrorPlugins: () => [typedPlacePlugin()],
});
