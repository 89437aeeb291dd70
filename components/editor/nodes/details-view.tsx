import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type EditorState, Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import {
  type Editor,
  NodeViewContent,
  type NodeViewProps,
  NodeViewWrapper,
  ReactNodeViewRenderer,
  useEditorState,
} from '@tiptap/react';
import type { CSSProperties } from 'react';
import { ICON } from '@/components/ui/theme';
import { Details } from '@/server/domains/knowledge/document-nodes.schema';
import { backToText } from './block-tools';
import { NODE_WORDS } from './labels';
import classes from './nodes.module.css';

const SUMMARY_PLACEHOLDER = { '--placeholder': JSON.stringify(NODE_WORDS.summary) } as CSSProperties;

function DetailsView({ node, editor, updateAttributes }: NodeViewProps) {
  const writing = useEditorState({ editor, selector: ({ editor: now }) => now.isEditable });
  const open = node.attrs.open === true;
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <NodeViewWrapper className={classes.details} style={SUMMARY_PLACEHOLDER}>
      <div contentEditable={false} className={classes.detailsHead}>
        <button
          type="button"
          data-block-tool
          aria-pressed={open}
          disabled={!writing}
          onKeyDown={backToText(editor)}
          onClick={() => updateAttributes({ open: !open })}
        >
          <Icon {...ICON} size={14} />
          {open ? NODE_WORDS.detailsOpen : NODE_WORDS.detailsClosed}
        </button>
      </div>
      <NodeViewContent className={classes.body} />
    </NodeViewWrapper>
  );
}

/** How deep the caret's details stand, when it is in its summary. */
function depthOfSummary({ selection }: EditorState): number | null {
  const { $from } = selection;
  return selection.empty && $from.parent.type.name === 'detailsSummary' ? $from.depth - 1 : null;
}

/** From the summary on to the text that it stands for. */
function enterBody({ state, view }: Editor): boolean {
  if (depthOfSummary(state) === null) return false;
  const body = Selection.findFrom(state.doc.resolve(state.selection.$from.after()), 1, true);
  if (body) view.dispatch(state.tr.setSelection(body).scrollIntoView());
  return body !== null;
}

/** An empty last line leads out, as in a list. */
function leaveBody({ state, view }: Editor): boolean {
  const { $from, empty } = state.selection;
  const depth = $from.depth - 1;
  const details = depth > 0 ? $from.node(depth) : null;
  const isLast = details?.type.name === 'details' && $from.index(depth) === details.childCount - 1;
  if (!empty || !isLast || $from.parent.content.size > 0 || details.childCount < 3) return false;
  const tr: Transaction = state.tr.delete($from.before(), $from.after());
  const after = tr.mapping.map($from.after(depth));
  const paragraph = state.schema.nodes.paragraph?.create();
  if (!paragraph) return false;
  tr.insert(after, paragraph).setSelection(TextSelection.create(tr.doc, after + 1));
  view.dispatch(tr.scrollIntoView());
  return true;
}

/** Nothing in it and nothing above it: it becomes a line again. */
function dissolve({ state, view }: Editor): boolean {
  const depth = depthOfSummary(state);
  const details = depth === null ? null : state.selection.$from.node(depth);
  if (depth === null || !details || details.textContent !== '' || details.childCount > 2) return false;
  const [from, to] = [state.selection.$from.before(depth), state.selection.$from.after(depth)];
  const paragraph = state.schema.nodes.paragraph?.create();
  if (!paragraph) return false;
  const tr = state.tr.replaceWith(from, to, paragraph);
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, from + 1)));
  return true;
}

function toggle(editor: Editor): boolean {
  if (depthOfSummary(editor.state) === null) return false;
  return editor.commands.updateAttributes('details', { open: editor.getAttributes('details').open !== true });
}

/** A part that folds away for readers; while it is written it stays open, and says how readers find it. */
export const DetailsWithHead = Details.extend({
  // Before line breaks, which take the same key.
  priority: 110,
  addNodeView() {
    return ReactNodeViewRenderer(DetailsView);
  },
  addKeyboardShortcuts() {
    const editor = this.editor as Editor;
    return {
      Enter: () => enterBody(editor) || leaveBody(editor),
      Backspace: () => dissolve(editor),
      'Mod-Enter': () => toggle(editor),
    };
  },
});
