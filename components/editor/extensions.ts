import type { AnyExtension } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret';
import { TaskItem } from '@tiptap/extension-list';
import { Placeholder } from '@tiptap/extensions';
import type * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentExtensions } from '@/server/domains/knowledge/document.schema';
import { CaretGoesAlong } from './caret-goes-along';
import { CaretLabels, showName } from './caret-labels';
import { CaretMoves } from './caret-moves';
import classes from './carets.module.css';
import { CodeBlockWithLanguage } from './code-block-view';
import { EditorKeys, type EditorKeysOptions } from './editor-keys';
import { WORDS } from './labels';
import type { Mentions } from './mentions/use-mentions';
import { CalloutWithHead } from './nodes/callout-view';
import { DetailsWithHead } from './nodes/details-view';
import { FigureWithTools } from './nodes/figure-view';
import { BlockMathWithForm, InlineMathWithForm } from './nodes/formula-view';
import { tickTasks } from './nodes/task-keys';
import { OwnSteps } from './own-steps';
import { FALLBACK_COLOR, type Present } from './presence';
import { SelectionFirst } from './selection-first';
import type { EditorSession } from './session';
import { Shortcuts } from './shortcuts';
import { ShownBlocks } from './shown-blocks';
import { stepsGoAlongPlugin } from './steps-go-along';
import { ResizableTable } from './table/resizable-table';
import { type ToolDoors, toolExtensions } from './tool-extensions';
import { TypedPlace } from './typed-place';
import { BlockSteps } from './undo-steps';
import { UnsavedMarks } from './unsaved-marks';
import { WordsOfBoth } from './words-of-both';

const COLOR = /^#[0-9a-f]{6}$/i;

/** One's own steps are taken back so that what others wrote meanwhile keeps its place. */
const CollaborationWithOwnSteps = Collaboration.extend({
  addProseMirrorPlugins() {
    const { document, field } = this.options;
    const undoManager = new OwnSteps((document as Y.Doc).getXmlFragment(field));
    this.options.yUndoOptions = { undoManager };
    return [...(this.parent?.() ?? []), stepsGoAlongPlugin(undoManager)];
  },
  addKeyboardShortcuts() {
    const again = () => {
      this.editor.commands.redo();
      // Left unanswered it would be taken for the same key without Shift, which takes back.
      return true;
    };
    return { ...this.parent?.(), 'Shift-Mod-z': again };
  },
});

function colorOf(user: Record<string, unknown>): string {
  return typeof user.color === 'string' && COLOR.test(user.color) ? user.color : FALLBACK_COLOR;
}

const TaskWithKey = TaskItem.extend({
  addKeyboardShortcuts() {
    const tick = () => {
      const ticked = tickTasks(this.editor.state);
      if (ticked) this.editor.view.dispatch(ticked);
      return ticked !== null;
    };
    return { ...this.parent?.(), 'Mod-Enter': tick };
  },
});

/** A colleague's caret: a line in their colour and their name. Decoration: who is here is also said in words. */
function renderCaret(user: Record<string, unknown>, moves: CaretMoves): HTMLElement {
  const caret = document.createElement('span');
  const label = document.createElement('span');
  caret.className = classes.caret ?? '';
  label.className = classes.caretLabel ?? '';
  label.textContent = typeof user.name === 'string' ? user.name : '';
  caret.style.setProperty('--caret-color', colorOf(user));
  caret.setAttribute('aria-hidden', 'true');
  // A sign without width: the browser’s End key does not get past what has nothing in the line.
  caret.append('\u2060', label);
  if (typeof user.id === 'string') caret.dataset.person = user.id;
  showName(caret, moves);
  return caret;
}

/** The document's own schema, with what writing needs around it: colleagues, undo of one's own, keys, views. */
export function editorExtensions(
  session: EditorSession,
  person: Present,
  keys: EditorKeysOptions,
  parts: { mentions: Mentions | null; doors: ToolDoors },
): AnyExtension[] {
  const moves = new CaretMoves(session.awareness);
  return [
    ...documentExtensions([
      CodeBlockWithLanguage,
      CalloutWithHead,
      DetailsWithHead,
      FigureWithTools.configure({ onDescribe: () => parts.doors.describe.current?.() }),
      InlineMathWithForm,
      BlockMathWithForm,
      ...(parts.mentions?.nodes ?? []),
      ResizableTable,
      TaskWithKey.configure({ nested: true, a11y: { checkboxLabel: (node) => WORDS.task(node.textContent) } }),
    ]),
    BlockSteps,
    TypedPlace,
    CollaborationWithOwnSteps.configure({
      document: session.doc,
      field: DOCUMENT_FRAGMENT,
      provider: session.provider,
    }),
    ShownBlocks,
    CollaborationCaret.configure({
      provider: session.provider,
      user: person,
      render: (user) => renderCaret(user, moves),
      selectionRender: (user) => ({
        nodeName: 'span',
        class: classes.theirSelection ?? '',
        style: `--caret-color: ${colorOf(user)}`,
      }),
    }),
    SelectionFirst.configure({ hearing: session.hearing }),
    WordsOfBoth.configure({ doc: session.doc }),
    CaretGoesAlong,
    CaretLabels.configure({ moves }),
    UnsavedMarks,
    Placeholder.configure({ placeholder: WORDS.placeholder, showOnlyWhenEditable: true }),
    EditorKeys.configure(keys),
    Shortcuts,
    ...(parts.mentions?.extensions ?? []),
    ...toolExtensions(parts.doors),
  ];
}
