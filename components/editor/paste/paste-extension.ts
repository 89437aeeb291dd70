import { type Editor, Extension } from '@tiptap/core';
import { DOMSerializer, type Fragment, type Schema } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import { type Clipboard, decide, OWN_COPY } from './decide';
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
    plain,
    inCode,
  };
}

/** Paste from elsewhere, cleaned; too much of anything is refused in words before it is put in. */
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
              const inCode = view.state.selection.$from.parent.type.spec.code === true;
              return take(editor, event, clipboardOf(event.clipboardData, shift, inCode), needs);
            },
          },
          // Of what the editor takes up by itself.
          handlePaste: (view, _event, slice) => {
            const { from, to } = view.state.selection;
            return refusedForRoom(view.state.doc, from, to, slice.content);
          },
        },
      }),
    ];
  },
});

function take(editor: Editor, event: ClipboardEvent, clipboard: Clipboard, needs: PasteNeeds): boolean {
  const decision = decide(clipboard);
  if (decision.kind === 'default') return false;
  if (decision.kind === 'images') {
    event.preventDefault();
    needs.onImages([...(event.clipboardData?.files ?? [])]);
    return true;
  }
  event.preventDefault();
  const rtf = /\bsrc="?file:/i.test(clipboard.html) ? (event.clipboardData?.getData('text/rtf') ?? '') : '';
  void takePaste(editor, event, { decision, clipboard, rtf }, needs);
  return true;
}
