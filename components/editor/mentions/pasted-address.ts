import { type Editor, Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { ownPlace } from '@/components/knowledge/mentions/own-place';
import { newUndoStep } from '../undo-steps';
import type { MentionNames } from './mention-names';

const PASTED = new PluginKey<DecorationSet>('pastedAddress');

type Added = { add: { from: number; to: number; token: object } };

async function pasteAddress(editor: Editor, text: string, names: MentionNames): Promise<void> {
  const place = ownPlace(text, window.location.origin);
  if (!place?.isWhole) return;
  newUndoStep(editor);
  const { from } = editor.state.selection;
  const token = {};
  const link = { type: 'text', text: text.trim(), marks: [{ type: 'link', attrs: { href: place.href } }] };
  editor.chain().insertContentAt(from, link).scrollIntoView().run();
  const added: Added = { add: { from, to: from + link.text.length, token } };
  editor.view.dispatch(editor.state.tr.setMeta(PASTED, added));
  const found = await names.find(place.kind, place.id);
  if (editor.isDestroyed || !editor.isEditable) return;
  const [now] = PASTED.getState(editor.state)?.find(undefined, undefined, (spec) => spec.token === token) ?? [];
  const isThere = now && editor.state.doc.textBetween(now.from, now.to) === link.text;
  if (!found || !isThere) return;
  const type = place.kind === 'person' ? 'personMention' : 'itemMention';
  newUndoStep(editor);
  editor.commands.insertContentAt({ from: now.from, to: now.to }, { type, attrs: { id: place.id } });
  newUndoStep(editor);
}

/** The address of a person or an item becomes a mention where it is pasted; to undo that leaves the plain link. */
export const PastedAddress = Extension.create<{ names: MentionNames | null }>({
  name: 'pastedAddress',
  // Before what makes a plain link of any address.
  priority: 1_000,
  addOptions: () => ({ names: null }),
  addProseMirrorPlugins() {
    const { editor } = this;
    const { names } = this.options;
    return [
      new Plugin<DecorationSet>({
        key: PASTED,
        state: {
          init: () => DecorationSet.empty,
          apply(transaction, before) {
            const mapped = before.map(transaction.mapping, transaction.doc);
            const added = transaction.getMeta(PASTED) as Added | undefined;
            if (!added) return mapped;
            const { from, to, token } = added.add;
            return mapped.add(transaction.doc, [Decoration.inline(from, to, {}, { token })]);
          },
        },
        props: {
          handlePaste(view, event) {
            const text = event.clipboardData?.getData('text/plain') ?? '';
            const { selection } = view.state;
            const inCode = selection.$from.parent.type.spec.code === true || editor.isActive('code');
            if (!names || !selection.empty || inCode || !ownPlace(text, window.location.origin)?.isWhole) return false;
            void pasteAddress(editor, text, names);
            return true;
          },
        },
      }),
    ];
  },
});
