import { Extension, InputRule } from '@tiptap/core';
import { isCalloutKind } from '@/server/domains/knowledge/document.schema';

/** `[!NOTE]` at the start of a quote, as GitHub has it. */
const CALLOUT = /^\[!(note|tip|important|warning|caution)\]\s$/i;
/** `[ ]` or `[x]` at the start of an item. */
const TASK_IN_LIST = /^\[([ xX]?)\]\s$/;

/** `***both***`: Tiptap's own rules know each of the two alone. */
const BOLD_ITALIC = /(?:^|\s)(\*\*\*([^*\s](?:[^*]*[^*\s])?)\*\*\*)$/;

/** What is typed as Markdown and that no node knows by itself. Backspace right after gives the typed signs back. */
export const Shortcuts = Extension.create({
  name: 'shortcuts',
  priority: 1_000,
  addKeyboardShortcuts() {
    // Before a block of code takes an empty one of itself away.
    return { Backspace: () => this.editor.commands.undoInputRule() };
  },
  addInputRules() {
    return [
      new InputRule({
        find: CALLOUT,
        handler: ({ state, range, match }) => {
          const kind = match[1]?.toLowerCase();
          const { $from } = state.selection;
          const { callout } = state.schema.nodes;
          const quote = $from.depth > 1 ? $from.node(-1) : null;
          if (quote?.type.name !== 'blockquote' || !callout || !isCalloutKind(kind)) return null;
          const attrs = { kind, title: null };
          state.tr.delete(range.from, range.to);
          // A quote that is begun right below another joins it.
          if ($from.index(-1) > 0) state.tr.split($from.before(), 1, [{ type: callout, attrs }]);
          else state.tr.setNodeMarkup($from.before(-1), callout, attrs);
        },
      }),
      new InputRule({
        find: BOLD_ITALIC,
        handler: ({ state: { tr, schema }, range, match }) => {
          const { bold, italic } = schema.marks;
          const [, whole = '', words = ''] = match;
          if (!bold || !italic) return null;
          const from = range.to - whole.length + 1;
          tr.delete(from + words.length + 3, range.to).delete(from, from + 3);
          tr.addMark(from, from + words.length, bold.create()).addMark(from, from + words.length, italic.create());
          tr.removeStoredMark(bold).removeStoredMark(italic);
        },
      }),
      new InputRule({
        find: TASK_IN_LIST,
        handler: ({ state, range, match, chain }) => {
          const { $from } = state.selection;
          if ($from.depth < 3 || $from.node(-1).type.name !== 'listItem' || $from.index(-1) !== 0) return null;
          const checked = match[1]?.toLowerCase() === 'x';
          chain().deleteRange(range).toggleTaskList().updateAttributes('taskItem', { checked }).run();
        },
      }),
    ];
  },
});
