import { type Node as DocumentNode, Fragment, type ResolvedPos, Slice } from '@tiptap/pm/model';
import { Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { followPlaces } from '../followed-places';
import { charactersOf } from '../page-size';
import { asOneUndoStep, newUndoStep } from '../undo-steps';
import { leaveRoomAfter } from '../writing-room';

/** Of a paragraph without a word, as positions count. */
const EMPTY_PARAGRAPH_SIZE = 2;
/** So much is put into the page between two frames. */
const STEP_CHARACTERS = 6_000;

const isParagraph = (node: DocumentNode | null | undefined): boolean => node?.type.name === 'paragraph';

/** Blocks as they go into a place: words go on in the line they come to, blocks stand for themselves. */
export function sliceOf(blocks: readonly DocumentNode[]): Slice {
  const [first] = blocks;
  if (blocks.length === 1 && first !== undefined && isParagraph(first)) return new Slice(first.content, 0, 0);
  const open = isParagraph(first) ? 1 : 0;
  return new Slice(Fragment.from([...blocks]), open, isParagraph(blocks.at(-1)) && open === 1 ? 1 : 0);
}

/** Puts the blocks into the place of a range. */
export function putBlocks(tr: Transaction, from: number, to: number, blocks: readonly DocumentNode[]): Transaction {
  const $from = tr.doc.resolve(from);
  if (from === to && intoList($from, blocks)) {
    const item = $from.depth - 1;
    const [list] = blocks;
    const isEmpty = $from.parent.content.size === 0 && $from.node(item).childCount === 1;
    if (list !== undefined)
      tr.replaceWith(isEmpty ? $from.before(item) : $from.after(item), $from.after(item), list.content);
    return tr;
  }
  tr.replaceRange(from, to, sliceOf(blocks));
  return tr;
}

/** Whether the items of one list join the list that the caret stands in. */
function intoList($from: ResolvedPos, blocks: readonly DocumentNode[]): boolean {
  const [list] = blocks;
  return blocks.length === 1 && $from.depth > 2 && list !== undefined && list.type === $from.node($from.depth - 2).type;
}

const selectAfter = (tr: Transaction): Transaction => {
  const end = tr.mapping.map(tr.selection.to);
  return tr.setSelection(Selection.near(tr.doc.resolve(Math.min(end, tr.doc.content.size)), -1));
};

/** Puts a paste into the page at once. Of what came as words, undoing takes back first how it was read, then the words. */
export function insertAtOnce(editor: Editor, blocks: readonly DocumentNode[], words: string | null): void {
  newUndoStep(editor);
  const { state, view } = editor;
  let { from, to } = state.selection;
  if (words !== null) {
    const { paragraph } = state.schema.nodes;
    const lines = words.split(/(?:\r\n?|\n)+/).filter((line) => line !== '');
    const plain = lines.flatMap((line) => paragraph?.create(null, state.schema.text(line)) ?? []);
    const tr = putBlocks(state.tr, from, to, plain);
    const start = tr.mapping.map(from, -1);
    to = tr.mapping.map(to, 1);
    from = start;
    view.dispatch(tr.setMeta('paste', true));
    newUndoStep(editor);
  }
  view.dispatch(
    selectAfter(putBlocks(view.state.tr, from, to, blocks))
      .setMeta('paste', true)
      .scrollIntoView(),
  );
}

type Place = { at: number; empty: boolean };

/** Where blocks can stand beside the line that the caret is in; whether that line is empty and goes. */
function placeForBlocks(editor: Editor): Place {
  const { tr } = editor.state;
  tr.deleteSelection();
  const { $from } = tr.selection;
  let depth = Math.max($from.depth, 1);
  while (depth > 1 && !$from.node(depth - 1).contentMatchAt($from.index(depth - 1)).defaultType?.isTextblock)
    depth -= 1;
  const at = $from.depth === 0 ? tr.doc.content.size : $from.after(depth);
  const empty = $from.depth === 1 && isParagraph($from.parent) && $from.parent.content.size === 0;
  if (tr.docChanged) editor.view.dispatch(tr);
  return { at, empty };
}

/** Lets the page be drawn, and what was typed meanwhile be taken up. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/**
 * Puts a long paste into the page bit by bit, so that it stays free to be written in; for undo it is one step.
 * @returns whether all of it is in; not when the page can no longer be written
 */
export async function insertBitByBit(
  editor: Editor,
  blocks: readonly DocumentNode[],
  onShare: (share: number) => void,
): Promise<boolean> {
  newUndoStep(editor);
  const { at: start, empty } = placeForBlocks(editor);
  const followed = followPlaces(editor, start);
  const endStep = asOneUndoStep(editor);
  try {
    for (let at = 0; at < blocks.length; ) {
      if (editor.isDestroyed || !editor.isEditable) return false;
      const step: DocumentNode[] = [];
      const isFirst = at === 0;
      const [place = start] = followed.now();
      for (let size = 0; at < blocks.length && size < STEP_CHARACTERS; at += 1) {
        const block = blocks[at];
        if (block === undefined) continue;
        step.push(block);
        size += charactersOf(block);
      }
      const tr = editor.state.tr.insert(place, step).setMeta('paste', true);
      if (isFirst && empty) tr.delete(start - EMPTY_PARAGRAPH_SIZE, start);
      if (at >= blocks.length && !(isFirst && empty)) tr.setSelection(endOf(tr, place, step)).scrollIntoView();
      editor.view.dispatch(tr);
      onShare(at / blocks.length);
      await breathe();
    }
    // As a part of the step: somebody may write before the paste is over.
    if (!editor.isDestroyed && editor.isEditable) leaveRoomAfter(editor);
    return true;
  } finally {
    followed.end();
    endStep();
  }
}

function endOf(tr: Transaction, from: number, step: readonly DocumentNode[]): Selection {
  const end = from + step.reduce((sum, node) => sum + node.nodeSize, 0);
  return TextSelection.near(tr.doc.resolve(Math.min(end, tr.doc.content.size)), -1);
}
