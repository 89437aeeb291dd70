import type { EditorState } from '@tiptap/pm/state';
import { yUndoPluginKey } from '@tiptap/y-tiptap';
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
