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

/** What is done from here on is taken back by itself, unless something goes on as one step. */
export function newUndoStep(editor: Stateful): void {
  const manager = managerOf(editor);
  if (manager && !together.has(manager)) manager.beginStep();
}

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

/** Whether a change does more than write into one line. */
function changesBlocks({ steps, docs }: Transaction): boolean {
  return steps.some((step, at) => {
    if (step instanceof ReplaceAroundStep) return true;
    if (!(step instanceof ReplaceStep)) return false;
    const $from = docs[at]?.resolve(step.from);
    if (!$from?.parent.inlineContent || step.to > $from.end()) return true;
    return step.slice.content.firstChild?.isBlock === true;
  });
}

/** `heard`: somebody else has written since the last change of blocks. `begins`: such a change has just come after that. */
type Heard = { heard: boolean; begins: boolean };

const BLOCK_STEPS = new PluginKey<Heard>('blockSteps');

/**
 * What changes blocks after a colleague has written is a step by itself: taken back together with an earlier such change,
 * it would leave what the colleague wrote between the two without a block to go along to.
 */
export function blockStepsPlugin(): Plugin {
  return new Plugin<Heard>({
    key: BLOCK_STEPS,
    state: {
      init: () => ({ heard: false, begins: false }),
      apply: (tr, { heard, begins }) => {
        if (!tr.docChanged) return { heard, begins: begins && tr.getMeta('appendedTransaction') !== undefined };
        const shared: { isUndoRedoOperation?: boolean } | undefined = tr.getMeta(ySyncPluginKey);
        // One's own step that is taken back has ended already.
        if (shared) return { heard: heard || !shared.isUndoRedoOperation, begins: false };
        const isMore = changesBlocks(tr);
        // What a plugin adds to a change belongs to it.
        const goesOn = tr.getMeta('appendedTransaction') !== undefined && begins;
        return { heard: heard && !isMore, begins: goesOn || (heard && isMore) };
      },
    },
    view: () => ({
      update: (view, before) => {
        const { begins } = BLOCK_STEPS.getState(view.state) ?? {};
        if (begins && before.doc !== view.state.doc) newUndoStep(view);
      },
    }),
  });
}

/** What changes blocks after a colleague has written is an undo step by itself. */
export const BlockSteps = Extension.create({
  name: 'blockSteps',
  // Before TypedPlace, which has 1001 and shares what was written.
  priority: 1_002,
  addProseMirrorPlugins: () => [blockStepsPlugin()],
});
