import { Node } from '@tiptap/core';
import { isMentionId } from './mention.rules';

/** On a page that is read they are links. Others have 50. */
const BEFORE_LINKS = 60;

function idAttribute() {
  return {
    default: '',
    validate: (value: unknown) => {
      // Empty is what the schema fills in for itself; such a mention is cleaned away.
      if (value !== '' && !isMentionId(value)) throw new RangeError('mention id');
    },
    parseHTML: (element: HTMLElement) => element.getAttribute('data-id') ?? '',
    renderHTML: (attributes: Record<string, unknown>) => ({ 'data-id': attributes.id }),
  };
}

/** A colleague, named in the text. Who it is stands in the document; how they are called is asked for whoever reads. */
export const PersonMention = Node.create({
  name: 'personMention',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes() {
    return { id: idAttribute() };
  },
  parseHTML() {
    return [{ tag: '[data-mention="person"]', priority: BEFORE_LINKS }];
  },
  renderHTML({ HTMLAttributes }) {
    return ['span', { 'data-mention': 'person', ...HTMLAttributes }];
  },
});

/** An item, named in the text. `card`: shown as a card wherever it is all that its paragraph holds. */
export const ItemMention = Node.create({
  name: 'itemMention',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes() {
    return {
      id: idAttribute(),
      card: {
        default: false,
        validate: 'boolean',
        parseHTML: (element) => element.hasAttribute('data-card'),
        renderHTML: (attributes) => (attributes.card === true ? { 'data-card': '' } : {}),
      },
    };
  },
  parseHTML() {
    return [{ tag: '[data-mention="item"]', priority: BEFORE_LINKS }];
  },
  renderHTML({ HTMLAttributes }) {
    return ['span', { 'data-mention': 'item', ...HTMLAttributes }];
  },
});
