import { Plugin, PluginKey } from '@tiptap/pm/state';
import { type ColumnResizingOptions, columnResizing, columnResizingPluginKey, ResizeState } from '@tiptap/pm/tables';
import type * as Y from 'yjs';
import { sharedNodeAt } from '../shared-node';
import { goesAlongPlugin, placeOf } from './goes-along';

/** The cell at whose edge the pointer is, in the shared document, and how its column is being dragged there. */
type Edge = { cell: Y.XmlElement; dragging: ResizeState['dragging'] };

const edgeKey = new PluginKey('edgeGoesAlong');

/**
 * Columns are resized by dragging their edges. Where the cell at whose edge one drags is taken away the drag ends; the
 * plugin by itself would go on dragging at no place, fail there, and let nobody drag an edge again.
 */
export function columnResizingPlugin(options: ColumnResizingOptions): Plugin {
  const { spec } = columnResizing(options);
  return new Plugin({
    ...spec,
    state: {
      init: () => new ResizeState(-1, false),
      apply: (tr, before: ResizeState): ResizeState => {
        const { activeHandle, dragging } = tr.getMeta(edgeKey) ?? before.apply(tr);
        return new ResizeState(activeHandle, activeHandle > -1 && dragging);
      },
    },
  });
}

/** The edge at which the pointer is stays the same, also while it is dragged, whatever a colleague writes. */
export function edgeGoesAlongPlugin(): Plugin {
  return goesAlongPlugin<Edge>(edgeKey, {
    before: (shared, state) => {
      const edge = columnResizingPluginKey.getState(state);
      if (!edge || edge.activeHandle < 0) return null;
      const cell = sharedNodeAt(shared, state.doc, edge.activeHandle);
      return cell && { cell, dragging: edge.dragging };
    },
    after: ({ cell, dragging }, shown, { doc, tr }) => {
      const place = placeOf(cell, shown, doc);
      return place === null ? null : tr.setMeta(edgeKey, new ResizeState(place, dragging));
    },
  });
}
