import type { EditorState, Transaction } from '@tiptap/pm/state';

/** Ticks the tasks whose lines are selected, or where all of them are, unticks them. Null where there are none. */
export function tickTasks({ doc, selection, tr }: EditorState): Transaction | null {
  const tasks = new Map<number, boolean>();
  doc.nodesBetween(selection.from, selection.to, (node, at) => {
    if (!node.isTextblock) return true;
    const $line = doc.resolve(at);
    if ($line.parent.type.name === 'taskItem' && node.type.spec.code !== true)
      tasks.set($line.before(), $line.parent.attrs.checked === true);
    return false;
  });
  if (tasks.size === 0) return null;
  const checked = ![...tasks.values()].every(Boolean);
  for (const at of tasks.keys()) tr.setNodeAttribute(at, 'checked', checked);
  return tr;
}
