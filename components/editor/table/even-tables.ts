import type { Node } from '@tiptap/pm/model';
import { Plugin, type Transaction } from '@tiptap/pm/state';
import { type TableEditingOptions, tableEditing } from '@tiptap/pm/tables';
import type { Transform } from '@tiptap/pm/transform';
import type { EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { evenTables } from '@/server/domains/knowledge/even-tables.rules';

function evenedSince(before: Node, doc: Node): Transform | null {
  const start = doc.content.findDiffStart(before.content);
  const end = doc.content.findDiffEnd(before.content)?.a;
  if (start === null || end === undefined) return null;
  return evenTables(doc, { from: Math.min(start, end), to: Math.max(start, end) });
}

function withSteps(tr: Transaction, of: Transform | null): Transaction | null {
  for (const step of of?.steps ?? []) tr.step(step);
  return tr.docChanged ? tr : null;
}

/** It is no step of one's own. */
function evenAll(view: EditorView): void {
  if (view.isDestroyed || !view.editable) return;
  const tr = withSteps(view.state.tr, evenTables(view.state.doc));
  if (tr) view.dispatch(tr.setMeta('addToHistory', false));
}

/**
 * Puts tables in order that became uneven: with one's own change, and a moment after somebody else's. Within theirs the
 * sync plugin would share nothing of it, and while another text is shown than is shared, places mean something else here
 * than there.
 */
export function evenTablesPlugin(): Plugin {
  return new Plugin({
    appendTransaction: (transactions, before, { doc, tr }) => {
      const isShared = transactions.some((one) => one.getMeta(ySyncPluginKey)?.isChangeOrigin);
      return isShared ? null : withSteps(tr, evenedSince(before.doc, doc));
    },
    view: () => ({
      update: (view, before) => {
        if (evenedSince(before.doc, view.state.doc)?.docChanged) queueMicrotask(() => evenAll(view));
      },
    }),
  });
}

/** What the keys and the mouse do in tables, without the order that `fixTables` makes: it sees no change. */
export function tableEditingPlugin(options?: TableEditingOptions): Plugin {
  const { spec } = tableEditing(options);
  return new Plugin({
    ...spec,
    appendTransaction(transactions, _before, state) {
      return spec.appendTransaction?.call(this, transactions, state, state);
    },
  });
}
