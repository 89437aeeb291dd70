import { Extension } from '@tiptap/core';
import { isChangeOrigin } from '@tiptap/extension-collaboration';
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { setReplaced } from '../replaced-words';
import { newUndoStep } from '../undo-steps';
import classes from './find.module.css';
import { Finder, type FindQuery, type Match, matchFrom } from './search';

/** So many matches are marked at once, those around the current one: a letter may stand in a text a hundred thousand times. */
const MARKS_MAX = 600;

export type FindState = { finder: Finder | null; matches: readonly Match[]; current: number; marks: DecorationSet };
type FindMeta = { query: FindQuery | null } | { current: number };

const FIND_KEY = new PluginKey<FindState>('find');
const NOTHING: FindState = { finder: null, matches: [], current: -1, marks: DecorationSet.empty };

/** What is looked for, and what was found. */
export const findStateOf = (state: EditorState): FindState => FIND_KEY.getState(state) ?? NOTHING;

function marked(doc: EditorState['doc'], found: Omit<FindState, 'marks'>): FindState {
  const { matches, current } = found;
  const first = Math.max(0, current - MARKS_MAX / 2);
  const marks = matches
    .slice(first, first + MARKS_MAX)
    .map(({ from, to }, index) =>
      Decoration.inline(from, to, { class: (first + index === current ? classes.current : classes.match) ?? '' }),
    );
  return { ...found, marks: DecorationSet.create(doc, marks) };
}

function begin(query: FindQuery | null, state: EditorState, before: FindState): FindState {
  if (!query) return NOTHING;
  const finder = new Finder(query);
  const matches = finder.matchesIn(state.doc);
  const place = before.matches[before.current]?.from ?? state.selection.from;
  return marked(state.doc, { finder, matches, current: matchFrom(matches, place) });
}

/** The text has changed: the current match is the same one, or the one that follows where it was. */
function followed(tr: Transaction, { finder, matches: old, current: index }: FindState): FindState {
  if (!finder) return NOTHING;
  const matches = finder.matchesIn(tr.doc);
  const was = old[index];
  // What comes from a colleague replaces the whole text, and says nothing of where a place went.
  const stays = isChangeOrigin(tr) && matches.length === old.length;
  const current =
    stays || !was ? Math.min(Math.max(index, 0), matches.length - 1) : matchFrom(matches, tr.mapping.map(was.from, -1));
  return marked(tr.doc, { finder, matches, current });
}

/** Marks what is looked for in the text. */
export const Find = Extension.create({
  name: 'find',
  addProseMirrorPlugins() {
    return [
      new Plugin<FindState>({
        key: FIND_KEY,
        state: {
          init: () => NOTHING,
          apply: (tr, before, _old, state) => {
            const meta: FindMeta | undefined = tr.getMeta(FIND_KEY);
            if (meta && 'query' in meta) return begin(meta.query, state, before);
            const now = tr.docChanged ? followed(tr, before) : before;
            return meta ? marked(tr.doc, { ...now, current: meta.current }) : now;
          },
        },
        props: { decorations: (state) => findStateOf(state).marks },
      }),
    ];
  },
});

function scrollTo(view: EditorView, { from }: Match): void {
  const { node } = view.domAtPos(from, 1);
  const element = node instanceof Element ? node : node.parentElement;
  element?.scrollIntoView({ block: 'center', inline: 'nearest' });
}

function showCurrent(view: EditorView): void {
  const { matches, current } = findStateOf(view.state);
  const match = matches[current];
  if (match) scrollTo(view, match);
}

/** Looks for something else, from where one stands; null ends it. */
export function findIn(view: EditorView, query: FindQuery | null): void {
  view.dispatch(view.state.tr.setMeta(FIND_KEY, { query } satisfies FindMeta));
  if (query) showCurrent(view);
}

/** Goes to the next match (1) or the one before (-1), round at the ends. */
export function stepMatch(view: EditorView, step: -1 | 1): void {
  const { matches, current } = findStateOf(view.state);
  if (matches.length === 0) return;
  const next = (current + step + matches.length) % matches.length;
  view.dispatch(view.state.tr.setMeta(FIND_KEY, { current: next } satisfies FindMeta));
  showCurrent(view);
}

/** Ends looking, the current match selected in the text. */
export function leaveAtMatch(view: EditorView): void {
  const { matches, current } = findStateOf(view.state);
  const match = matches[current];
  const { tr } = view.state;
  if (match) tr.setSelection(TextSelection.create(tr.doc, match.from, match.to));
  view.dispatch(tr.setMeta(FIND_KEY, { query: null } satisfies FindMeta));
  view.focus();
  if (match) scrollTo(view, match);
}

/** Puts the words in place of a match, looking as its first letter did. */
function replaceIn(tr: Transaction, { from, to }: Match, words: string): void {
  const marks = tr.doc.nodeAt(from)?.marks;
  if (words === '') tr.delete(from, to);
  else tr.replaceWith(from, to, tr.doc.type.schema.text(words, marks));
}

/** Puts the words in place of matches, which are in the order of the text. @param tr in which nothing else is changed yet */
export function replaceMatches(tr: Transaction, matches: readonly Match[], words: string): Transaction {
  for (const match of matches.toReversed()) replaceIn(tr, match, words);
  return setReplaced(
    tr,
    matches.map((match) => ({ ...match, words })),
  );
}

/** One step for whoever takes it back, apart from what was typed before and after. */
function asOneStep(view: EditorView, change: () => void): void {
  newUndoStep(view);
  change();
  newUndoStep(view);
}

/** Replaces the current match, and goes on to the next one. */
export function replaceMatch(view: EditorView, words: string): void {
  const { matches, current } = findStateOf(view.state);
  const match = matches[current];
  if (!match || !view.editable) return;
  asOneStep(view, () => view.dispatch(replaceMatches(view.state.tr, [match], words)));
  const after = findStateOf(view.state).matches;
  // What was just put there may hold what is looked for: it is passed over.
  const next = matchFrom(after, match.from + words.length);
  if (next >= 0) view.dispatch(view.state.tr.setMeta(FIND_KEY, { current: next } satisfies FindMeta));
  showCurrent(view);
}

/** Replaces every match. @returns how many there were */
export function replaceAllMatches(view: EditorView, words: string): number {
  const { matches } = findStateOf(view.state);
  if (matches.length === 0 || !view.editable) return 0;
  asOneStep(view, () => view.dispatch(replaceMatches(view.state.tr, matches, words)));
  return matches.length;
}
