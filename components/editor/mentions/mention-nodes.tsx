import type { AnyExtension } from '@tiptap/core';
import type { Node as DocumentNode } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { ReactNodeViewRenderer } from '@tiptap/react';
import { ItemMention, PersonMention } from '@/server/domains/knowledge/document-mention.schema';
import type { MentionNames } from './mention-names';
import { itemView, personView } from './mention-views';

/** Marks, for its view, a mention that is shown as a card. */
export const CARD = 'card';
const CARDS = new PluginKey<DecorationSet>('mentionCards');

/** Whether a text block is an item that asks to be a card, and nothing else. */
export function isCard(block: DocumentNode): boolean {
  const only = block.childCount === 1 ? block.firstChild : null;
  return block.type.name === 'paragraph' && only?.type.name === 'itemMention' && only.attrs.card === true;
}

function cardsIn({ doc }: EditorState): DecorationSet {
  const found: Decoration[] = [];
  doc.descendants((node, pos) => {
    if (isCard(node)) found.push(Decoration.node(pos + 1, pos + 2, {}, { kind: CARD }));
    return !node.isTextblock;
  });
  return DecorationSet.create(doc, found);
}

/** What stands beside a mention decides whether it is a card, and a view hears of its own node alone. */
function cardsPlugin(): Plugin<DecorationSet> {
  return new Plugin({
    key: CARDS,
    state: {
      init: (_, state) => cardsIn(state),
      apply: (transaction, before, _, state) => (transaction.docChanged ? cardsIn(state) : before),
    },
    props: { decorations: (state) => CARDS.getState(state) },
  });
}

/** The mentions of the document's schema, in words. */
export function mentionNodes(names: MentionNames): AnyExtension[] {
  return [
    PersonMention.extend({
      addNodeView: () => ReactNodeViewRenderer(personView(names), { as: 'span' }),
    }),
    ItemMention.extend({
      addNodeView: () => ReactNodeViewRenderer(itemView(names), { as: 'span' }),
      addProseMirrorPlugins: () => [cardsPlugin()],
    }),
  ];
}
