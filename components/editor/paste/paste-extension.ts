import { type Editor, Extension } from '@tiptap/core';
import { DOMSerializer, type Fragment, type Schema } from '@tiptap/pm/model';
import { Plugin, Selection } from '@tiptap/pm/state';
import { sayWrong } from '@/components/ui/toast';
import { type Clipboard, decide, OWN_COPY } from './decide';
import { PASTE_WORDS } from './labels';
import { refusedForRoom, takePaste } from './take-paste';
import type { PasteNeeds } from './use-paste';

/** Marks what is copied here: it needs no cleaning when it is pasted here again. */
class OwnCopies extends DOMSerializer {
  override serializeFragment(
    fragment: Fragment,
    options?: { document?: Document },
    target?: HTMLElement | DocumentFragment,
  ) {
    const written = super.serializeFragment(fragment, options, target);
    if (target === undefined) written.firstElementChild?.setAttribute(OWN_COPY, '1');
    return written;
  }

  static of(schema: Schema): OwnCopies {
    return new OwnCopies(DOMSerializer.nodesFromSchema(schema), DOMSerializer.marksFromSchema(schema));
  }
}

function clipboardOf(data: DataTransfer, plain: boolean, inCode: boolean): Clipboard {
  return {
    html: data.getData('text/html'),
    text: data.getData('text/plain'),
    codeEditor: data.getData('vscode-editor-data'),
    hasImages: [...data.files].some(({ type }) => type.startsWith('image/')),
    fileNames: [...data.files].map(({ name }) => name),
    plain,
    inCode,
  };
}

/** What is pasted or dropped from elsewhere, cleaned; too much of anything is refused in words before it is put in. */
export const PasteFromElsewhere = Extension.create<{ needs: () => PasteNeeds | null }>({
  name: 'pasteFromElsewhere',
  priority: 1_100,
  addOptions() {
    return { needs: () => null };
  },
  addProseMirrorPlugins() {
    const { editor, options } = this;
    let shift = false;
    const keys = (_view: unknown, event: KeyboardEvent): boolean => {
      shift = event.shiftKey && event.key !== 'Insert';
      return false;
    };
    return [
      new Plugin({
        props: {
          clipboardSerializer: OwnCopies.of(editor.schema),
          handleDOMEvents: {
            keydown: keys,
            keyup: keys,
            paste: (view, event) => {
              const needs = options.needs();
              if (!view.editable || view.composing || event.clipboardData === null || needs === null) return false;
              return take(editor, event, { data: event.clipboardData, plain: shift, dropped: false }, needs);
            },
            drop: (_view, event) => takeDrop(editor, event, options.needs()),
          },
          // Of what the editor takes up by itself.
          handlePaste: (_view, _event, { content }) => refusedForRoom(editor, content, false),
          handleDrop: (_view, _event, { content }, moved) => !moved && refusedForRoom(editor, content, true),
        },
      }),
    ];
  },
});

/** The files, without the folders beside them, which nobody can read. */
function filesIn(data: DataTransfer): File[] {
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  const isFolder = (at: number) => items[at]?.webkitGetAsEntry()?.isDirectory === true;
  return [...data.files].filter((_, at) => !isFolder(at));
}

type Given = { data: DataTransfer; plain: boolean; dropped: boolean };

/** @returns whether it is taken up here, and not by the editor itself */
function take(editor: Editor, event: ClipboardEvent, { data, plain, dropped }: Given, needs: PasteNeeds): boolean {
  const inCode = editor.state.selection.$from.parent.type.spec.code === true;
  const clipboard = clipboardOf(data, plain, inCode);
  const decision = decide(clipboard);
  if (decision.kind === 'default') return false;
  event.preventDefault();
  if (decision.kind === 'files') {
    const files = filesIn(data);
    if (files.length < data.files.length) sayWrong(PASTE_WORDS.noFolders);
    if (files.length > 0) needs.onFiles(files);
    return true;
  }
  const rtf = /\bsrc="?file:/i.test(clipboard.html) ? data.getData('text/rtf') : '';
  void takePaste(editor, event, { decision, clipboard, rtf, dropped }, needs);
  return true;
}

/** What is dragged here from elsewhere is taken up as if it had been pasted where it falls. */
function takeDrop(editor: Editor, event: DragEvent, needs: PasteNeeds | null): boolean {
  const { view } = editor;
  const { dataTransfer: data } = event;
  // What is dragged within the text is moved by the editor.
  if (!view.editable || view.dragging !== null || data === null || needs === null) return false;
  // Not taken up by anybody, the browser would open it in the place of this page.
  event.preventDefault();
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (at === null) return true;
  view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at.pos))));
  view.focus();
  const paste = new ClipboardEvent('paste', { clipboardData: data });
  if (take(editor, paste, { data, plain: false, dropped: true }, needs)) return true;
  const html = data.getData('text/html');
  if (html === '' || editor.state.selection.$from.parent.type.spec.code === true) view.pasteText(textIn(data), paste);
  else view.pasteHTML(html, paste);
  return true;
}

const textIn = (data: DataTransfer): string => data.getData('text/plain') || data.getData('text/uri-list');
