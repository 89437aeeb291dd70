import type { Node as DocumentNode } from '@tiptap/pm/model';
import { NodeSelection, Plugin, PluginKey, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { Editor } from '@tiptap/react';
import { safeImageUrl } from '@/server/domains/knowledge/document.schema';
import { Figure } from '@/server/domains/knowledge/document-figure.schema';
import { NODE_WORDS } from './labels';
import classes from './nodes.module.css';

/** Images elsewhere are not fetched: that would tell their host who reads what. */
const FILES = '/files/';

function isHere(src: string | null): src is string {
  return src?.startsWith(FILES) === true;
}

/**
 * The image and its mark for the writer, kept in step with the node.
 * @param onPress is told of a press, and whether it was on the mark that the description is missing
 */
function frame(onPress: (isForWords: boolean) => void) {
  const dom = document.createElement('div');
  const image = document.createElement('img');
  const mark = document.createElement('button');
  dom.contentEditable = 'false';
  dom.className = classes.frame ?? '';
  mark.className = classes.mark ?? '';
  image.draggable = false;
  mark.type = 'button';
  // By key the description is reached through the bar.
  mark.tabIndex = -1;
  mark.addEventListener('mousedown', (event) => event.preventDefault());
  dom.addEventListener('click', ({ target }) => onPress(target === mark && !image.hidden));
  dom.append(image, mark);
  const show = (node: DocumentNode) => {
    const src = safeImageUrl(node.attrs.src);
    const alt = typeof node.attrs.alt === 'string' ? node.attrs.alt : '';
    image.hidden = !isHere(src);
    if (isHere(src) && image.getAttribute('src') !== src) image.src = src;
    image.alt = alt;
    dom.dataset.elsewhere = String(!isHere(src));
    mark.textContent = isHere(src) ? NODE_WORDS.noAltText : NODE_WORDS.imageElsewhere;
    mark.hidden = isHere(src) && alt !== '';
  };
  return { dom, show };
}

function depthOfFigure(editor: Editor): number | null {
  const { $from, empty } = editor.state.selection;
  return empty && $from.parent.type.name === 'figureCaption' ? $from.depth - 1 : null;
}

/** From the caption to a new line below the figure. */
function leaveCaption(editor: Editor): boolean {
  const { state, view } = editor;
  const depth = depthOfFigure(editor);
  const paragraph = state.schema.nodes.paragraph?.create();
  if (depth === null || !paragraph) return false;
  const after = state.selection.$from.after(depth);
  const tr = state.tr.insert(after, paragraph);
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
  return true;
}

/** Before the first letter of the caption stands the image: it is chosen first, then removed. */
function chooseFigure(editor: Editor): boolean {
  const { state, view } = editor;
  const depth = depthOfFigure(editor);
  if (depth === null || state.selection.$from.parentOffset > 0) return false;
  view.dispatch(state.tr.setSelection(NodeSelection.create(state.doc, state.selection.$from.before(depth))));
  return true;
}

/** What is typed while an image is chosen is its caption: a letter does not take the image away. */
function typeCaption(view: EditorView, text: string): boolean {
  const { selection, tr } = view.state;
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'figure') return false;
  const end = selection.to - 2;
  tr.insertText(text, end);
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, end + text.length)).scrollIntoView());
  return true;
}

type FigureOptions = {
  /** Opens the field for what the chosen image shows. */
  onDescribe: () => void;
};

/** An image with its caption, as it is written. */
export const FigureWithTools = Figure.extend<FigureOptions>({
  addOptions() {
    return { onDescribe: () => undefined };
  },
  addProseMirrorPlugins() {
    const handleTextInput = (view: EditorView, _from: number, _to: number, text: string) => typeCaption(view, text);
    return [new Plugin({ key: new PluginKey('figureCaption'), props: { handleTextInput } })];
  },
  addNodeView() {
    const { onDescribe } = this.options;
    return ({ node, editor, getPos }) => {
      const choose = (isForWords: boolean) => {
        const at = getPos();
        if (at === undefined || !editor.isEditable) return;
        editor.view.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, at)));
        editor.view.focus();
        if (isForWords) onDescribe();
      };
      const dom = document.createElement('figure');
      const contentDOM = document.createElement('div');
      const { dom: image, show: showImage } = frame(choose);
      dom.className = classes.figure ?? '';
      contentDOM.style.setProperty('--placeholder', JSON.stringify(NODE_WORDS.caption));
      dom.append(image, contentDOM);
      const show = (shown: DocumentNode) => {
        dom.dataset.width = String(shown.attrs.width);
        showImage(shown);
      };
      show(node);
      return {
        dom,
        contentDOM,
        ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
        update: (next) => {
          if (next.type.name !== this.name) return false;
          show(next);
          return true;
        },
      };
    };
  },
  addKeyboardShortcuts() {
    const editor = this.editor as Editor;
    return { Enter: () => leaveCaption(editor), Backspace: () => chooseFigure(editor) };
  },
});
