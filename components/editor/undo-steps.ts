import { Extension } from '@tiptap/core';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { ReplaceAroundStep, ReplaceStep } from '@tiptap/pm/transform';
import { ySyncPluginKey, yUndoPluginKey } from '@tiptap/y-tiptap';
import type { OwnSteps } from './own-steps';

type UndoManager = Pick<OwnSteps, 'beginStep' | 'captureTimeout'>;
type Stateful = { readonly state: EditorState };

/** How many go on in it as one step just now, and what it goes by otherwise. */
const together = new WeakMap<UndoManager, { count: number; captureMs: number }>();

function managerOf({ state }: Stateful): UndoManager | null {
  return (yUndoPluginKey.getState(state) as { undoManager?: UndoManager } | undefined)?.undoManager ?? null;
}

/** What is done from here on is taken back by itself. */
export const newUndoStep = (editor: Stateful): void => managerOf(editor)?.beginStep();

/** However long it takes, what is done from here on is one step. @returns ends that */
export function asOneUndoStep(editor: Stateful): () => void {
  const manager = managerOf(editor);
  if (manager === null) return () => undefined;
  const held = together.get(manager) ?? { count: 0, captureMs: manager.captureTimeout };
  together.set(manager, held);
  held.count += 1;
  manager.captureTimeout = Number.POSITIVE_INFINITY;
  return () => {
    held.count -= 1;
    if (held.count > 0) return;
    manager.captureTimeout = held.captureMs;
    together.delete(manager);
  };
}

/** What a change does to blocks, where it does not just write into a line: it parts one, or does something else. */
type BlockChange = 'parts' | 'other' | null;

function blockChangeOf({ steps, docs }: Transaction): BlockChange {
  let change: BlockChange = null;
  for (const [at, step] of steps.entries()) {
    if (step instanceof ReplaceAroundStep) return 'other';
    if (!(step instanceof ReplaceStep)) continue;
    const $from = docs[at]?.resolve(step.from);
    if (!$from?.parent.inlineContent || step.to > $from.end()) return 'other';
    if (step.slice.content.firstChild?.isBlock) change = 'parts';
  }
  return change;
}

/** Of the last change that was one's own. */
const BLOCK_CHANGE = new PluginKey<BlockChange>('blockSteps');

/**
 * A new line begins a step. What joins, turns, moves or takes away blocks is one by itself: what others write after it stands
 * in a block that the next such change takes away again, so that there is nothing to bring their words along by when both
 * are taken back as one.
 */
export function blockStepsPlugin(): Plugin {
  return new Plugin<BlockChange>({
    key: BLOCK_CHANGE,
    state: {
      init: () => null,
      apply: (tr, last) => {
        if (!tr.docChanged || tr.getMeta(ySyncPluginKey)) return last;
        const change = blockChangeOf(tr);
        // What a plugin adds to a change belongs to it.
        return change === 'other' || !tr.getMeta('appendedTransaction') ? change : (last ?? change);
      },
    },
    view: () => ({
      update: ({ state }, before) => {
        const manager = managerOf({ state });
        if (!manager || before.doc === state.doc || together.has(manager)) return;
        if (BLOCK_CHANGE.getState(before) === 'other' || BLOCK_CHANGE.getState(state)) manager.beginStep();
      },
    }),
  });
}

/** New lines, and what changes blocks, are steps of their own. */
export const BlockSteps = Extension.create({
  name: 'blockSteps',
  // Before TypedPlace, which has 1001 and shares what was written.
  priority: 1_002,
  addProseMirrorPlugins: () => [blockStepsPlugin()],
});
